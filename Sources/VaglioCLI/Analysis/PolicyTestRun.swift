internal import VaglioGates

/// The tests of a policy in a file, and the policy that they test.
struct PolicyTestRun {
  private let test: PolicyTest
  private let policy: Policy

  /// Reads the cases in a file, and the policy that it names, as seen from its own folder.
  init(reading path: String) throws {
    test = try PolicyTest(parsing: FileContents.bytes(of: path, atMost: 1 << 20), file: path)
    policy = try PolicyFile(
      reading: PathName(test.policyFile).relative(to: PathName(path).parent)
    ).policy
  }

  /// What each case came to.
  func outcomes() -> [PolicyTest.Outcome] {
    test.outcomes(under: policy, measures: MeasureCatalogue.measures)
  }

  /// The outcomes for people: a line for each case, and one below for each difference.
  static func text(_ outcomes: [PolicyTest.Outcome]) -> String {
    let lines = outcomes.flatMap { outcome in
      ["\(outcome.isMet ? "ok     " : "FAILED ") \(outcome.name)"]
        + outcome.differences.map { "        \($0)" }
    }
    let failed = outcomes.count { !$0.isMet }
    let cases = outcomes.count == 1 ? "1 case" : "\(outcomes.count) cases"
    let summary = failed == 0 ? "\(cases), all as expected" : "\(cases), \(failed) not as expected"
    return (lines + [summary]).joined(separator: "\n") + "\n"
  }
}
