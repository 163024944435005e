import Foundation
import Testing
import VaglioFindings

/// Fairness, the search for subgroups and bias audits by the command.
struct GroupOptionTests {
  private func table(_ folder: TemporaryFolder) throws -> String {
    let rows = Sample.rows(600).enumerated().map { row, fields in
      fields + [row % 5 == 0 ? "" : row % 2 == 0 ? "F" : "M", "R=\(row % 3), \"[x]\\"]
    }.map { $0.map { $0.contains(",") ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0 } }
    try Sample.csv(rows, header: Sample.header + ["sex", "race"])
      .write(to: folder["t.csv"], atomically: true, encoding: .utf8)
    return folder["t.csv"].path
  }

  @Test func `fairness and a search say how many groups were looked at`() throws {
    let folder = try TemporaryFolder()
    let arguments = [
      "evaluate", try table(folder), "--label", "label", "--score", "new", "--fairness", "sex",
      "--search-subgroups", "sex,race,group", "--quiet",
    ]
    let record = try Record(try Vaglio.run(arguments + ["--json", "-"]))
    let parity = try #require(record.finding("demographic_parity_ratio[by=sex]", "model"))
    #expect(parity["notes"]?.array?.first?.string == "3 groups")
    #expect(record.finding("roc_auc.worst_group[by=sex]", "model")?["interval"] != nil)
    let text = try Vaglio.run(arguments).text
    #expect(text.contains("3 groups by sex were looked at, 3 pairs of them"))
    #expect(text.contains("subgroups by one or two of the columns sex, race, group were searched"))
  }

  @Test func `an audit counts who is unknown`() throws {
    let folder = try TemporaryFolder()
    let run = try Vaglio.run([
      "audit", try table(folder), "--score", "new", "--sex", "sex", "--race", "race", "--json", "-",
    ])
    let exhibits = try Record(run).json["exhibits"]?.array ?? []
    #expect(exhibits.map { $0["scalars"]?["unknown"]?.number } == [120, 0, 120])
    #expect(exhibits.allSatisfy { $0["scalars"]?["applicants"]?.number == 600 })
  }

  @Test(arguments: [
    (["--fairness", "nothing"], "there is no such column"),
    (["--fairness", "sex*sex"], "--fairness sex*sex: a column is crossed with itself"),
    (["--search-subgroups", "id"], "more than 100"),
    (["--search-subgroups", "sex,,race"], "a column's name is missing beside a comma"),
    (["--search-metric", "accuracy"], "--search-subgroups"),
    (["--search-subgroups", "sex", "--search-metric", "prevalence"], "which way is worse"),
  ])
  func `bad options are refused`(options: [String], message: String) throws {
    let folder = try TemporaryFolder()
    let run = try Vaglio.run(
      ["evaluate", try table(folder), "--label", "label", "--score", "new"] + options)
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
  }
}
