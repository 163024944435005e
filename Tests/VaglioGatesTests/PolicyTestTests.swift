import Testing
import VaglioFindings
import VaglioGates

struct PolicyTestTests {
  private let policy = """
    version: 1
    gates:
      - no-worse: {metric: roc_auc, margin: 0.005}
      - at-least: {metric: recall, value: 0.5, slices: [sex]}
    """

  private func outcomes(_ cases: String) throws -> [PolicyTest.Outcome] {
    let test = try PolicyTest(parsing: "policy: gate.yaml\ncases:\n" + cases)
    #expect(test.policyFile == "gate.yaml")
    return test.outcomes(under: try Policy(parsing: policy)) { _ in Sample.measures }
  }

  @Test func `a case that comes out as expected is met`() throws {
    let outcomes = try outcomes(
      """
        - name: a small loss of AUC is tolerated
          task: binary
          findings:
            - {measure: roc_auc, subject: difference, value: -0.001, lower: -0.004, upper: 0.002, count: 5000}
            - {measure: recall, subject: candidate, slice: sex=F, value: 0.6, lower: 0.55, upper: 0.65}
            - {measure: recall, subject: candidate, slice: sex=M, undefined: no row is positive}
          expect:
            verdict: inconclusive
            gates:
              no-worse roc_auc: pass
              at-least recall on sex=F: pass
              at-least recall on sex=M: not evaluated
              at-least recall: not-evaluated
              no-worse: pass
      """)
    #expect(outcomes.map(\.name) == ["a small loss of AUC is tolerated"])
    #expect(outcomes.map(\.differences) == [[]])
    #expect(outcomes[0].isMet)
    #expect(outcomes[0].place.line == 3)
  }

  @Test func `what came out otherwise is told with its grounds`() throws {
    let outcomes = try outcomes(
      """
        - name: x
          findings:
            - {measure: roc_auc, subject: difference, value: -0.004, lower: -0.008, upper: 0}
          expect:
            verdict: pass
            gates: {no-worse roc_auc: fail, no-worse rocauc: fail}
      """)
    #expect(
      outcomes[0].differences == [
        "verdict: expected pass, was inconclusive",
        "no-worse roc_auc: expected fail, was inconclusive, because roc_auc fell by 0.0040 "
          + "[−0.0080, 0.0000], so a fall of more than the tolerated 0.005 can't be ruled out",
        "no-worse rocauc: no such gate; did you mean \"no-worse roc_auc\"?",
      ])
    #expect(!outcomes[0].isMet)
  }

  @Test func `bounds hold at the policy's level, and the curve is normal through them`() throws {
    // Under Holm the stricter of two levels is 97.5 %, z = 2.2414: half-widths grow by 1.14359.
    let test = try PolicyTest(
      parsing: """
        policy: p
        cases:
          - name: x
            findings:
              - {measure: recall, subject: candidate, value: 0.6, lower: 0.52, upper: 0.7}
              - {measure: precision, subject: candidate, value: 0.9, lower: 0.8, upper: 0.95}
            expect: {verdict: pass}
        """)
    let outcome = try #require(
      test.outcomes(
        under: try Sample.policy(
          [
            "at-least: {metric: recall, value: 0.5}", "at-least: {metric: precision, value: 0.5}",
          ], settings: "multiplicity: holm")
      ) { _ in Sample.measures }.first)
    #expect(outcome.isMet)
    #expect(outcome.verdict.judgements[1].because.hasPrefix("precision is 0.90 [0.79, 0.96]"))
  }

  @Test(arguments: [
    ("", "1, column 1: the file is empty"),
    (
      "polciy: a\n",
      "1, column 1: a file of policy tests has no key \"polciy\"; it has policy, cases; did you mean \"policy\"?"
    ),
    ("policy: a\n", "1, column 1: \"cases\" is missing here"),
    ("policy: a\ncases: []\n", "2, column 8: \"cases\" expects a list of cases, not an empty list"),
    ("policy: a\ncases:\n  - {name: x}\n", "3, column 5: \"expect\" is missing here"),
    (
      "policy: a\ncases:\n  - {name: x, expect: {}}\n",
      "3, column 23: a case expects a verdict, or rulings of gates"
    ),
    (
      "policy: a\ncases:\n  - {name: x, expect: {verdict: passes}}\n",
      "3, column 33: \"verdict\" expects one of pass, fail, inconclusive, not evaluated, not \"passes\"; did you mean \"pass\"?"
    ),
    (
      "policy: a\ncases:\n  - {name: x, task: binari, expect: {verdict: pass}}\n",
      "3, column 21: \"task\" expects one of binary, multiclass, regression, not \"binari\"; did you mean \"binary\"?"
    ),
    (
      "policy: a\ncases:\n  - {name: x, expect: {verdict: pass}}\n  - {name: x, expect: {verdict: pass}}\n",
      "4, column 5: two cases are named \"x\""
    ),
    (
      "policy: a\ncases: [{name: x, expect: {verdict: pass}, findings: [{measure: m, subject: model, value: 1, lower: 2, upper: 3}]}]\n",
      "2, column 55: a finding's value lies between lower and upper"
    ),
    (
      "policy: a\ncases: [{name: x, expect: {verdict: pass}, findings: [{measure: m, subject: model, value: 1, lower: 0}]}]\n",
      "2, column 55: \"upper\" is missing here"
    ),
    (
      "policy: a\ncases: [{name: x, expect: {verdict: pass}, findings: [{measure: m, subject: model, value: 1, undefined: y}]}]\n",
      "2, column 91: a finding has a value or is undefined, not both"
    ),
    (
      "policy: a\ncases: [{name: x, expect: {verdict: pass}, findings: [{measure: m, subject: model, value: 1, count: 1.5}]}]\n",
      "2, column 101: \"count\" expects a whole number, zero or more, not \"1.5\""
    ),
    (
      "policy: a\ncases: [{name: x, expect: {verdict: pass}, findings: [{measure: m, subject: model, value: 1, slice: sex}]}]\n",
      "2, column 101: \"slice\" expects a slice such as all or sex=2, not \"sex\""
    ),
  ])
  func `a file of tests that isn't one is refused at its place`(text: String, expected: String) {
    let error = #expect(throws: PolicyError.self) {
      _ = try PolicyTest(parsing: text, file: "cases.yaml")
    }
    #expect(error?.description == "cases.yaml, line " + expected)
  }
}
