import Testing
import VaglioModels

@testable import VaglioAttribution

@Suite struct GaussianLinearExplainerTests {
  /// Two columns with variances 1 and 1 and covariance ρ, mean 0, exactly.
  static func pair(_ correlation: Double) -> FeatureMatrix {
    let rest = (1 - correlation * correlation).squareRoot()
    let (a, e) = ([1.0, 1, -1, -1], [1.0, -1, 1, -1])
    return FeatureMatrix(numbers: [a, zip(a, e).map { correlation * $0 + rest * $1 }])
  }

  @Test func `a feature that tells about another shares its effect`() throws {
    // f = x₀. v({0}) = x₀, v({1}) = ρx₁, v({0,1}) = x₀:
    // φ₀ = (x₀ + x₀ − ρx₁)/2, φ₁ = ρx₁/2. With ρ = 0.6, x = (2, 1): 1.7 and 0.3.
    let explainer = try GaussianLinearExplainer(
      model: LinearExplainerTests.model([1, 0], [0]), background: Self.pair(0.6))
    let found = try explainer.attributions(of: FeatureMatrix(numbers: [[2], [1]]))
    #expect(abs(found.values[0] - 1.7) < 1e-14)
    #expect(abs(found.values[1] - 0.3) < 1e-14)
  }

  @Test func `shrunk to the diagonal features are independent`() throws {
    var drawn = SeededRows(seed: 8)
    let model = LinearExplainerTests.model((0..<8).map { _ in drawn.number() }, [1, 2])
    let (background, rows) = (drawn.matrix(rows: 30, columns: 4), drawn.matrix(rows: 2, columns: 4))
    let independent = try LinearExplainer(model: model, background: background)
      .attributions(of: rows)
    let shrunk = try GaussianLinearExplainer(model: model, background: background, shrinkage: 1)
      .attributions(of: rows)
    #expect(zip(shrunk.values, independent.values).allSatisfy { abs($0 - $1) < 1e-13 })
    // The jackknife of a mean over ten parts is near s/√m.
    for (error, other) in zip(shrunk.errors?.background ?? [], independent.errors?.background ?? [])
    { #expect(error < 2 * other && error > other / 2) }
  }

  @Test func `attributions add up, and permutations come near all coalitions`() throws {
    var drawn = SeededRows(seed: 6)
    let common = (0..<60).map { _ in drawn.number() }
    let background = FeatureMatrix(
      numbers: (0..<18).map { feature in
        common.map { (feature < 9 ? $0 : 0) + drawn.number() }
      })
    let model = LinearExplainerTests.model((0..<18).map { _ in drawn.number() }, [0.5])
    let rows = drawn.matrix(rows: 2, columns: 18)
    // Sixteen groups exactly, and 18 features by permutations.
    let groups = FeatureGroups(
      names: (0..<16).map { "g\($0)" }, groupOfFeature: (0..<18).map { min($0, 15) })
    let exact = try GaussianLinearExplainer(
      model: model, background: background, groups: groups
    ).attributions(of: rows)
    let sampled = try GaussianLinearExplainer(model: model, background: background)
      .attributions(of: rows)
    #expect(exact.errors?.coalitions == nil)
    let answers = try model.margins(of: rows, threads: 1).values
    for row in 0..<2 {
      #expect(abs(exact.sum(row: row, output: 0) - answers[row]) < 1e-12)
      #expect(abs(sampled.sum(row: row, output: 0) - answers[row]) < 1e-12)
    }
    #expect(sampled.errors?.coalitions?.allSatisfy { $0 > 0 && $0 < 0.05 } == true)
  }

  @Test func `permutations are within their errors of all coalitions`() throws {
    var drawn = SeededRows(seed: 6)
    let common = (0..<60).map { _ in drawn.number() }
    let columns = (0..<10).map { _ in common.map { $0 + drawn.number() } }
    let shares = Array(repeating: 1.0 / 60, count: 60)
    let effects = ConditionalEffects(
      GaussianMoments(columns, shares: shares, shrinkage: 0),
      columns: [[0, 1], [2], [3], [4], [5], [6], [7], [8], [9]],
      coefficients: [(0..<10).map { _ in drawn.number() }])
    let exact = effects.exact()
    let batches = (0..<20).map { effects.drawn(pairs: 10, first: $0 * 10, seed: 3) }
    for index in exact.indices {
      let own = batches.map { $0[index] }
      let mean = own.reduce(0, +) / 20
      let square = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (19 * 20)
      #expect(abs(mean - exact[index]) <= 5 * square.squareRoot() + 1e-13)
    }
  }

  @Test func `singular covariances are refused with the column`() {
    let model = LinearExplainerTests.model([1, 1, 1], [0])
    let a = [1.0, 2, 4, 3, 7]
    let duplicated = SampledRefusalTests.message {
      _ = try GaussianLinearExplainer(
        model: model, background: FeatureMatrix(numbers: [a, [3, 1, 4, 1, 5], a]))
    }
    #expect(duplicated.contains("singular") && duplicated.contains("\"x2\""))
    let constant = SampledRefusalTests.message {
      _ = try GaussianLinearExplainer(
        model: model, background: FeatureMatrix(numbers: [a, [2, 2, 2, 2, 2], [3, 1, 4, 1, 5]]))
    }
    #expect(constant.contains("\"x1\""))
  }
}
