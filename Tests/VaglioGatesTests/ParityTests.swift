import Testing
import VaglioFindings
import VaglioGates

struct ParityTests {
  private let gate = "parity: {metric: selection_rate, slice: sex, ratio-at-least: 0.8}"

  private func rates(_ values: (String, Double)...) -> [Finding] {
    values.map { group, value in
      Sample.finding("selection_rate", .candidate, on: group, value, value - 0.02, value + 0.02)
    }
  }

  private func ratio(_ group: String, _ value: Double, _ half: Double) -> Finding {
    Sample.finding("selection_rate.ratio", .candidate, on: group, value, value - half, value + half)
  }

  @Test func `every group but the highest is judged, and the lowest is named`() throws {
    let verdict = try Sample.verdict(
      gate,
      on: rates(("sex=A", 0.45), ("sex=B", 0.50), ("sex=C", 0.30), ("sex=D", 0.40)) + [
        ratio("sex=A", 0.9, 0.05), ratio("sex=C", 0.6, 0.05), ratio("sex=D", 0.8, 0.05),
      ])
    #expect(verdict.judgements.map(\.slice.description) == ["sex=A", "sex=C", "sex=D"])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail, .inconclusive])
    #expect(verdict.judgements.map(\.findings) == [[4], [5], [6]])
    #expect(
      verdict.judgements[0].because == "the ratio of selection_rate on sex=A to the highest group "
        + "(sex=B) is 0.90 [0.85, 0.95], at least the required 0.8")
    #expect(
      verdict.judgements[1].because == "the ratio of selection_rate on sex=C to the highest group "
        + "(sex=B) is 0.60 [0.55, 0.65], below the required 0.8; it is the lowest of 4 groups")
  }

  @Test func `a ratio bound from above is the inverse bound from below`() throws {
    let findings = rates(("sex=A", 0.5), ("sex=B", 0.4)) + [ratio("sex=B", 0.8, 0.04)]
    let judged = try #require(
      try Sample.verdict(
        "parity: {metric: selection_rate, slice: sex, ratio-at-most: 1.4}", on: findings
      ).judgements.first)
    #expect(judged.ruling == .pass)
    #expect(judged.thresholds == [1 / 1.4])
    #expect(judged.because.hasSuffix("at least the 1/1.4 that a ratio of at most 1.4 requires"))
  }

  @Test func `a difference is judged on both sides`() throws {
    func verdict(_ value: Double) throws -> Ruling? {
      try Sample.verdict(
        "parity: {metric: recall, slice: sex, difference-at-most: 0.1}",
        on: [
          Sample.finding("recall", .candidate, on: "sex=A", 0.9, 0.88, 0.92),
          Sample.finding("recall", .candidate, on: "sex=B", 0.9 + value, 0, 1),
          Sample.finding(
            "recall.difference", .candidate, on: "sex=B", value, value - 0.03, value + 0.03),
        ]
      ).judgements.first?.ruling
    }
    #expect(try verdict(-0.05) == .pass)
    #expect(try verdict(-0.2) == .fail)
    #expect(try verdict(-0.1) == .inconclusive)
  }

  @Test func `groups that aren't compared are not evaluated`() throws {
    let verdict = try Sample.verdict(
      gate,
      on: rates(("sex=A", 0.5), ("sex=B", 0.4), ("sex=C", 0.3)) + [
        ratio("sex=B", 0.9, 0.01),
        Sample.undefined("selection_rate", .candidate, on: "sex=D", "no rows"),
        Sample.undefined("selection_rate.ratio", .candidate, on: "sex=C", "too few rows"),
      ])
    #expect(verdict.ruling == .inconclusive)
    #expect(verdict.judgements.map(\.ruling) == [.pass, .notEvaluated, .notEvaluated])
    #expect(
      verdict.judgements[1].because == "the ratio of selection_rate on sex=C to the highest group "
        + "(sex=A) is undefined: too few rows")
    #expect(
      verdict.judgements[2].because
        == "selection_rate on sex=D is not compared with the other groups: no rows")
  }

  @Test func `without groups or comparisons there is one judgement, with the remedy`() throws {
    #expect(
      try Sample.judgement(gate).because
        == "the record has no slices by sex; run the analysis again with --slice sex")
    #expect(
      try Sample.judgement(gate, on: rates(("sex=A", 0.5))[0]).because
        == "there is only one group by sex: sex=A")
    let two = rates(("sex=A", 0.5), ("sex=B", 0.4))
    let judged = try Sample.judgement(gate, on: two[0], two[1])
    #expect(judged.ruling == .notEvaluated)
    #expect(
      judged.because == "the record has no selection_rate.ratio by sex of the candidate; run the "
        + "analysis again with --metric selection_rate --slice sex and this policy")
  }
}
