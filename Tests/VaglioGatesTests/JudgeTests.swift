import Testing
import VaglioFindings
import VaglioGates

/// Levels, multiplicity, and what the rulings say together.
struct JudgeTests {
  /// A gate on slices, and findings that are `deviates` standard errors of 0.01 above the value.
  private let gate = "at-least: {metric: recall, value: 0.5, slices: [s]}"

  private func findings(_ deviates: [Double]) -> [Finding] {
    deviates.enumerated().map { index, deviate in
      let (value, half) = (0.5 + deviate * 0.01, 0.01 * Sample.z95)
      return Sample.finding(
        "recall", .candidate, on: "s=\(index)", value, value - half, value + half)
    }
  }

  private func verdict(_ multiplicity: String, _ deviates: Double...) throws -> Verdict {
    try Sample.verdict(
      gate, settings: "multiplicity: \(multiplicity)", on: findings(deviates))
  }

  // Two-sided tails: 3 → 0.0027, 2.2 → 0.0278, 2 → 0.0455, 1 → 0.317, −3 → 0.0027.

  @Test func `without correction every claim is decided at the policy's level`() throws {
    let verdict = try verdict("none", 3, 2.2, 2, 1)
    #expect(verdict.judgements.map(\.ruling) == [.pass, .pass, .pass, .inconclusive])
    #expect(verdict.judgements.allSatisfy { $0.level == 0.95 })
  }

  @Test func `Holm steps down until a claim stays open`() throws {
    // 0.0027 ≤ 0.05/4 passes; 0.0278 > 0.05/3 stops: 3 is decided, the others stay open at 0.05/3.
    let verdict = try verdict("holm", 1, 2.2, 3, 2)
    #expect(
      verdict.judgements.map(\.ruling) == [.inconclusive, .inconclusive, .pass, .inconclusive])
    for (judgement, tail) in zip(verdict.judgements, [0.05 / 3, 0.05 / 3, 0.05 / 4, 0.05 / 3]) {
      #expect((judgement.level - (1 - tail)).magnitude < 1e-15)
    }
    #expect(
      verdict.judgements[2].because == "recall on s=2 is 0.530 [0.505, 0.555], at least the "
        + "required 0.5; decided at the 98.75 % level (Holm, 4 claims)")
  }

  @Test func `Holm goes on to the policy's level when every claim is decided`() throws {
    // Tails 0.0027, 0.0124 ≤ 0.05/2 and 0.0455 ≤ 0.05, one of them a fail.
    let verdict = try verdict("holm", 2.5, -3, 2)
    #expect(verdict.judgements.map(\.ruling) == [.pass, .fail, .pass])
    #expect(verdict.judgements[2].level == 0.95)
  }

  @Test func `Benjamini and Hochberg decide up to the largest rank that holds`() throws {
    // Sorted 0.0027, 0.0278, 0.0455, 0.317 against 0.0125, 0.025, 0.0375, 0.05: rank 1 only.
    let one = try verdict("benjamini-hochberg", 3, 2.2, 2, 1)
    #expect(one.judgements.map(\.ruling) == [.pass, .inconclusive, .inconclusive, .inconclusive])
    #expect((one.judgements[1].level - 0.975).magnitude < 1e-15)
    // 0.0278, 0.0278 and 0.0455 against 0.0167, 0.0333, 0.05: rank 3, though rank 1 misses.
    let all = try verdict("benjamini-hochberg", 2.2, 2, 2.2)
    #expect(all.judgements.map(\.ruling) == [.pass, .pass, .pass])
    #expect(all.judgements.allSatisfy { $0.level == 0.95 })
  }

  @Test func `a family is the gates of one kind, and a family of one needs no correction`() throws {
    let findings = findings([2]) + [Sample.finding("recall", .candidate, 0.4, 0.3, 0.499)]
    let verdict = try Sample.verdict(
      gate, "at-most: {metric: recall, value: 0.5}", settings: "multiplicity: holm", on: findings)
    #expect(verdict.judgements.map(\.ruling) == [.pass, .pass])
    #expect(verdict.judgements.map(\.level) == [0.95, 0.95])
    let two = try Sample.verdict(
      gate, "at-least: {metric: recall, value: 0.2}", settings: "multiplicity: holm", on: findings)
    #expect(two.judgements[0].because.contains("(Holm, 2 claims)"))
  }

  @Test func `claims that can't be evaluated don't count in the family`() throws {
    let verdict = try Sample.verdict(
      gate, settings: "multiplicity: holm",
      on: findings([2]) + [Sample.undefined("recall", .candidate, on: "s=x", "no rows")])
    #expect(verdict.judgements.map(\.ruling) == [.pass, .notEvaluated])
    #expect(verdict.judgements[0].level == 0.95)
  }

  @Test func `claims of equal p-value are decided alike`() throws {
    let verdict = try verdict("holm", 2.3, 2.3, 2.3)
    #expect(Set(verdict.judgements.map(\.ruling)).count == 1)
  }

  @Test func `another level is read off the curve`() throws {
    // 99 %: z = 2.5758; 2.5 standard errors don't suffice, 2.6 do.
    let verdict = try Sample.verdict(gate, settings: "confidence: 0.99", on: findings([2.5, 2.6]))
    #expect(verdict.judgements.map(\.ruling) == [.inconclusive, .pass])
    #expect(verdict.judgements[1].level == 0.99)
    #expect(verdict.judgements[1].because.hasPrefix("recall on s=1 is 0.5260 [0.5002, 0.5518]"))
  }

  @Test func `without a curve only the interval's own level can decide`() throws {
    let finding = Sample.finding("recall", .candidate, 0.6, 0.55, 0.65, curve: false)
    let gate = "at-least: {metric: recall, value: 0.5}"
    #expect(try Sample.judgement(gate, on: finding).ruling == .pass)
    let other = try Sample.judgement(gate, settings: "confidence: 0.9", on: finding)
    #expect(other.ruling == .notEvaluated)
    #expect(
      other.because == "the record holds the interval of recall at 95 % only; run the analysis "
        + "again with --confidence 0.9")
    let corrected = try Sample.judgement(gate, settings: "multiplicity: holm", on: finding)
    #expect(corrected.ruling == .notEvaluated)
    #expect(
      corrected.because == "the record keeps the interval of recall at one level only, which can't "
        + "be corrected for multiplicity; run the analysis again, or set multiplicity: none")
  }

  @Test func `a curve that ends too early decides nothing it can't know`() throws {
    func judged(_ value: Double) throws -> Judgement {
      let interval = Interval(
        lower: value - 0.02, upper: value + 0.02, level: .ninetyFivePercent, method: "bootstrap")
      let curve = ConfidenceCurve(
        lower: [0, 0.5, 1, 1.5, 2].map { value - 0.01 * $0 },
        upper: [0, 0.5, 1, 1.5, 2].map { value + 0.01 * $0 })
      return try Sample.judgement(
        "at-least: {metric: recall, value: 0.5}", settings: "confidence: 0.999",
        on: Finding(
          measure: "recall", subject: .candidate,
          estimate: .value(value, Uncertainty(interval: interval, curve: curve)), count: 100))
    }
    // At its widest the interval still excludes 0.5; whether the 99.9 % one does isn't known.
    let decided = try judged(0.53)
    #expect(decided.ruling == .notEvaluated)
    #expect(
      decided.because == "the intervals of recall reach only the 95.45 % level, and 99.9 % would "
        + "decide; run the analysis again with --confidence 0.999 and more --resamples")
    // Here it is open already, and wider ones are too.
    #expect(try judged(0.51).ruling == .inconclusive)
  }

  @Test(arguments: [
    (Policy.InconclusiveHandling.report, [Ruling.pass, .fail, .inconclusive, .inconclusive]),
    (.pass, [.pass, .fail, .pass, .inconclusive]),
    (.fail, [.pass, .fail, .fail, .fail]),
  ])
  func `the verdict follows the worst gate`(
    handling: Policy.InconclusiveHandling, expected: [Ruling]
  ) throws {
    let pass = Sample.finding("recall", .candidate, 0.8, 0.7, 0.9)
    let others = [
      Sample.finding("precision", .candidate, 0.8, 0.7, 0.9),
      Sample.finding("precision", .candidate, 0.2, 0.1, 0.3),
      Sample.finding("precision", .candidate, 0.5, 0.4, 0.6),
      Sample.undefined("precision", .candidate, "nothing is predicted positive"),
    ]
    let rulings = try others.map { other in
      try Sample.verdict(
        "at-least: {metric: recall, value: 0.5}", "at-least: {metric: precision, value: 0.5}",
        settings: "on-inconclusive: \(handling.rawValue)", on: [pass, other]
      ).ruling
    }
    #expect(rulings == expected)
  }

  @Test func `hostile numbers in a record are told, not trapped on`() throws {
    for extreme in [Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e300, 1e-300] {
      let finding = Sample.finding(
        "recall", .difference, 0, -extreme, extreme, count: 1 << 53)
      for gate in ["equivalent", "no-worse"] {
        let judged = try Sample.judgement(
          "\(gate): {metric: recall, margin: 1e-290}", settings: "confidence: 0.9", on: finding)
        #expect(!judged.because.isEmpty)
      }
    }
  }
}
