import Testing
import VaglioFindings

@testable import VaglioAttribution

@Suite struct RankedAttributionsTests {
  static func diagonal(_ variances: [Double]) -> [Double] {
    (0..<variances.count * variances.count).map { index in
      index % (variances.count + 1) == 0 ? variances[index / (variances.count + 1)] : 0
    }
  }

  @Test func `places far apart are verified, near ones tied`() {
    // 10 against 5 and 0.1 with errors of 1: 5/√2 = 3.5 deviates; 5 against 4.9: 0.07.
    let ranked = RankedAttributions(
      values: [5, -10, 4.9, 0.1], covariances: Self.diagonal([1, 1, 1, 1]))
    #expect(ranked.order == [1, 0, 2, 3])
    #expect(ranked.verifiedCount == 1)
    #expect(ranked.isSeparated(top: 1))
    #expect(!ranked.isSeparated(top: 2))
    // 4.9 less 0.1 is 3.4 deviates.
    #expect(ranked.isSeparated(top: 3))
    #expect(ranked.tiers == [[1], [0, 2], [3]])
  }

  @Test func `exact attributions are verified all, equal ones tied`() {
    let none = Self.diagonal([0, 0, 0])
    #expect(RankedAttributions(values: [1, 3, 2], covariances: none).verifiedCount == 3)
    let tied = RankedAttributions(values: [2, 3, -2], covariances: none)
    #expect(tied.order == [1, 0, 2])
    #expect(tied.verifiedCount == 1)
    #expect(tied.tiers == [[1], [0, 2]])
  }

  @Test func `errors that go together separate, opposed ones tie`() {
    // Var(φ₁ − φ₂) = 1 + 1 − 2·0.99 = 0.02, but Var(φ₁ + φ₂) = 3.98: the sum is 21 of them away.
    let together = RankedAttributions(values: [21, 20], covariances: [1, 0.99, 0.99, 1])
    #expect(together.verifiedCount == 2)
    let opposed = RankedAttributions(values: [21, 20], covariances: [1, -0.99, -0.99, 1])
    #expect(opposed.verifiedCount == 0)
  }

  @Test func `without covariances less is verified`() {
    // 3 deviates of independent errors (4.3/√2), but 4.3/2 of errors that may be opposed.
    let values = [10, 5.7]
    #expect(
      RankedAttributions(values: values, covariances: Self.diagonal([1, 1])).verifiedCount == 2)
    #expect(RankedAttributions(values: values, standardErrors: [1, 1]).verifiedCount == 2)
    #expect(RankedAttributions(values: [10, 6.5], standardErrors: [1, 1]).verifiedCount == 0)
    #expect(
      RankedAttributions(values: [10, 6.5], covariances: Self.diagonal([1, 1])).verifiedCount == 2)
  }

  @Test func `one feature has its place`() {
    let ranked = RankedAttributions(values: [1], covariances: [4])
    #expect(ranked.verifiedCount == 1)
    #expect(ranked.isSeparated(top: 1))
    #expect(ranked.tiers == [[0]])
  }

  @Test func `few features' order is rarely verified wrongly`() {
    // Ties at the top, in the middle and everywhere: 800 draws of four features each.
    for truth in [[3.0, 3, 3, 3], [5, 5, 1, 1], [4, 3.5, 3.5, 0], [1, -1, 0, 0]] {
      var drawn = SeededRows(seed: UInt64(truth[0] * 10 + truth[3]))
      var wrong = 0
      for _ in 0..<800 {
        let values = truth.map { $0 + 0.5 * drawn.normal() }
        let ranked = RankedAttributions(
          values: values, covariances: Self.diagonal([0.25, 0.25, 0.25, 0.25]))
        let isWrong = (0..<ranked.verifiedCount).contains { place in
          ranked.order[(place + 1)...].contains {
            abs(truth[ranked.order[place]]) <= abs(truth[$0])
          }
        }
        if isWrong { wrong += 1 }
      }
      // 5 % and four standard errors of 800 tosses.
      #expect(wrong < 40 + 4 * 7)
    }
  }

  @Test func `sampled attributions are ranked with their covariances`() throws {
    let found = try SampledExplainer(
      model: SampledExplainerTests.tangled, background: SampledExplainerTests.rows(1, 6)
    ).attributions(
      of: SampledExplainerTests.rows(2, 3), method: .permutations,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 600), keepsCovariances: true)
    let coalitions = found.ranking(row: 0, output: 0, coalitionsOnly: true)
    let all = found.ranking(row: 0, output: 0)
    #expect(coalitions.order == all.order)
    #expect(coalitions.verifiedCount >= all.verifiedCount)
    // Attributions against this background add up, so that every line of their covariances does to
    // 0; the diagonal holds the squared errors.
    let covariances = try #require(found.covariances)
    let errors = try #require(found.attributions.errors?.coalitions)
    for line in errors.indices {
      let own = covariances.coalitions[line * 7..<line * 7 + 7]
      #expect(abs(own.reduce(0, +)) < 1e-12)
      #expect(abs(own[line * 7 + line % 7] - errors[line] * errors[line]) < 1e-12)
      // The background's come on top, but for the noise in telling both.
      #expect(covariances.total[line * 7 + line % 7] >= 0)
    }
  }
}
