import Foundation
import Testing
import VaglioFindings

/// The exit code is the verdict.
struct VerdictTests {
  private static func folder(_ gates: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(Sample.rows(300)), to: "data.csv")
    try folder.write("version: 1\ngates:\n\(gates)", to: "policy.yaml")
    return folder
  }

  private static let comparing =
    ["compare", "data.csv"] + Sample.comparing + ["--policy", "policy.yaml"]

  @Test(arguments: [
    ("  - at-least: {metric: roc_auc, value: 0.5}\n", Int32(0), "pass"),
    ("  - at-least: {metric: roc_auc, value: 0.999}\n", 1, "fail"),
    ("  - no-worse: {metric: accuracy, margin: 0.0}\n", 3, "inconclusive"),
  ])
  func `pass is 0, fail is 1, inconclusive is 3`(
    _ gates: String, _ code: Int32, _ verdict: String
  ) throws {
    let folder = try Self.folder(gates)
    let run = try Vaglio.run(Self.comparing + ["--out", "report"], in: folder.url)
    #expect(run.code == code)
    #expect(run.error.contains("verdict: \(verdict); wrote report.json, report.html into report\n"))
    let record = try Record(Data(contentsOf: folder["report/report.json"]))
    #expect(record.json["verdict"]?.string == verdict)
    let zero = try Vaglio.run(Self.comparing + ["--exit-zero"], in: folder.url)
    #expect(zero.code == 0)
    let again = try Vaglio.run(
      ["gate", "report/report.json", "--policy", "policy.yaml"], in: folder.url)
    #expect(again.code == code)
  }

  @Test(arguments: [("0.9", Int32(0)), ("1e-9", 3)])
  func `a gate of calibration brings its own measure`(maximum: String, code: Int32) throws {
    let folder = try Self.folder("  - calibrated: {maximum: \(maximum)}\n")
    let run = try Vaglio.run(Self.comparing + ["--exit-zero", "--json", "-"], in: folder.url)
    let record = try Record(run)
    let finding = try #require(record.finding("miscalibration", "candidate"))
    #expect(finding["interval"]?["method"]?.string == "corp-score")
    #expect(finding["test"]?["name"]?.string == "calibration-resampling")
    #expect(record.json["gates"]?.array?.first?["ruling"]?.string != "not-evaluated")
    if code == 0 { #expect(record.json["verdict"]?.string == "pass") }
    if code != 0 { #expect(record.json["verdict"]?.string != "pass") }
  }

  @Test func `metrics and slices of the policy are measured without being named`() throws {
    let folder = try Self.folder(
      """
        - no-worse: {metric: recall, margin: 0.9, slices: [group]}
        - parity: {metric: specificity, slice: group, ratio-at-least: 0.01}

      """)
    let run = try Vaglio.run(
      Self.comparing + ["--metric", "roc_auc", "--json", "-"], in: folder.url)
    #expect(run.code == 0, "\(run.text)")
    let record = try Record(run)
    #expect(record.finding("roc_auc", "difference") != nil)
    #expect(record.finding("recall", "difference", "group=a") != nil)
    let contrasts = record.findings.filter { $0["measure"]?.string == "specificity.ratio" }
    #expect(Set(contrasts.compactMap { $0["subject"]?.string }) == ["candidate", "production"])
    #expect(record.finding("accuracy", "candidate") == nil)
    let measures = try #require(record.json["measures"]?.array).compactMap { $0["name"]?.string }
    #expect(
      measures == [
        "roc_auc", "recall", "specificity", "specificity.ratio", "specificity.difference",
      ])
  }

  @Test func `bins that were asked for serve the policy's slices`() throws {
    let folder = try Self.folder("  - no-worse: {metric: recall, margin: 0.9, slices: [size]}\n")
    let rows = Sample.rows(300).enumerated().map { $0.element + ["\($0.offset)"] }
    try folder.write(Sample.csv(rows, header: Sample.header + ["size"]), to: "data.csv")
    let record = try Record(
      Vaglio.run(Self.comparing + ["--slice", "size:100,200", "--json", "-"], in: folder.url))
    let slices = Set(record.findings.compactMap { $0["slice"]?.string })
    #expect(slices == ["all", "size=[-∞,100)", "size=[100,200)", "size=[200,∞)"])
    #expect(record.json["gates"]?.array?.count == 3)
  }

  @Test func `a misspelt key of a policy is named with the nearest`() throws {
    let folder = try Self.folder("  - at-leest: {metric: roc_auc, value: 0.5}\n")
    let rule = try Vaglio.run(Self.comparing + ["--out", "report"], in: folder.url)
    #expect(rule.code == 2)
    #expect(rule.error.hasPrefix("error: policy.yaml, line 3, column 5: there is no rule "))
    #expect(rule.error.hasSuffix("did you mean \"at-least\"?\n"))
    try folder.write(
      "version: 1\nconfidenc: 0.9\ngates:\n  - at-least: {metric: roc_auc, value: 0.5}\n",
      to: "policy.yaml")
    let key = try Vaglio.run(Self.comparing + ["--out", "report"], in: folder.url)
    #expect(key.code == 2)
    #expect(key.error.hasPrefix("error: policy.yaml, line 2, column 1: "))
    #expect(key.error.hasSuffix("did you mean \"confidence\"?\n"))
    try folder.write(
      "version: 1\ngates:\n  - at-least: {metric: roc_acu, value: 0.5}\n", to: "policy.yaml")
    let metric = try Vaglio.run(Self.comparing + ["--quiet", "--out", "report"], in: folder.url)
    #expect(metric.code == 2)
    #expect(
      metric.error == "error: policy.yaml, line 3, column 5: there is no metric \"roc_acu\"; "
        + "did you mean \"roc_auc\"?\n")
    #expect(folder.names == ["data.csv", "policy.yaml"])
  }

  @Test func `one model can be held against a policy`() throws {
    let folder = try Self.folder(
      """
        - at-least: {metric: roc_auc, value: 0.5}
        - at-most: {metric: log_loss, value: 3}

      """)
    let run = try Vaglio.run(
      [
        "evaluate", "data.csv", "--label", "label", "--score", "new", "--policy", "policy.yaml",
        "--json", "-",
      ], in: folder.url)
    #expect(run.code == 0)
    let record = try Record(run)
    #expect(record.json["gates"]?.array?.map { $0["ruling"]?.string } == ["pass", "pass"])
    #expect(record.json["subjects"]?.array?.map { $0["role"]?.string } == ["model"])
  }

  @Test func `a record is judged again without data`() throws {
    let folder = try Self.folder("  - at-least: {metric: roc_auc, value: 0.5}\n")
    _ = try Vaglio.run(Self.comparing + ["--out", "report"], in: folder.url)
    try folder.write(
      "version: 1\nconfidence: 0.99\ngates:\n  - at-least: {metric: roc_auc, value: 0.999}\n",
      to: "stricter.yaml")
    let run = try Vaglio.run(
      ["gate", "report/report.json", "--policy", "stricter.yaml", "--out", "strict"],
      in: folder.url)
    #expect(run.code == 1)
    let (old, new) = try (
      Record(Data(contentsOf: folder["report/report.json"])),
      Record(Data(contentsOf: folder["strict/report.json"]))
    )
    #expect(new.findings == old.findings)
    #expect(new.json["verdict"]?.string == "fail")
    #expect(new.json["provenance"]?["policy"]?["name"]?.string == "stricter.yaml")
    #expect(new.json["gates"]?.array?.first?["level"]?.number == 0.99)
    let summary = try Vaglio.run(
      ["gate", "-", "--policy", "stricter.yaml"],
      input: Data(contentsOf: folder["report/report.json"]), in: folder.url)
    #expect(summary.code == 1)
    #expect(summary.text.contains("FAIL"))
  }

  @Test func `a policy is tested with made-up findings`() throws {
    let folder = try Self.folder("  - no-worse: {metric: roc_auc, margin: 0.005}\n")
    let cases = """
      policy: policy.yaml
      cases:
        - name: a small loss is tolerated
          task: binary
          findings:
            - {measure: roc_auc, subject: difference, value: -0.001, lower: -0.004, upper: 0.002}
          expect: {verdict: pass}
        - name: a large one is not
          task: binary
          findings:
            - {measure: roc_auc, subject: difference, value: -0.02, lower: -0.03, upper: -0.01}
          expect: {verdict: VERDICT}

      """
    try folder.write(cases.replacing("VERDICT", with: "fail"), to: "cases.yaml")
    let good = try Vaglio.run(["gate", "--test", folder["cases.yaml"].path])
    #expect(good.code == 0, "\(good.error)")
    #expect(
      good.text == """
        ok      a small loss is tolerated
        ok      a large one is not
        2 cases, all as expected

        """)
    try folder.write(cases.replacing("VERDICT", with: "pass"), to: "cases.yaml")
    let bad = try Vaglio.run(["gate", "--test", "cases.yaml"], in: folder.url)
    #expect(bad.code == 1)
    #expect(
      bad.text.contains("FAILED  a large one is not\n        verdict: expected pass, was fail\n"))
    #expect(bad.text.hasSuffix("2 cases, 1 not as expected\n"))
    try folder.write(cases.replacing("verdict:", with: "verdikt:"), to: "cases.yaml")
    let broken = try Vaglio.run(["gate", "--test", "cases.yaml"], in: folder.url)
    #expect(broken.code == 2)
    #expect(broken.error.hasPrefix("error: cases.yaml, line 7"))
  }
}
