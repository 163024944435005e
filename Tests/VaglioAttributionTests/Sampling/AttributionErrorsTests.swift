import Testing
import VaglioModels

@testable import VaglioAttribution

@Suite struct AttributionErrorsTests {
  @Test func `the background's error is s/√m of values against its rows`() throws {
    // f = x₀ + x₁: φ₀ = x₀ − b₀ with b₀ of 1, 2, 6: mean 3, s² = 7, SE = √(7/3).
    let explainer = try SampledExplainer(
      model: ClosureModel(2) { $0[0] + $0[1] },
      background: FeatureMatrix(numbers: [[1, 2, 6], [1, 1, 1]]))
    for method in [SamplingMethod.exact, .permutations, .kernel] {
      let found = try explainer.attributions(
        of: FeatureMatrix(numbers: [[3], [4]]), method: method
      ).attributions
      #expect(abs(found.values[0]) < 1e-14 && abs(found.values[1] - 3) < 1e-14)
      let errors = try #require(found.errors)
      #expect(abs((errors.background?[0] ?? 0) - (7.0 / 3).squareRoot()) < 1e-14)
      #expect(abs(errors.background?[1] ?? 1) < 1e-7)
      #expect(errors.backgroundDegreesOfFreedom == 2)
    }
  }

  @Test func `one background row is a point of reference, without an error`() throws {
    let explainer = try SampledExplainer(
      model: ClosureModel(2) { $0[0] * $0[1] }, background: FeatureMatrix(numbers: [[1], [1]]))
    let found = try explainer.attributions(of: FeatureMatrix(numbers: [[3], [4]])).attributions
    #expect(found.errors == nil)
    // v(1) − v(∅) = 2, v(12) − v(2) = 8: 5; and 3, 9: 6.
    #expect(found.values == [5, 6])
  }

  @Test func `weights of background rows count as rows do`() throws {
    let model = SampledExplainerTests.tangled
    let two = SampledExplainerTests.rows(1, 2)
    let repeated = FeatureMatrix(
      numbers: (0..<7).map { feature in
        [0, 0, 0, 1].map { two.numbers(ofRow: $0)[feature] }
      })
    let rows = SampledExplainerTests.rows(2, 2)
    let weighted = try SampledExplainer(model: model, background: two, weights: [3, 1])
      .attributions(of: rows).attributions.values
    let counted = try SampledExplainer(model: model, background: repeated)
      .attributions(of: rows).attributions.values
    #expect(zip(weighted, counted).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func `refits that spread give the model's error, less that of their coalitions`() throws {
    func refit(_ value: Double, error: Double?) -> Attributions {
      Attributions(
        features: ["a"], outputs: ["y"], scale: .margin, values: [value], baseValues: [0],
        errors: error.map { AttributionErrors(coalitions: [$0]) })
    }
    let own = refit(5, error: 2)
    // Variance of 1, 2, 3 is 1; coalitions' 0.36 are taken off.
    let found = try own.withErrors(
      ofRefits: [refit(1, error: 0.6), refit(2, error: 0.6), refit(3, error: 0.6)])
    #expect(found.values == [5])
    #expect(abs((found.errors?.refits?[0] ?? 0) - 0.8) < 1e-15)
    #expect(abs((found.errors?.total[0] ?? 0) - (0.64 + 4).squareRoot()) < 1e-15)
    #expect(throws: AttributionError.self) { try own.withErrors(ofRefits: [own]) }
  }

  @Test func `more rounds come until the error is below the tolerance`() throws {
    var drawn = SeededRows(seed: 9)
    let model = ClosureModel(12) { (x: [Double]) -> Double in
      x[0] * x[1] * x[2] * x[8] * 4 + (x[3] > x[4] && x[5] > x[6] ? x[7] : 0) + x[9]
    }
    let explainer = try SampledExplainer(
      model: model, background: drawn.matrix(rows: 10, columns: 12))
    let rows = drawn.matrix(rows: 3, columns: 12)
    var evaluations = 0
    for tolerance in [0.1, 0.03] {
      let found = try explainer.attributions(
        of: rows, method: .permutations, budget: SamplingBudget(tolerance: .absolute(tolerance)))
      #expect(found.account.isConverged == [true, true, true])
      #expect(found.account.largestErrors.allSatisfy { $0 <= tolerance && $0 > 0 })
      #expect(found.account.evaluations > evaluations)
      evaluations = found.account.evaluations
    }
    let spent = try explainer.attributions(
      of: rows, method: .permutations,
      budget: SamplingBudget(tolerance: .absolute(1e-6), evaluationsPerRow: 1000))
    #expect(spent.account.isConverged == [false, false, false])
    // 10 rows of the background, 16 to try the model, and 1,000 for each row at most: four rounds.
    #expect(spent.account.evaluations == 10 + 16 + 3 * (1 + 4 * 220))
  }

  @Test func `small games become exact before pairs cost more`() throws {
    // Seven features differ, 126 coalitions: pairs of 12 stop being cheaper after 2, 4 and 8 rounds.
    let explainer = try SampledExplainer(
      model: SampledExplainerTests.tangled, background: SampledExplainerTests.rows(1, 6))
    let rows = SampledExplainerTests.rows(2, 3)
    let exact = try explainer.attributions(of: rows, method: .exact).attributions
    let found = try explainer.attributions(
      of: rows, method: .permutations, budget: SamplingBudget(tolerance: .absolute(1e-9)),
      keepsCovariances: true)
    #expect(found.attributions.values == exact.values)
    #expect(found.attributions.errors?.coalitions == nil)
    #expect(found.account.rounds == [0, 0, 0])
    #expect(found.covariances?.coalitions.allSatisfy { $0 == 0 } == true)
  }

  @Test(arguments: [SamplingMethod.permutations, .kernel])
  func `a budget in seconds ends the drawing`(method: SamplingMethod) throws {
    var drawn = SeededRows(seed: 9)
    let model = ClosureModel(30) { (x: [Double]) -> Double in x.reduce(1) { $0 * (1 + $1) } }
    let explainer = try SampledExplainer(
      model: model, background: drawn.matrix(rows: 3, columns: 30))
    let found = try explainer.attributions(
      of: drawn.matrix(rows: 2, columns: 30), method: method,
      budget: SamplingBudget(
        tolerance: .absolute(1e-12), evaluationsPerRow: 1_000_000_000, seconds: 0.2))
    #expect(found.account.isConverged == [false, false])
    #expect(found.account.rounds.allSatisfy { $0 > 0 })
  }
}
