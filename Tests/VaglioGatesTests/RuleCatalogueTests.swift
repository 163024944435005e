import Testing
import VaglioFindings
import VaglioGates

/// What holds of every rule.
struct RuleCatalogueTests {
  @Test func `rules are sorted and of different kinds`() {
    #expect(RuleCatalogue.kinds == RuleCatalogue.kinds.sorted())
    #expect(Set(RuleCatalogue.kinds).count == RuleCatalogue.kinds.count)
  }

  @Test(arguments: RuleCatalogue.kinds)
  func `the example of a rule is a gate of that rule`(kind: String) throws {
    let rule = try #require(RuleCatalogue.rule(kind))
    let policy = try Sample.policy([rule.documentation.example])
    #expect(policy.gates.map(\.kind) == [kind])
    try policy.check(
      measures: Sample.measures + [Sample.measure("average_precision", .higherIsBetter)])
  }

  @Test(arguments: RuleCatalogue.kinds)
  func `every option of a rule is documented, and no other is accepted`(kind: String) throws {
    let rule = try #require(RuleCatalogue.rule(kind))
    #expect(!rule.documentation.summary.isEmpty)
    #expect(rule.documentation.options.allSatisfy { !$0.summary.isEmpty && !$0.type.isEmpty })
    #expect(throws: PolicyError.self) { try Sample.policy(["\(kind): {no-such-option: 1}"]) }
  }

  @Test(arguments: RuleCatalogue.kinds)
  func `a record without findings is never a pass`(kind: String) throws {
    let rule = try #require(RuleCatalogue.rule(kind))
    for handling in Policy.InconclusiveHandling.allCases {
      let verdict = try Sample.verdict(
        rule.documentation.example, settings: "on-inconclusive: \(handling.rawValue)", on: [])
      #expect(verdict.ruling != .pass)
      #expect(!verdict.judgements.isEmpty)
      #expect(verdict.judgements.allSatisfy { $0.ruling == .notEvaluated && !$0.because.isEmpty })
    }
  }

  @Test(arguments: RuleCatalogue.kinds)
  func `a rule needs some finding, by which an analysis knows what to compute`(kind: String) throws
  {
    let rule = try #require(RuleCatalogue.rule(kind))
    #expect(try !Sample.policy([rule.documentation.example]).requirements.isEmpty)
  }
}
