import Testing
import VaglioModels

@testable import VaglioAttribution

@Suite struct SamplingDeterminismTests {
  @Test(arguments: [
    SamplingMethod.exact, .permutations, .kernel, .owen(groupOfPlayer: [0, 1, 1, 2, 2, 2, 0]),
  ])
  func `batches and threads change no byte`(method: SamplingMethod) throws {
    let model = SampledExplainerTests.tangled
    let (background, rows) = (SampledExplainerTests.rows(1, 6), SampledExplainerTests.rows(2, 3))
    let budget = SamplingBudget(tolerance: nil, evaluationsPerRow: 800)
    func explained(threads: Int, batch: Int) throws -> SampledAttributions {
      try SampledExplainer(model: model, background: background, threads: threads)
        .attributions(
          of: rows, method: method, budget: budget, keepsCovariances: true, batch: batch)
    }
    let first = try explained(threads: 1, batch: 1 << 14)
    for (threads, batch) in [(2, 1 << 14), (1, 1), (2, 7), (1, 100)] {
      #expect(try explained(threads: threads, batch: batch) == first)
    }
  }

  @Test(arguments: [SamplingMethod.permutations, .kernel])
  func `a row's attributions hang on its key, not on the rows beside it`(
    method: SamplingMethod
  ) throws {
    let explainer = try SampledExplainer(
      model: SampledExplainerTests.tangled, background: SampledExplainerTests.rows(1, 6))
    let rows = SampledExplainerTests.rows(2, 3)
    let budget = SamplingBudget(tolerance: nil, evaluationsPerRow: 400)
    let all = try explainer.attributions(of: rows, method: method, budget: budget).attributions
    let last = FeatureMatrix(numbers: rows.numbers(ofRow: 2).map { [$0] })
    let alone = try explainer.attributions(of: last, method: method, budget: budget, keys: [2])
    #expect(
      alone.attributions.values == Array(all.values[all.range(row: 2, output: 0).lowerBound...]))
    let other = try explainer.attributions(of: last, method: method, budget: budget, keys: [3])
    #expect(other.attributions.values != alone.attributions.values)
  }

  @Test func `another seed draws otherwise`() throws {
    let budget = SamplingBudget(tolerance: nil, evaluationsPerRow: 200)
    let one = try SampledExplainerTests.explained(.permutations, budget: budget, seed: 1)
    let two = try SampledExplainerTests.explained(.permutations, budget: budget, seed: 2)
    #expect(one.attributions.values != two.attributions.values)
  }
}
