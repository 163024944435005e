import Foundation
import Testing
import VaglioFindings

/// `vaglio import`: other tools' rules as a policy.
struct ImportTests {
  private static let constraints = """
    {"version": 0, "features": [
      {"name": "age", "inferred_type": "Integral", "completeness": 0.9,
       "num_constraints": {"is_non_negative": true}},
      {"name": "x: y\\"#", "inferred_type": "Fractional", "completeness": 1.0}],
     "monitoring_config": {"evaluate_constraints": "Enabled",
      "distribution_constraints": {"perform_comparison": "Enabled", "comparison_threshold": 0.2,
       "comparison_method": "Simple"}}}
    """

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(Self.constraints, to: "constraints.json")
    return folder
  }

  @Test func `a policy is written that judges`() throws {
    let folder = try folder()
    let run = try Vaglio.run(
      ["import", "sagemaker", "constraints.json", "--out", "policy.yaml", "--least-rate", "0.05"],
      in: folder.url)
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.isEmpty)
    #expect(run.error.contains("is_non_negative: true\n  no rule has a fixed range of values"))
    func table(_ missing: Int) -> String {
      "age,x: y\"\"#\n".replacing("x: y\"\"#", with: "\"x: y\"\"#\"")
        + (0..<1000).map { "\($0 < missing ? "" : "\(20 + $0 % 50)"),\(Double($0 % 97) / 7)\n" }
        .joined()
    }
    try folder.write(table(0), to: "reference.csv")
    try folder.write(table(20), to: "good.csv")
    try folder.write(table(300), to: "bad.csv")
    func code(_ current: String) throws -> Int32 {
      try Vaglio.run(
        ["drift", "reference.csv", current, "--policy", "policy.yaml", "--json", "-"],
        in: folder.url
      ).code
    }
    #expect(try code("good.csv") == 0)
    #expect(try code("bad.csv") == 1)
  }

  @Test func `the format is told by the file, and the policy goes to standard output`() throws {
    let folder = try folder()
    let named = try Vaglio.run(
      ["import", "sagemaker", "constraints.json", "--quiet"], in: folder.url)
    let guessed = try Vaglio.run(["import", "constraints.json", "--quiet"], in: folder.url)
    #expect(named.code == 0 && guessed.code == 0)
    #expect(named.text == guessed.text)
    #expect(named.text.hasPrefix("# Read from SageMaker Model Monitor: constraints.json\n"))
    #expect(named.error.isEmpty)
    let json = try JSONValue(
      parsing: Array(
        Vaglio.run(["import", "constraints.json", "--quiet", "--json", "-"], in: folder.url).output)
    )
    #expect(json["policy"]?.string == named.text)
    #expect(json["left"]?.array?.isEmpty == false)
  }

  /// Each with what the message must say.
  @Test(arguments: [
    ([], "no file: vaglio import FORMAT FILE"),
    (["sagemakr", "constraints.json"], "did you mean sagemaker?"),
    (["other.json"], "its contents don't tell the tool"),
    (["absent.json"], "absent.json: there is no such file"),
    (["tfma", "broken.json"], "broken.json"),
    (["constraints.json", "--about", "rows"], "--about rows: it is data or model"),
    (["constraints.json", "--about", "model"], "nothing about model could be carried over"),
    (["constraints.json", "--least-rate", "7"], "a number from 0 to 1"),
    (["constraints.json", "--json", "-", "--out", "x"], "--out and --json: give one of them"),
  ])
  func `what can't be done is said`(_ arguments: [String], _ words: String) throws {
    let folder = try folder()
    try folder.write("{\"a\": 1}", to: "other.json")
    try folder.write("{\"metrics_specs\": [", to: "broken.json")
    let run = try Vaglio.run(["import", "--quiet"] + arguments, in: folder.url)
    #expect(run.code == 2)
    #expect(run.error.contains(words), "\(run.error)")
    #expect(run.output.isEmpty)
  }
}
