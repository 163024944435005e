import FoundationEssentials
import Glibc
import Testing
import VaglioFindings

@testable import VaglioStatistics

/// All sequences of `count` coins with their probability when heads come with `p`.
func coinSequences(_ count: Int, p: Double) -> [(coins: [Double], probability: Double)] {
  (0..<(1 << count)).map { bits in
    let coins = (0..<count).map { Double((bits >> $0) & 1) }
    let heads = coins.reduce(0, +)
    return (coins, pow(p, heads) * pow(1 - p, Double(count) - heads))
  }
}

struct BettingTestTests {
  @Test(arguments: ["0.1", "0.25", "0.3"]) func `the adaptive test meets its formula`(m: String)
    throws
  {
    let golden = try SequentialFixture("evidence")
    var test = try AdaptiveBettingTest(
      MeanHypothesis(mean: try #require(Double(m)), alternative: .greater), alpha: 1e-300)
    let got = try golden.path(golden.numbers("unit")) {
      _ = try test.take([$0])
    } _: {
      test.logEValue
    }
    #expect(agree(got, golden["agrapa"][m]?.doubles ?? []))
  }

  @Test(arguments: MeanHypothesis.Alternative.allCases)
  func `the mixture test meets its formula`(alternative: MeanHypothesis.Alternative) throws {
    let golden = try SequentialFixture("evidence")
    var test = MixtureBettingTest(try MeanHypothesis(mean: 0.25, alternative: alternative))
    let got = try golden.path(golden.coins("coins")) {
      try test.add([$0])
    } _: {
      test.logEValue
    }
    #expect(agree(got, golden["mixture"][alternative.rawValue]?.doubles ?? []))
  }

  @Test(arguments: MeanHypothesis.Alternative.allCases)
  func `over all sequences of coins the expectation is 1`(
    alternative: MeanHypothesis.Alternative
  ) throws {
    // At the claimed mean bets are fair: Σ P(sequence)·E = 1 at every length, in exact arithmetic.
    let hypothesis = try MeanHypothesis(mean: 0.3, alternative: alternative)
    for length in [1, 2, 5, 12] {
      var (adaptive, mixture) = (0.0, 0.0)
      for (coins, probability) in coinSequences(length, p: 0.3) {
        var first = try AdaptiveBettingTest(hypothesis, alpha: 1e-300)
        _ = try first.take(coins)
        var second = MixtureBettingTest(hypothesis)
        try second.add(coins)
        adaptive += probability * exp(first.logEValue)
        mixture += probability * exp(second.logEValue)
      }
      // 4,096 additions to a sum near 1 err by 2⁻⁵³ each at most; twelve rows of the mixture lose
      // 12·2⁻⁵⁰ at most by rounding down.
      #expect(abs(adaptive - 1) < 4096 * 0x1p-53)
      #expect(abs(mixture - 1) < 4096 * 0x1p-53 + 12 * 0x1p-50)
    }
  }

  @Test func `within the claim bets lose on average`() throws {
    let hypothesis = try MeanHypothesis(allowed: 0.2...0.4, alternative: .different)
    for p in [0.2, 0.3, 0.4] {
      var expectation = 0.0
      for (coins, probability) in coinSequences(10, p: p) {
        var test = MixtureBettingTest(hypothesis)
        try test.add(coins)
        expectation += probability * exp(test.logEValue)
      }
      #expect(expectation < 1)
    }
  }

  @Test func `mixture states merge in any order to the bit`() throws {
    let values = try SequentialFixture("evidence").numbers("unit")
    let empty = MixtureBettingTest(try MeanHypothesis(mean: 0.3, alternative: .different))
    var (whole, merged) = (empty, empty)
    try whole.add(values)
    for start in stride(from: 350, through: 0, by: -50) {
      var part = empty
      try part.add(Array(values[start..<(start + 50)].reversed()))
      try merged.merge(part)
    }
    #expect(merged == whole && merged.logEValue == whole.logEValue)
    let saved = try JSONEncoder().encode(whole)
    #expect(try JSONDecoder().decode(MixtureBettingTest.self, from: saved) == whole)
    let other = MixtureBettingTest(try MeanHypothesis(mean: 0.3, alternative: .less))
    #expect(throws: SequentialError.differentSettings) { try merged.merge(other) }
  }

  @Test func `a mirrored stream mirrors the evidence`() throws {
    let values = try SequentialFixture("evidence").numbers("unit")
    var up = try AdaptiveBettingTest(
      MeanHypothesis(mean: 0.25, alternative: .greater), alpha: 1e-300)
    var down = try AdaptiveBettingTest(
      MeanHypothesis(mean: -0.25, range: -1...0, alternative: .less), alpha: 1e-300)
    _ = try up.take(values)
    _ = try down.take(values.map { -$0 })
    #expect(agree([up.logEValue], [down.logEValue], 1e-12))
  }

  @Test func `the start of evidence is near the change`() throws {
    var generator = SeededGenerator(62)
    let stream = (0..<6000).map { generator.uniform() < ($0 < 3000 ? 0.1 : 0.2) ? 1.0 : 0 }
    var test = try AdaptiveBettingTest(
      MeanHypothesis(mean: 0.1, alternative: .greater), alpha: 0.001)
    let taken = try test.take(stream)
    #expect(test.isAlarmed && taken > 3000)
    let start = try #require(test.startOfEvidence)
    // A lucky run after the change may climb more steeply than the change itself.
    #expect(abs(start - 3000) < 500)
  }

  @Test func `a claim at the end of the range is refused`() {
    for mean in [0, 1, 1.5, .nan] {
      #expect(throws: SequentialError.self) {
        try MeanHypothesis(mean: mean, alternative: .different)
      }
    }
    #expect(throws: SequentialError.self) { try MeanHypothesis(mean: 0, alternative: .greater) }
  }

  @Test func `long products neither overflow nor underflow`() {
    var product = ScaledProduct()
    for _ in 0..<4000 { product.multiply(by: 1.5) }
    #expect(agree([product.logarithm], [4000 * log(1.5)], 1e-12))
    #expect(product.reaches(1e300))
    for _ in 0..<12_000 { product.multiply(by: 0.5) }
    #expect(agree([product.logarithm], [4000 * log(1.5) + 12_000 * log(0.5)], 1e-12))
    #expect(!product.reaches(1e-300))
  }

  @Test func `fixed-point sums round each number down by itself`() throws {
    var sum = FixedPointSum()
    sum.add(-0x1p-60)
    // Down to −2⁻⁵⁰, never to 0.
    #expect(sum.value == -0x1p-50)
    for _ in 0..<1000 { sum.add(-7000) }
    #expect(sum.value == -7_000_000 - 0x1p-50)
    let saved = try JSONEncoder().encode(sum)
    #expect(try JSONDecoder().decode(FixedPointSum.self, from: saved) == sum)
  }
}

struct HarmfulShiftTestTests {
  @Test func `the paper's rule rings at the reference's rows`() throws {
    let golden = try SequentialFixture("evidence")
    let tolerances = [0, 0.02, 0.2]
    for (want, tolerance) in zip(try #require(golden["harmful_shift"].array), tolerances) {
      var test = try HarmfulShiftTest(
        sourceLosses: golden.coins("source"), tolerance: .absolute(tolerance), alpha: 0.05,
        method: .empiricalBernstein)
      #expect(agree([test.sourceBound], [want["bound"]?.double ?? .nan]))
      let taken = try test.take(golden.coins("target"))
      let row = want["rows"]?.number.map { Int($0) }
      #expect(test.isAlarmed == (row != nil))
      #expect(taken == row ?? 4000)
    }
  }

  @Test func `betting is faster than the paper's bound, the running average holds too`() throws {
    let golden = try SequentialFixture("evidence")
    var rows: [HarmfulShiftTest.Method: Int] = [:]
    for method in HarmfulShiftTest.Method.allCases {
      var test = try HarmfulShiftTest(
        sourceBound: 0.125, tolerance: .relative(0.1), targetAlpha: 0.025, method: method)
      #expect(test.limit == 0.1375)
      rows[method] = try test.take(golden.coins("target"))
      #expect(test.isAlarmed)
    }
    #expect(try #require(rows[.betting]) < #require(rows[.empiricalBernstein]))
  }

  @Test func `a source whose bounds have crossed counts with its last bound`() throws {
    let source = Array(repeating: 0.0, count: 2000) + Array(repeating: 1, count: 2000)
    var sequence = try EmpiricalBernsteinSequence(alpha: 0.05)
    try sequence.add(source)
    #expect(throws: Undefined.self) { try sequence.bounds() }
    let test = try HarmfulShiftTest(
      sourceLosses: source, tolerance: .absolute(0), alpha: 0.05)
    #expect(test.sourceBound > sequence.lowerBound && test.sourceBound < 1)
  }

  @Test func `limits beyond all losses and empty sources are refused`() {
    #expect(throws: SequentialError.self) {
      try HarmfulShiftTest(sourceBound: 0.9, tolerance: .absolute(0.2), targetAlpha: 0.05)
    }
    #expect(throws: SequentialError.self) {
      try HarmfulShiftTest(sourceLosses: [], tolerance: .absolute(0), alpha: 0.05)
    }
    #expect(throws: SequentialError.self) {
      try HarmfulShiftTest(sourceBound: 0.1, tolerance: .relative(.nan), targetAlpha: 0.05)
    }
  }
}

struct EValuesTests {
  @Test func `calibrators have expectation 1 over uniform p-values`() throws {
    // ∫₀¹ f(p) dp with p = e^(−u²), dp = 2u·e^(−u²) du, by Simpson's rule.
    func expectation(_ calibrator: (Double) throws -> Double) rethrows -> Double {
      let (steps, end) = (20_000, 20.0)
      var sum = 0.0
      for index in 1...steps {
        let u = end * Double(index) / Double(steps)
        let weight = index == steps ? 1.0 : index % 2 == 1 ? 4 : 2
        sum += weight * 2 * u * exp(-u * u) * (try calibrator(exp(-u * u)))
      }
      return sum * end / Double(steps) / 3
    }
    #expect(abs(try expectation { try EValues.eValue(ofP: $0, kappa: 0.5) } - 1) < 1e-6)
    // The tail beyond u = 20 is 1/u² for the mean over κ: ∫ 2/u³ du = 1/400.
    #expect(abs(try expectation { try EValues.eValue(ofP: $0) } - (1 - 1.0 / 400)) < 1e-5)
  }

  @Test func `a case by hand`() throws {
    // p = 1/e: (1 − 2/e)/(1/e) = e − 2.
    #expect(agree([try EValues.eValue(ofP: exp(-1))], [M_E - 2], 1e-14))
    // ½·0.04^(−½) = 2.5.
    #expect(agree([try EValues.eValue(ofP: 0.04, kappa: 0.5)], [2.5], 1e-14))
    #expect(try EValues.eValue(ofP: 0) == .infinity && EValues.eValue(ofP: 1) == 0.5)
    #expect(try EValues.pValue(ofE: 20) == 0.05 && EValues.pValue(ofE: 0) == 1)
    #expect(try EValues.mean([1, 3, 5], weights: [1, 1, 2]) == 3.5)
    #expect(agree([try EValues.logMean([log(2), log(4)])], [log(3)], 1e-14))
    #expect(try EValues.logMean([-.infinity, -.infinity]) == -.infinity)
  }

  @Test func `the mean calibrator is smooth where its series takes over`() throws {
    for p in [0.98, 0.990_04, 0.990_05, 0.990_06, 0.995, 0.999_999] {
      let x = log(p)
      var (term, sum) = (0.5, 0.0)
      for order in 0..<30 {
        sum += term
        term *= -x / Double(order + 3)
      }
      // The quotient loses the digits of x² there: 2⁻⁵³/10⁻⁴.
      #expect(agree([try EValues.eValue(ofP: p)], [sum], 4e-12))
    }
  }

  @Test func `what is no p-value, e-value or weight is refused`() {
    #expect(throws: SequentialError.self) { try EValues.eValue(ofP: 1.1) }
    #expect(throws: SequentialError.self) { try EValues.eValue(ofP: .nan) }
    #expect(throws: SequentialError.self) { try EValues.eValue(ofP: 0.5, kappa: 1) }
    #expect(throws: SequentialError.self) { try EValues.pValue(ofE: -1) }
    #expect(throws: SequentialError.self) { try EValues.mean([]) }
    #expect(throws: SequentialError.self) { try EValues.mean([1, .nan]) }
    #expect(throws: SequentialError.self) { try EValues.mean([1], weights: [1, 2]) }
  }
}
