internal import VaglioFindings

/// One test of the present interface.
enum EvidentlyTest {
  static func read(
    _ test: ImportNode, _ claim: EvidentlyClaim, into ledger: inout ImportLedger
  ) {
    let (condition, bound) = EvidentlyCondition.of(test)
    if test.member("is_critical")?.boolean == false {
      return ledger.leave(
        test, "a test that only warns; a gate that fails, fails the policy",
        instead: "put it into a policy of its own, and don't let that stop anything")
    }
    guard let bound, test.member("label_filters")?.isEmpty != false else {
      return ledger.leave(
        test, "no condition that is known", instead: "at-least or at-most with a number")
    }
    claim.judge(condition, at: bound, into: &ledger)
  }
}
