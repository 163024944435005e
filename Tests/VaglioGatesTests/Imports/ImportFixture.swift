import FoundationEssentials
import Testing
import VaglioFindings
import VaglioGates

/// A file under `fixtures/imports`.
struct ImportFixture: CustomTestStringConvertible {
  let format: ImportFormat
  let path: String

  var testDescription: String { path }

  static let all = [
    ImportFixture(format: .sagemaker, path: "sagemaker/constraints.json"),
    ImportFixture(format: .sagemaker, path: "sagemaker/statistics.json"),
    ImportFixture(format: .sagemaker, path: "sagemaker/model-quality.json"),
    ImportFixture(format: .sagemaker, path: "sagemaker/regression-quality.json"),
    ImportFixture(format: .sagemaker, path: "sagemaker/analysis.json"),
    ImportFixture(format: .tfma, path: "tfma/eval_config.pbtxt"),
    ImportFixture(format: .tfma, path: "tfma/eval_config.json"),
    ImportFixture(format: .tfma, path: "tfma/eval_config_camel.json"),
    ImportFixture(format: .evidently, path: "evidently/report-config.json"),
    ImportFixture(format: .evidently, path: "evidently/run.json"),
    ImportFixture(format: .evidently, path: "evidently/snapshot.json"),
    ImportFixture(format: .evidently, path: "evidently/suite.json"),
    ImportFixture(format: .evidently, path: "evidently/suite-saved.json"),
    ImportFixture(format: .whylogs, path: "whylogs/constraints.json"),
  ]

  /// How many mutants of each file are imported; many with VAGLIO_SLOW=1.
  static let mutants = ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1" ? 200 : 24

  static let repository = URL(
    filePath: "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/"))

  static func text(_ path: String) throws -> String {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }

  func bytes() throws -> [UInt8] { try Array(Self.text("fixtures/imports/\(path)").utf8) }

  func imported() throws -> ImportedPolicy {
    try ImportedPolicy(format, files: [(name: path, bytes: try bytes())])
  }
}

extension ImportedPolicy {
  /// One text of one file.
  init(_ format: ImportFormat, _ text: String) throws {
    try self.init(format, files: [(name: "f", bytes: Array(text.utf8))])
  }

  /// The lines of the policy that are gates, without their dashes.
  var gates: [String] {
    (policyText ?? "").split(separator: "\n").filter { $0.hasPrefix("  - ") }.map {
      String($0.dropFirst(4))
    }
  }

  func leftReason(_ path: String) -> String? { left.first { $0.path == path }?.reason }

  /// What the policy says of findings, gate by gate.
  func rulings(of findings: [Finding], measures: [Measure] = Sample.measures) throws -> [Ruling] {
    try Policy(parsing: policyText ?? "").judge(Findings(findings), measures: measures).judgements
      .map(\.ruling)
  }
}
