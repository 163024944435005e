import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct ParitySectionTests {
  private func dossier(_ measure: String, limit: Double?) -> Dossier {
    let findings = Findings([
      SampleDossier.finding(
        measure, .model, 0.86, 0.04, "wilson", slice: SampleDossier.slice("sex", "2"))
    ])
    let judgements = limit.map {
      [
        Judgement(
          rule: "parity", metric: "selection_rate", slice: SampleDossier.slice("sex", "2"),
          ruling: .pass, because: "", findings: [0], thresholds: [$0], level: 0.95)
      ]
    }
    return Dossier(
      task: "binary", models: [.init(role: .model, name: "m")], findings: findings, measures: [],
      exhibits: [], verdict: judgements.map { Verdict(ruling: .pass, judgements: $0) },
      provenance: Provenance(vaglio: "0.1.0", seed: 0, data: [], options: [:]))
  }

  private func chart(_ measure: String, limit: Double?) throws -> Chart {
    let blocks = ParitySection().blocks(for: dossier(measure, limit: limit))
    guard case .charts(let charts) = try #require(blocks.last) else {
      throw Undefined("no chart")
    }
    return try #require(charts.first)
  }

  @Test func `a limit on the ratio is not drawn among differences`() throws {
    let findings = Findings(
      ["selection_rate.ratio", "selection_rate.difference"].map {
        SampleDossier.finding(
          $0, .model, 0.86, 0.04, "wilson", slice: SampleDossier.slice("sex", "2"))
      })
    let gate = Judgement(
      rule: "parity", metric: "selection_rate", slice: SampleDossier.slice("sex", "2"),
      ruling: .pass, because: "", findings: [0], thresholds: [0.8], level: 0.95)
    let dossier = Dossier(
      task: "binary", models: [.init(role: .model, name: "m")], findings: findings, measures: [],
      exhibits: [], verdict: Verdict(ruling: .pass, judgements: [gate]),
      provenance: Provenance(vaglio: "0.1.0", seed: 0, data: [], options: [:]))
    let titles = ParitySection().blocks(for: dossier).flatMap { block -> [String] in
      guard case .charts(let charts) = block else { return [] }
      return charts.map(\.title)
    }
    #expect(titles.count == 2)
    #expect(titles[0].hasSuffix("with the gate's limit of 0.8"))
    #expect(!titles[1].contains("limit"))
  }

  @Test(arguments: ["selection_rate.ratio", "selection_rate.difference"])
  func `groups are drawn beside the gate's limit, or beside parity`(measure: String) throws {
    let limited = try chart(measure, limit: 0.8)
    #expect(limited.title.hasSuffix("with the gate's limit of 0.8"))
    #expect(limited.alternative.contains("sex=2: model 0.86 ± 0.04"))
    #expect(try chart(measure, limit: nil).caption == "The dashed line is parity.")
  }
}
