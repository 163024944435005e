import Foundation
import Testing
import VaglioFindings

/// `vaglio power` on data and on guesses.
struct PowerCommandTests {
  private func run(_ arguments: [String], _ rows: [[String]] = Sample.rows(300)) throws
    -> Vaglio.Run
  {
    let folder = try TemporaryFolder()
    try Data(Sample.csv(rows).utf8).write(to: folder["data.csv"])
    return try Vaglio.run(
      ["power"] + arguments, in: folder["data.csv"].deletingLastPathComponent())
  }

  @Test func `a comparison says what its rows can find`() throws {
    let run = try run(
      ["data.csv", "--difference", "0.02", "--margin", "0.05", "--json", "-"] + Sample.comparing)
    #expect(run.code == 0, "\(run.error)")
    let exhibits = try Record(run).json["exhibits"]?.array ?? []
    let power = try #require(exhibits.first { $0["kind"]?.string == "power" })
    let metrics = power["series"]?["metric"]?.array ?? []
    #expect(metrics.contains { $0.string == "roc_auc" })
    #expect(power["series"]?["rows_for_difference"]?.array?.count == metrics.count)
  }

  /// 3142: ((1.959964 + 0.841621)·0.2/0.01)² = 3139.55, and Student's t takes two or three more.
  @Test func `guesses give rows without data`() throws {
    let run = try run(["--standard-deviation", "0.2", "--difference", "0.01"])
    #expect(run.code == 0 && run.text.contains("3,142"), "\(run.text) \(run.error)")
  }

  @Test(arguments: [
    (["--power", "1.5"], "--power"), (["--power", "0.01"], "--power"),
    (["--margin", "-0.1"], "--margin"), (["--difference", "0"], "--difference"),
    (["--rows", "10"], "guesses are for planning without data"),
  ]) func `bad aims are refused`(arguments: [String], message: String) throws {
    let run = try run(["data.csv"] + Sample.comparing + arguments)
    #expect(run.code == 2 && run.error.contains(message), "\(run.error)")
  }

  @Test(arguments: [
    (["--standard-deviation", "0"], "--standard-deviation"),
    (["--standard-deviation", "1"], "nothing to plan for"),
    (["--standard-deviation", "1", "--difference", "1", "--rows", "1"], "--rows"),
    (["--rate-candidate", "0.8", "--rate-production", "0.7"], "--discordance"),
    (
      ["--rate-candidate", "0.8", "--rate-production", "0.7", "--discordance", "0.01"],
      "between 0.1 and 0.5"
    ),
    (["--auc-candidate", "1.2", "--auc-production", "0.7"], "--auc-candidate"),
    (["--auc-candidate", "0.8", "--rate-production", "0.7"], "of one kind"),
    ([], "no --candidate"),
  ]) func `bad guesses are refused`(arguments: [String], message: String) throws {
    let run = try run(arguments)
    #expect(run.code == 2 && run.error.contains(message), "\(run.error)")
  }

  @Test func `models that agree everywhere have no power to speak of`() throws {
    let same = [
      "data.csv", "--label", "label", "--candidate", "column:new", "--production", "column:new",
    ]
    let run = try run(same + ["--metric", "roc_auc"])
    #expect(run.code == 0 && run.text.contains("the same on every row"), "\(run.text)\(run.error)")
  }
}
