import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct LabelPlanTests {
  private func plan(
    _ count: Int, budget: Int, seed: UInt64 = 1, keys: [UInt64]? = nil, uniformShare: Double = 0.2
  ) throws -> LabelPlan {
    let keys = keys ?? (0..<count).map { UInt64($0) }
    return try LabelPlan(
      keys: keys, uncertainty: keys.map { Double($0 % 7) }, budget: budget,
      uniformShare: uniformShare, seed: seed)
  }

  @Test func `the plan does not hang on the order of rows`() throws {
    let keys = (0..<500).map { UInt64($0) }
    let (plain, other) = (
      try plan(500, budget: 40), try plan(500, budget: 40, keys: keys.reversed())
    )
    #expect(plain.entries.map(\.key) == other.entries.map(\.key))
    #expect(plain.entries.map(\.rank) == other.entries.map(\.rank))
    #expect(plain.threshold == other.threshold)
  }

  @Test func `a smaller budget is the beginning of a greater one`() throws {
    let (small, great) = (try plan(300, budget: 20), try plan(300, budget: 60))
    #expect(try great.prefix(20).entries == small.entries)
    #expect(try great.prefix(20).threshold == small.threshold)
  }

  /// Gauss–Legendre nodes and weights on [0, 1], exact for polynomials up to degree 15.
  private static let gauss: [(Double, Double)] = {
    let nodes: [Double] = [
      0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363,
    ]
    let weights: [Double] = [
      0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763,
    ]
    var rule: [(Double, Double)] = []
    for (node, weight) in zip(nodes, weights) {
      rule.append(((1 - node) / 2, weight / 2))
      rule.append(((1 + node) / 2, weight / 2))
    }
    return rule
  }()

  /// The expectation of a plan's estimate over every sample of k = 2 of four rows, integrated over the
  /// rank of the first row left out.
  ///
  /// Ranks are exponential with rates a. With v = e^(−τ) sample S, threshold row t and the rest R
  /// have the density Π_S(1 − v^a)·a_t v^(a_t − 1)·Π_R v^a, a polynomial in v for whole rates.
  private func expectation(_ value: (_ sample: [Int], _ inclusion: [Double]) -> Double) -> Double {
    let rates = [1.0, 2, 1, 3]
    var sum = 0.0
    for first in 0..<4 {
      for second in first + 1..<4 {
        for t in 0..<4 where t != first && t != second {
          for (v, weight) in Self.gauss {
            let π: [Double] = [first, second].map { 1 - pow(v, rates[$0]) }
            var density: Double = π[0] * π[1] * rates[t] * pow(v, rates[t] - 1)
            for rest in 0..<4 where rest != first && rest != second && rest != t {
              density *= pow(v, rates[rest])
            }
            sum += weight * density * value([first, second], π)
          }
        }
      }
    }
    return sum
  }

  /// Σ of a row's number over its inclusion, over four.
  private func weighed(_ values: [Double], _ sample: [Int], _ inclusion: [Double]) -> Double {
    var sum = 0.0
    for (row, π) in zip(sample, inclusion) { sum += values[row] / π }
    return sum / 4
  }

  @Test func `the estimate is unbiased by enumeration of all samples`() {
    let losses = [0.3, 1.7, 4.0, 0.9]
    // All samples together have probability 1.
    #expect(abs(expectation { _, _ in 1 } - 1) < 1e-14)
    let mean = expectation { weighed(losses, $0, $1) }
    #expect(abs(mean - 6.9 / 4) < 1e-13)
    // With guesses: the guesses' mean and the weighted differences.
    let guesses: [Double] = [0.5, 1, 3, 1]
    let excess = zip(losses, guesses).map { $0 - $1 }
    let corrected = expectation { 5.5 / 4 + weighed(excess, $0, $1) }
    #expect(abs(corrected - 6.9 / 4) < 1e-13)
  }

  @Test func `the variance is unbiased by enumeration of all samples`() {
    let losses = [0.3, 1.7, 4.0, 0.9]
    let second = expectation { sample, π in
      let mean = weighed(losses, sample, π)
      return mean * mean
    }
    let stated = expectation { sample, π in
      var sum = 0.0
      for (row, own) in zip(sample, π) {
        let scaled = losses[row] / own / 4
        sum += (1 - own) * scaled * scaled
      }
      return sum
    }
    let truth = second - (6.9 / 4) * (6.9 / 4)
    // The ratios (1 − v³)/(1 − v) are polynomials, (1 − v)/(1 − v³) is smooth: 8 nodes give 6 digits.
    #expect(abs(stated - truth) < 1e-5 * truth)
  }

  @Test func `the code is the formula`() throws {
    let plan = try plan(50, budget: 6)
    let losses: [Double] = plan.entries.map { Double($0.row) / 10 }
    let result = try plan.meanLoss(losses, level: .ninetyFivePercent)
    var expected = 0.0
    for (entry, loss) in zip(plan.entries, losses) { expected += loss / entry.inclusion / 50 }
    #expect(abs((result.estimate.value ?? 0) - expected) < 1e-12)
    #expect(result.isUnbiased && result.count == 6)
    for entry in plan.entries {
      let inclusion: Double = 1 - exp(-entry.share * plan.threshold)
      #expect(abs(entry.inclusion - inclusion) < 1e-12)
    }
  }

  @Test func `labels of the plan's beginning are a plan of their own`() throws {
    let plan = try plan(200, budget: 30)
    let losses = plan.entries.map { Double($0.row % 3) }
    let partial = try plan.meanLoss(
      losses.enumerated().map { $0 < 12 ? $1 : nil }, level: .ninetyFivePercent)
    let own = try plan.prefix(12).meanLoss(
      losses.prefix(12).map { $0 }, level: .ninetyFivePercent)
    #expect(partial.estimate == own.estimate && partial.isUnbiased)
  }

  @Test func `labels out of order are weighed to the whole, and it is said`() throws {
    let plan = try plan(200, budget: 30)
    var losses = [Double?](repeating: nil, count: 30)
    for place in stride(from: 0, to: 30, by: 2) { losses[place] = 0.7 + 0.1 * Double(place % 3) }
    let result = try plan.meanLoss(losses, level: .ninetyFivePercent)
    #expect(!result.isUnbiased)
    #expect(result.notes.contains { $0.contains("out of the plan's order") })
    #expect((0.7...0.9).contains(result.estimate.value ?? 0))
  }

  @Test func `all rows labelled give the mean without error`() throws {
    let plan = try plan(10, budget: 10)
    let result = try plan.meanLoss(
      plan.entries.map { Double($0.row) }, level: .ninetyFivePercent)
    #expect(result.estimate.value == 4.5)
    #expect(result.estimate.interval?.width == 0)
  }

  @Test func `a plan that was written down is read back`() throws {
    let plan = try plan(100, budget: 9)
    let again = try LabelPlan(
      entries: plan.entries.map { ($0.row, $0.key, $0.share, $0.rank) }, threshold: plan.threshold,
      population: 100, seed: 1)
    #expect(again == plan)
  }

  @Test func `misuse is refused by name`() throws {
    #expect(throws: WithoutLabelsError.repeatedKey(first: 1, second: 3)) {
      try LabelPlan(keys: [5, 6, 5], uncertainty: [1, 1, 1], budget: 2, seed: 1)
    }
    #expect(throws: WithoutLabelsError.unusable("a plan needs a budget of at least 2 labels")) {
      try LabelPlan(keys: [5, 6, 7], uncertainty: [1, 1, 1], budget: 1, seed: 1)
    }
    #expect(throws: WithoutLabelsError.unusable("row 2: the uncertainty nan is not usable")) {
      try LabelPlan(keys: [5, 6, 7], uncertainty: [1, .nan, 1], budget: 2, seed: 1)
    }
    let plan = try plan(20, budget: 5)
    #expect(throws: WithoutLabelsError.tooFewRows(part: "labelled data", count: 1, fewest: 2)) {
      try plan.meanLoss([1, nil, nil, nil, nil], level: .ninetyFivePercent)
    }
    #expect(throws: WithoutLabelsError.notFinite(part: "guesses", row: 3)) {
      try plan.meanLoss(
        [1, 2, nil, nil, nil], guesses: (0..<20).map { $0 == 2 ? .nan : 0 },
        level: .ninetyFivePercent)
    }
    for row in [-1, 20] {
      #expect(throws: WithoutLabelsError.self) {
        try LabelPlan(
          entries: [
            (row: 3, key: 3, share: 0.1, rank: 1), (row: row, key: 4, share: 0.1, rank: 2),
          ],
          threshold: 3, population: 20, seed: 1)
      }
    }
    #expect(throws: WithoutLabelsError.notFinite(part: "labelled rows", row: 2)) {
      try plan.meanLoss([1, .infinity, nil, nil, nil], level: .ninetyFivePercent)
    }
  }

  @Test func `a loss is as uncertain as a coin that stakes the difference`() throws {
    // Brier at score s: (1 − s)² if positive, s² if not; √(p(1 − p))·|1 − 2s|.
    let scores = [0.9, 0.2] + [Double](repeating: 0.5, count: 18)
    var probabilities = scores
    (probabilities[0], probabilities[1]) = (0.6, 0.3)
    let loss = try ExpectedLoss(
      of: .brierScore, on: UnlabelledScores(scores), probabilities: [probabilities],
      like: BinaryOutcomes(labels: [], scores: []))
    let expected: [Double] = [0.6 * 0.01 + 0.4 * 0.81, 0.24.squareRoot() * 0.8]
    #expect(abs(loss.means[0] - expected[0]) < 1e-12)
    #expect(abs(loss.deviations[0] - expected[1]) < 1e-12)
    #expect(abs(loss.deviations[1] - 0.21.squareRoot() * 0.6) < 1e-12)
    #expect(loss.deviations[5] == 0)
  }
}
