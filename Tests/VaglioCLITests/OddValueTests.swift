import Foundation
import Testing
import VaglioFindings

/// Values that are missing or odd are refused, or left out and counted by reason.
struct OddValueTests {
  private func evaluate(_ rows: [[String]], _ arguments: [String] = []) throws -> Vaglio.Run {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(rows), to: "data.csv")
    return try Vaglio.run(
      ["evaluate", "data.csv", "--label", "label", "--score", "new", "--json", "-"] + arguments,
      in: folder.url)
  }

  private func changed(_ changes: [(row: Int, column: Int, value: String)]) -> [[String]] {
    var rows = Sample.rows(60)
    for change in changes { rows[change.row][change.column] = change.value }
    return rows
  }

  @Test func `each row that is left out counts once, under the first reason`() throws {
    let rows = changed([(3, 1, "NA"), (3, 2, ""), (4, 2, "abc"), (5, 2, "nan"), (6, 3, "")])
    let record = try Record(
      evaluate(rows.map { $0 }, ["--metric", "roc_auc", "--missing", "drop"]))
    let source = try #require(record.json["provenance"]?["data"]?.array?.first)
    #expect(source["dropped"]?.number == 3)
    #expect(
      source["reasons"]?.object?.mapValues(\.number) == [
        "label label is missing": 1, "score new is missing": 2,
      ])
  }

  @Test func `rows without weight are counted as such`() throws {
    var rows = Sample.rows(60)
    for row in rows.indices { rows[row][3] = row < 2 ? "0" : "1.5" }
    let record = try Record(evaluate(rows, ["--metric", "roc_auc", "--weight", "old"]))
    let source = try #require(record.json["provenance"]?["data"]?.array?.first)
    #expect(source["reasons"]?.object?.mapValues(\.number) == ["weight old is 0": 2])
  }

  @Test(arguments: [
    ("1.0000000002", 2, [], "rounding has carried it out of range"),
    ("-1e-12", 2, [], "rounding has carried it out of range"),
    ("1.5", 2, [], "name the metrics"),
    ("5e-324", 3, ["--weight", "old"], "divide all of them by one number"),
    ("1e300", 3, ["--weight", "old"], "divide all of them by one number"),
    ("-inf", 3, ["--weight", "old"], "weights are finite and not negative"),
    ("1e999", 2, [], #""1e999" is not a number"#),
    ("maybe", 1, [], "3 different labels"),
  ]) func `odd values are refused with a way out`(
    value: String, column: Int, options: [String], message: String
  ) throws {
    let run = try evaluate(changed([(7, column, value)]), options)
    #expect(run.code == 2 && run.error.contains(message), "\(run.error)")
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [("0", "1"), ("-0", "1.0"), ("False", "TRUE"), (" 0", "1 ")])
  func `labels are understood however they are written`(negative: String, positive: String) throws {
    let rows = Sample.rows(60).map { row in
      [row[0], row[1] == "1" ? positive : negative] + row[2...]
    }
    let record = try Record(evaluate(rows, ["--metric", "roc_auc"]))
    let plain = try Record(evaluate(Sample.rows(60), ["--metric", "roc_auc"]))
    #expect(record.findings == plain.findings)
  }

  @Test func `rows that all say the same get no interval of zero width`() throws {
    let rows = Sample.rows(60).map { row in
      [row[0], row[1], row[1] == "1" ? "0.99" : "0.01"] + row[3...]
    }
    let brier = try #require(
      Record(evaluate(rows, ["--metric", "brier_score"])).finding("brier_score", "model"))
    #expect(brier["interval"] == nil)
    #expect(brier["notes"]?.array?.contains { $0.string?.contains("no variance") ?? false } == true)
  }
}
