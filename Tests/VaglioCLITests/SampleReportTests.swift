import Foundation
import Testing

/// The reports in `reports/` are what the command makes of the fixtures, to the byte.
///
/// `UPDATE_REPORTS=1 swift test --filter SampleReportTests` writes them anew. They hold thousands of
/// resamples, which is work for an optimised build: `VAGLIO_BINARY=.build/release/vaglio`.
struct SampleReportTests {
  /// One sample: the fixture, what the command is asked, and the code with which it ends.
  struct Sample: CustomTestStringConvertible {
    let name: String
    var command = "compare"
    var data = ["holdout.csv"]
    var common = ["--id", "id", "--seed", "7", "--confidence", "0.95", "--quiet"]
    let arguments: [String]
    let code: Int32

    var testDescription: String { name }
  }

  private static let columns = [
    "--candidate", "column:candidate", "--production", "column:production",
  ]

  /// Each model's quantiles by level.
  private static let quantiles = ["candidate", "production"].flatMap { model in
    ["05", "25", "5", "75", "95"].flatMap { digits in
      ["--\(model)", "quantile:0.\(digits)=\(model)_\(digits == "5" ? "50" : digits)"]
    }
  }

  private static let samples = [
    Sample(
      name: "credit-default",
      arguments: ["--label", "default", "--slice", "sex", "--slice", "age:30,45,60"]
        + ["--slice", "education"] + columns,
      code: 3),
    Sample(
      name: "diamond-cuts",
      arguments: ["--label", "cut", "--slice", "color", "--candidate", "column:candidate_*"]
        + ["--production", "column:production_*"],
      code: 0),
    Sample(
      name: "diamond-ranges", arguments: ["--label", "price", "--slice", "cut"] + quantiles,
      code: 3),
    Sample(
      name: "diamonds",
      arguments: ["--label", "price", "--slice", "cut", "--slice", "carat:0.5,1,1.5"] + columns,
      code: 0),
  ]

  /// The two models of credit-default with what explains them.
  private static let explained = Sample(
    name: "credit-default-explained", command: "explain",
    arguments: [
      "--candidate", "fixtures/credit-default/candidate.txt", "--production",
      "fixtures/credit-default/production.json", "--label", "default", "--sample", "400", "--row",
      "1", "--counterfactuals", "2", "--effects", "2", "--interactions", "3", "--faithfulness",
      "--margin", "0.15", "--policy", "fixtures/credit-default/reasons.yaml",
    ], code: 1)

  /// Clients under 30 against those of 30 and over, as the candidate of credit-default sees them.
  private static let drifted = Sample(
    name: "credit-drift", command: "drift", data: ["reference.csv", "current.csv"],
    arguments: [
      "--target", "default", "--levels", "default", "--model",
      "fixtures/credit-default/candidate.txt", "--multivariate", "--estimate", "--policy",
      "fixtures/credit-drift/policy.yaml",
    ], code: 1)

  /// A hundred days of clients, in whose second half a pipeline loses what the model relies on most.
  private static let watched = Sample(
    name: "credit-watch", command: "watch", data: [], common: ["--id", "id", "--quiet"],
    arguments: [
      "--replay", "fixtures/credit-watch/predictions.csv", "--labels",
      "fixtures/credit-watch/labels.csv", "--reference", "fixtures/credit-watch/reference.csv",
      "--time", "at", "--score", "score", "--label", "default", "--label-time", "known",
      "--horizon", "20d", "--window", "7d", "--segment", "education", "--alerts",
      "fixtures/credit-watch/alerts.yaml",
    ], code: 1)

  /// What `compare` is asked of every sample.
  private static func compared(_ name: String) -> [String] {
    ["--policy", "fixtures/\(name)/policy.yaml", "--resamples", "2000"]
  }

  @Test(
    .enabled(if: Vaglio.isOptimized, "needs a release build of the command"),
    arguments: samples + [explained, drifted, watched])
  func `a sample report is made again to the byte`(_ sample: Sample) throws {
    let folder = try TemporaryFolder()
    let name = sample.name
    let fixture = name.replacing("-explained", with: "")
    let arguments =
      [
        sample.command
      ] + sample.data.map { "fixtures/\(fixture)/\($0)" } + sample.common
      + (sample.command == "compare" ? Self.compared(name) : []) + sample.arguments
    let run = try Vaglio.run(
      arguments + ["--out", folder["report"].path], in: Repository.root)
    #expect(run.code == sample.code, "\(run.error)")
    for file in ["report.json", "report.html"] {
      let (made, place) = (
        try Data(contentsOf: folder["report/\(file)"]), Repository["reports/\(name)/\(file)"]
      )
      if Repository.updates("UPDATE_REPORTS") {
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try made.write(to: place)
      }
      #expect(try made == Data(contentsOf: place), "\(file) of \(name)")
    }
  }
}
