import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct VerdictBannerTests {
  private func banner(_ ruling: Ruling, _ gates: [(Ruling, String)]) -> VerdictBanner {
    let judgements = gates.map { ruling, because in
      Judgement(
        rule: "no-worse", metric: "recall", slice: .all, ruling: ruling, because: because,
        findings: [], level: 0.95)
    }
    return VerdictBanner(
      dossier: Dossier(
        task: "binary", models: [], findings: Findings([]), measures: [], exhibits: [],
        verdict: Verdict(ruling: ruling, judgements: judgements),
        provenance: Provenance(vaglio: "0.1.0", seed: 0, data: [], options: [:])))
  }

  @Test func `the sentence is that of the gate which made the verdict`() {
    let banner = banner(
      .fail, [(.pass, "a"), (.inconclusive, "b"), (.fail, "recall fell by 0.02")])
    #expect(banner.sentence == "Recall fell by 0.02.")
    #expect(banner.word == "FAIL")
    #expect(banner.summary.hasPrefix("3 gates: 1 pass, 1 fail, 1 inconclusive. "))
  }

  @Test func `a verdict that no gate bears is told by the gravest gate`() {
    let banner = banner(.fail, [(.pass, "a"), (.inconclusive, "b"), (.notEvaluated, "no value")])
    #expect(banner.sentence == "No value.")
  }

  @Test func `a policy without gates is no pass`() {
    #expect(banner(.notEvaluated, []).sentence.contains("nothing could pass"))
  }
}
