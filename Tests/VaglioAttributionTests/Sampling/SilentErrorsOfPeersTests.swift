import Testing
import VaglioModels

@testable import VaglioAttribution

/// What model-agnostic explainers in use get wrong without a word.
@Suite struct SilentErrorsOfPeersTests {
  /// Fifty features, each of which counts.
  static let model = ClosureModel(50) { (x: [Double]) -> Double in
    var sum = 0.0
    for (index, value) in x.enumerated() { sum += Double(index % 5 + 1) * value }
    return sum + x[0] * x[1] * x[2]
  }

  @Test(arguments: [SamplingMethod.permutations, .kernel])
  func `every one of fifty features that count gets its share`(method: SamplingMethod) throws {
    // shap's KernelExplainer keeps ten by its default of l1_reg.
    let explainer = try SampledExplainer(
      model: Self.model, background: SampledExplainerTests.rows(5, 4, columns: 50))
    let found = try explainer.attributions(
      of: SampledExplainerTests.rows(6, 1, columns: 50), method: method,
      budget: SamplingBudget(evaluationsPerRow: 2000)
    ).attributions
    #expect(found.values.allSatisfy { abs($0) > 1e-6 })
  }

  @Test func `a background of a thousand rows counts whole`() throws {
    // shap cuts an independent background to its first hundred: here they are 0, all others 1.
    let background = FeatureMatrix(
      numbers: (0..<3).map { _ in (0..<1000).map { $0 < 100 ? 0 : 1 } })
    let found = try SampledExplainer(
      model: ClosureModel(3) { $0[0] + 2 * $0[1] + 3 * $0[2] }, background: background
    ).attributions(of: FeatureMatrix(numbers: [[2], [2], [2]])).attributions
    // 2 less the mean 0.9, by each coefficient.
    for (value, expected) in zip(found.values, [1.1, 2.2, 3.3]) {
      // Sums of a thousand terms below 7.
      #expect(abs(value - expected) < 1000 * 7 * 0x1p-53)
    }
    #expect(abs(found.baseValues[0] - 5.4) < 1000 * 7 * 0x1p-53)
  }

  @Test func `errors are those of means of pairs, and shrink with their number`() throws {
    // shap's error_bounds are standard deviations of half pairs, which don't shrink.
    let explainer = try SampledExplainer(
      model: Self.model, background: SampledExplainerTests.rows(5, 4, columns: 50))
    func largest(_ rounds: Int) throws -> Double {
      try explainer.attributions(
        of: SampledExplainerTests.rows(6, 1, columns: 50), method: .permutations,
        budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + rounds * 4 * 98)
      ).account.largestErrors[0]
    }
    // A sixteenth of the variance, told by 12 and 252 degrees of freedom.
    let ratio = try largest(4) / largest(64)
    #expect(ratio > 2 && ratio < 8)
  }

  @Test func `ten thousand features are explained within memory`() throws {
    let model = ClosureModel(10_000) { $0[17] * 2 + $0[9_999] }
    var drawn = SeededRows(seed: 1)
    let background = FeatureMatrix(
      numbers: (0..<10_000).map { $0 % 1000 == 17 || $0 == 9_999 ? [drawn.number()] : [0] })
    let row = FeatureMatrix(
      numbers: (0..<10_000).map { $0 % 1000 == 17 || $0 == 9_999 ? [drawn.number()] : [0] })
    let found = try SampledExplainer(model: model, background: background)
      .attributions(
        of: row, method: .permutations,
        budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 100)
      ).attributions
    // Eleven features differ; two count.
    #expect(found.values.count { $0 != 0 } == 2)
  }
}
