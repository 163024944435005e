import Foundation
import Testing
import VaglioFindings

/// Rows without labels: used, left out or refused, and always counted.
struct FewLabelsTests {
  /// Three hundred rows, of which every third has a label.
  private static func csv(labelled: (Int) -> Bool = { $0 % 3 == 0 }) -> String {
    Sample.csv(
      Sample.rows(300).enumerated().map { row, values in
        var values = values
        if !labelled(row) { values[1] = "" }
        return values
      })
  }

  private func run(_ csv: String, _ arguments: [String]) throws -> Vaglio.Run {
    let folder = try TemporaryFolder()
    try Data(csv.utf8).write(to: folder["data.csv"])
    return try Vaglio.run(arguments, in: folder["data.csv"].deletingLastPathComponent())
  }

  @Test func `rows without a label narrow what they can, and the record says how`() throws {
    let run = try run(
      Self.csv(),
      ["compare", "data.csv", "--unlabelled", "use", "--json", "-"] + Sample.comparing)
    #expect(run.code == 0, "\(run.error)")
    let record = try Record(run)
    let brier = try #require(record.finding("brier_score", "candidate"))
    #expect(brier["interval"]?["method"]?.string == "ppi++")
    #expect(brier["count"]?.number == 100)
    let note = brier["notes"]?.array?.last?.string ?? ""
    #expect(note.contains("100 labelled rows and 200 without"), "\(note)")
    #expect(record.finding("selection_rate", "candidate")?["count"]?.number == 300)
    #expect(
      record.finding("brier_score", "difference")?["interval"]?["method"]?.string == "paired-ppi++")
    #expect(run.error.contains("random sample"), "\(run.error)")
  }

  @Test func `where every row has a label nothing changes`() throws {
    let all = Self.csv { _ in true }
    let common = ["compare", "data.csv", "--json", "-"] + Sample.comparing
    let (plain, used) = (try run(all, common), try run(all, common + ["--unlabelled", "use"]))
    #expect(try Record(plain).findings == Record(used).findings)
  }

  @Test func `rows are left out for a reason, which is told`() throws {
    let run = try run(
      Self.csv(), ["compare", "data.csv", "--unlabelled", "drop"] + Sample.comparing)
    #expect(run.code == 0)
    #expect(run.error.contains("200 rows left out because a value is missing\n"), "\(run.error)")
    #expect(run.error.contains("left out for want of label label: 200\n"), "\(run.error)")
  }

  @Test(arguments: [
    (["--unlabelled", "use"], "no row has a label"),
    (["--unlabelled", "reject"], "--unlabelled drop"),
    (["--proxy", "new"], "--unlabelled use"),
  ]) func `labels that help nobody are refused`(arguments: [String], message: String) throws {
    let run = try run(
      Self.csv { _ in false }, ["compare", "data.csv"] + Sample.comparing + arguments)
    #expect(run.code == 2 && run.error.contains(message), "\(run.error)")
  }
}
