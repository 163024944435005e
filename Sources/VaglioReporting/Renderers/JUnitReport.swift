internal import VaglioFindings
internal import VaglioGates

/// The gates as test cases, for build servers that show JUnit's XML.
///
/// A pass is a passed case; a fail a failure; a gate that was not evaluated an error; an inconclusive
/// one a failure where the verdict is a fail, else skipped with its grounds. Without a policy there
/// is one skipped case, so that no server takes silence for success.
public struct JUnitReport: Renderer {
  public static let name = "junit"
  public static let fileName = "junit.xml"
  public static let summary = "one test case a gate, JUnit XML for build servers"

  /// The renderer; it has no options.
  public init() {}

  public func render(_ dossier: Dossier) -> [UInt8] {
    let cases = cases(of: dossier)
    let suite = Markup.element(
      "testsuite",
      [
        "name": "vaglio", "tests": "\(cases.count)", "failures": count(.failure, in: cases),
        "errors": count(.error, in: cases), "skipped": count(.skipped, in: cases), "time": "0",
      ], containing: cases.map(\.markup))
    let root = Markup.element("testsuites", ["name": "vaglio"], suite)
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    return Array(declaration.utf8) + root.bytes + Array("\n".utf8)
  }

  private func count(_ outcome: TestCase.Outcome, in cases: [TestCase]) -> String {
    "\(cases.filter { $0.outcome == outcome }.count)"
  }

  private func cases(of dossier: Dossier) -> [TestCase] {
    guard let verdict = dossier.verdict, !verdict.judgements.isEmpty else {
      let message = VerdictBanner(dossier: dossier).sentence
      let outcome: TestCase.Outcome = dossier.verdict == nil ? .skipped : .error
      return [TestCase(rule: "policy", name: "policy", outcome: outcome, message: message)]
    }
    return verdict.judgements.map { judgement in
      let metric = judgement.metric.isEmpty ? judgement.rule : judgement.metric
      let name = judgement.slice == .all ? metric : "\(metric) on \(judgement.slice)"
      return TestCase(
        rule: judgement.rule, name: SafeText.shortened(name, to: 200),
        outcome: outcome(of: judgement.ruling, under: verdict.ruling),
        message: judgement.sentence(limit: 1000))
    }
  }

  private func outcome(of ruling: Ruling, under verdict: Ruling) -> TestCase.Outcome {
    switch ruling {
    case .pass: .passed
    case .fail: .failure
    case .inconclusive: verdict == .fail ? .failure : .skipped
    case .notEvaluated: .error
    }
  }
}

/// One gate as a test case.
private struct TestCase {
  enum Outcome { case passed, failure, error, skipped }

  let rule: String
  let name: String
  let outcome: Outcome
  let message: String

  var markup: Markup {
    .element(
      "testcase", ["classname": "vaglio.\(SafeText.shortened(rule))", "name": name, "time": "0"],
      containing: content)
  }

  private var content: [Markup] {
    switch outcome {
    case .passed: [.element("system-out", [:], .text(message))]
    case .failure: [.element("failure", ["message": message, "type": rule], .text(message))]
    case .error:
      [.element("error", ["message": message, "type": "not-evaluated"], .text(message))]
    case .skipped: [.element("skipped", ["message": message])]
    }
  }
}
