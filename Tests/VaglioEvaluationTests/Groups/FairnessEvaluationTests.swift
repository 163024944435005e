import Testing
import VaglioFindings
import VaglioTesting

@testable import VaglioEvaluation

struct FairnessEvaluationTests {
  private func groups(_ count: Int, of outcomes: BinaryOutcomes) -> [SliceRows] {
    (0..<count).map { group in
      SliceRows(
        slice: Slice([.init(column: "g", value: "\(group)")]),
        rows: (0..<Int32(outcomes.count)).filter { Int($0) % count == group })
    }
  }

  private func estimates(_ outcomes: BinaryOutcomes, _ groups: [SliceRows]) -> [Estimate] {
    FairnessEvaluation(columns: ["g"], level: .ninetyFivePercent)
      .findings(on: outcomes, groups: groups, subject: .model).map(\.estimate)
  }

  @Test func `every measure has a contract, a value in its range and an interval around it`() throws
  {
    let outcomes = BinaryOutcomes.drawn(rows: 600, seed: 3)
    let evaluation = FairnessEvaluation(columns: ["g"], level: .ninetyFivePercent)
    let findings = evaluation.findings(
      on: outcomes, groups: groups(4, of: outcomes), subject: .model)
    #expect(findings.map(\.measure) == evaluation.contracts.map(\.name))
    for (finding, contract) in zip(findings, evaluation.contracts) {
      let value = try #require(finding.estimate.value, "\(finding.measure)")
      let interval = try #require(finding.estimate.interval, "\(finding.measure)")
      #expect((contract.lowest...contract.highest).contains(value), "\(finding.measure)")
      #expect(interval.contains(value) && interval.width > 0, "\(finding.measure)")
    }
  }

  @Test func `relabelled groups in another order give the same`() {
    let outcomes = BinaryOutcomes.drawn(rows: 400, seed: 5)
    let own = groups(3, of: outcomes)
    #expect(estimates(outcomes, own) == estimates(outcomes, own.reversed()))
  }

  @Test func `rows in another order give the same`() {
    let outcomes = BinaryOutcomes.drawn(rows: 300, seed: 8)
    let turned = (0..<Int32(300)).reversed().map { $0 }
    let mirrored = groups(3, of: outcomes).map { group in
      SliceRows(slice: group.slice, rows: group.rows.map { 299 - $0 }.sorted())
    }
    #expect(
      estimates(outcomes, groups(3, of: outcomes)) == estimates(outcomes.taking(turned), mirrored))
  }

  @Test func `one group has nothing to be held against`() {
    let outcomes = BinaryOutcomes.drawn(rows: 100, seed: 1)
    #expect(estimates(outcomes, groups(1, of: outcomes)).isEmpty)
  }

  @Test func `a group without positives is left out of opportunity and named`() throws {
    let outcomes = BinaryOutcomes(
      labels: [1, 0, 1, 0, 0, 0, 1, 1, 0], scores: [0.9, 0.1, 0.2, 0.8, 0.7, 0.1, 0.9, 0.8, 0.3])
    let groups = [[0, 1, 2, 3], [4, 5], [6, 7, 8]].enumerated().map { group, rows in
      SliceRows(
        slice: Slice([.init(column: "g", value: "\(group)")]), rows: rows.map { Int32($0) })
    }
    let findings = FairnessEvaluation(columns: ["g"], level: .ninetyFivePercent)
      .findings(on: outcomes, groups: groups, subject: .model)
    let finding = try #require(
      findings.first { $0.measure == "equal_opportunity_difference[by=g]" })
    // True positive rates: ½ and 1.
    #expect(finding.estimate.value == 0.5)
    #expect(finding.notes == ["3 groups", "g=1 is left out: no row is positive"])
  }

  @Test func `the difference from all rows is diluted by the group's own share`() throws {
    // Group 0: 3 of 4 selected, group 1: 1 of 4; all: 4 of 8; both lie ¼ from it.
    let outcomes = BinaryOutcomes(
      labels: [1, 0, 1, 0, 1, 0, 1, 0], scores: [1, 1, 1, 0, 1, 0, 0, 0])
    let groups = [0..<4, 4..<8].enumerated().map { group, rows in
      SliceRows(
        slice: Slice([.init(column: "g", value: "\(group)")]), rows: rows.map { Int32($0) })
    }
    let findings = FairnessEvaluation(columns: ["g"], level: .ninetyFivePercent)
      .findings(on: outcomes, groups: groups, subject: .model)
    func value(_ name: String) -> Double? {
      findings.first { $0.measure == name }?.estimate.value
    }
    #expect(value("demographic_parity_difference[against=overall,by=g]") == 0.25)
    #expect(value("demographic_parity_ratio[against=overall,by=g]") == 0.5)
    #expect(value("demographic_parity_difference[by=g]") == 0.5)
  }

  @Test func `weighted rows are measured by their weights`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 200, seed: 4)
    let weighted = outcomes.weighted(
      Weights([Double](repeating: 2.5, count: 200), kind: .importance))
    let (plain, other) = (
      estimates(outcomes, groups(2, of: outcomes)), estimates(weighted, groups(2, of: outcomes))
    )
    for (one, two) in zip(plain, other) {
      #expect(abs(try #require(one.value) - (try #require(two.value))) < 1e-12)
    }
  }
}
