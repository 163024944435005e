import Foundation
import Testing
import VaglioFindings

/// The page of a record explains every method that the record names.
///
/// All metrics of all kinds of predictions are measured, on few rows so that the methods for rare
/// cases come in as well, by every plan of sampling.
struct ExplainedMethodTests {
  /// A kind of predictions, and the options that name them.
  struct Kind: CustomTestStringConvertible {
    let name: String
    let label: String
    let candidate: [String]
    let production: [String]

    var testDescription: String { name }
    var comparing: [String] {
      ["--label", label] + candidate.flatMap { ["--candidate", $0] }
        + production.flatMap { ["--production", $0] }
    }
  }

  private static let kinds = [
    Kind(name: "scores", label: "label", candidate: ["column:new"], production: ["column:old"]),
    Kind(
      name: "classes", label: "class", candidate: ["column:new_*"], production: ["column:old_*"]),
    Kind(name: "numbers", label: "actual", candidate: ["column:q2"], production: ["column:p2"]),
    Kind(
      name: "quantiles", label: "actual",
      candidate: ["quantile:0.05=q1", "quantile:0.5=q2", "quantile:0.95=q3"],
      production: ["quantile:0.05=p1", "quantile:0.5=p2", "quantile:0.95=p3"]),
    Kind(
      name: "members", label: "actual", candidate: ["member:q1", "member:q2", "member:q3"],
      production: ["member:p1", "member:p2", "member:p3"]),
  ]

  private static let plans: [[String]] = [
    [], ["--cluster", "cluster"], ["--stratify", "group", "--interval", "percentile"],
    ["--weight", "weight"],
    ["--weight", "weight", "--weight-kind", "importance"],
    ["--interval", "bca"],
  ]

  /// The table with which all kinds are measured.
  private static func table(_ count: Int) -> String {
    let header =
      Sample.header + ["cluster", "weight", "class", "actual"]
      + ["new_a", "new_b", "new_c", "old_a", "old_b", "old_c", "q1", "q2", "q3", "p1", "p2", "p3"]
    let rows = Sample.rows(count).enumerated().map { row, fields -> [String] in
      let (number, other) = (row * 37 % 101, row * 53 % 97)
      let label = ["a", "b", "c"][(number + other) % 3]
      let scores = [number, other].flatMap { shift -> [String] in
        let weights = ["a", "b", "c"].map { $0 == label && shift % 4 > 0 ? 6 : 1 + shift % 3 }
        return weights.map { "\(Double($0) / Double(weights.reduce(0, +)))" }
      }
      let actual = Double(number) + 1
      let forecasts = [Double(number) + Double(other % 7), Double(other % 50) + 20]
      return fields + ["\(row / 3)", "\(1 + row % 2)", label, "\(actual)"] + scores
        + forecasts.flatMap { ["\($0 + 0.5)", "\($0 + 3.5)", "\($0 + 9.5)"] }
    }
    return Sample.csv(rows, header: header)
  }

  /// All metrics of a kind of predictions.
  private static func metrics(of kind: String) throws -> [String] {
    let list = try JSONValue(
      parsing: Array(try Vaglio.run(["list", "metrics", "--json", "-"]).output))
    return (list["metrics"]?.array ?? []).filter { $0["predictions"]?.string == kind }
      .compactMap { $0["name"]?.string?.replacing("class=NAME", with: "class=a") }
  }

  @Test(
    .enabled(if: Vaglio.isOptimized, "needs a release build of the command"), arguments: kinds)
  func `every method of every metric is explained`(_ kind: Kind) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(60), to: "data.csv")
    let metrics = try Self.metrics(of: kind.name)
    #expect(metrics.count > 5)
    for (number, plan) in Self.plans.enumerated() {
      let run = try Vaglio.run(
        ["compare", "data.csv", "--out", "report\(number)", "--format", "html", "--quiet"]
          + ["--resamples", "100"] + kind.comparing + ["--slice", "group"]
          + metrics.flatMap { ["--metric", $0] } + plan,
        in: folder.url)
      #expect(run.code == 0, "\(kind.name) \(plan): \(run.error)")
      try expectExplained(folder["report\(number)/report.html"], "\(kind.name) \(plan)")
    }
  }

  @Test(arguments: [
    ["evaluate", "data.csv", "--label", "label", "--score", "new", "--fairness", "group"],
    ["evaluate", "data.csv", "--label", "label", "--score", "new", "--search-subgroups", "group"],
    ["calibrate", "data.csv", "--label", "label", "--score", "new", "--method", "platt"],
    ["audit", "data.csv", "--score", "new", "--sex", "group", "--race", "class"],
    ["audit", "data.csv", "--selected", "label", "--sex", "group", "--race", "class"],
  ])
  func `every method of groups and of calibration is explained`(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.table(240), to: "data.csv")
    let run = try Vaglio.run(
      arguments + ["--out", "report", "--format", "html", "--quiet"], in: folder.url)
    #expect(run.code == 0, "\(arguments): \(run.error)")
    try expectExplained(folder["report/report.html"], arguments[0])
  }

  private func expectExplained(_ page: URL, _ what: String) throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    let opening = "Documented under the name "
    let names = text.components(separatedBy: opening).dropFirst().map { $0.prefix(40) }
    #expect(names.isEmpty, "\(what): \(names)")
  }
}
