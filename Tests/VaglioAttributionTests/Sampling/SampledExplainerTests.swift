import Testing
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct SampledExplainerTests {
  static let methods: [SamplingMethod] = [.exact, .permutations, .kernel]

  /// Interactions of up to five features, of seven; the last one is a dummy.
  static let tangled = ClosureModel(7, outputs: 2) { (x: [Double]) -> [Double] in
    let first: Double = x[0] * x[1] * x[2] + 2 * x[1]
    let second: Double = x[5] * x[1] * x[4]
    return [
      first + (x[3] > 0 ? x[4] * x[0] : x[5]), max(x[0], x[1], x[2], x[3], x[4]) - second,
    ]
  }

  static func rows(_ seed: UInt64, _ count: Int, columns: Int = 7) -> FeatureMatrix {
    var drawn = SeededRows(seed: seed)
    return drawn.matrix(rows: count, columns: columns)
  }

  static func explained(
    _ method: SamplingMethod, budget: SamplingBudget = SamplingBudget(), seed: UInt64 = 7
  ) throws -> SampledAttributions {
    try SampledExplainer(model: tangled, background: rows(1, 6))
      .attributions(of: rows(2, 3), method: method, budget: budget, seed: seed)
  }

  @Test func `all coalitions give the values of the definition`() throws {
    let (rows, background) = (Self.rows(2, 3), Self.rows(1, 6))
    let found = try Self.explained(.exact).attributions
    let others = (0..<6).map(background.numbers)
    for row in 0..<3 {
      for output in 0..<2 {
        let expected = shapleyByOrders(
          { Self.tangled.function($0)[output] }, row: rows.numbers(ofRow: row), background: others)
        for (index, value) in zip(found.range(row: row, output: output), expected) {
          // Means of 6·2⁷ terms below 10.
          #expect(abs(found.values[index] - value) < 1e-13)
        }
      }
    }
  }

  @Test(arguments: methods)
  func `attributions add up to the model's answer`(method: SamplingMethod) throws {
    let budget = SamplingBudget(tolerance: nil, evaluationsPerRow: 600)
    let found = try Self.explained(method, budget: method == .exact ? SamplingBudget() : budget)
    let answers = try Self.tangled.margins(of: Self.rows(2, 3), threads: 1)
    for row in 0..<3 {
      for output in 0..<2 {
        let sum = found.attributions.sum(row: row, output: output)
        #expect(abs(sum - answers.values[row * 2 + output]) < 1e-13)
      }
    }
  }

  @Test(arguments: methods)
  func `a feature that the model doesn't use gets nothing`(method: SamplingMethod) throws {
    let found = try Self.explained(method).attributions
    for row in 0..<3 {
      for output in 0..<2 {
        // Kernel SHAP solves equations, the others add up differences of equal numbers.
        let dummy = abs(found.values[found.range(row: row, output: output).upperBound - 1])
        #expect(method == .kernel ? dummy < 1e-12 : dummy == 0)
      }
    }
  }

  @Test func `Kernel SHAP with all coalitions is exact`() throws {
    let exact = try Self.explained(.exact)
    let kernel = try Self.explained(
      .kernel, budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 126 * 6 + 1))
    #expect(kernel.account.rounds == [0, 0, 0])
    #expect(kernel.account.isConverged == [true, true, true])
    for (value, other) in zip(kernel.attributions.values, exact.attributions.values) {
      #expect(abs(value - other) < 1e-12)
    }
    // The background's errors too: they come from the values against each of its rows.
    let errors = zip(
      kernel.attributions.errors?.background ?? [], exact.attributions.errors?.background ?? [])
    for (error, other) in errors { #expect(abs(error - other) < 1e-12) }
    #expect(kernel.attributions.errors?.coalitions == nil)
  }

  @Test(arguments: [SamplingMethod.permutations, .kernel])
  func `estimates are unbiased, and their errors tell how far they are off`(
    method: SamplingMethod
  ) throws {
    let exact = try Self.explained(.exact).attributions.values
    let seeds = 200
    var sums = [Double](repeating: 0, count: exact.count)
    var squares = sums
    var variances = sums
    // Two rounds of permutations, or a third of the coalitions.
    let budget = SamplingBudget(tolerance: nil, evaluationsPerRow: 300)
    for seed in 0..<seeds {
      let found = try Self.explained(method, budget: budget, seed: UInt64(seed)).attributions
      for index in exact.indices {
        let error = found.values[index] - exact[index]
        let stated = found.errors?.coalitions?[index] ?? 0
        sums[index] += error
        squares[index] += error * error
        variances[index] += stated * stated
      }
    }
    for index in exact.indices where squares[index] > 1e-20 {
      let deviation = (squares[index]).squareRoot()
      // Five standard errors of 36 means; Kernel SHAP is biased by an order less than its error.
      #expect(abs(sums[index]) < (method == .kernel ? 6 : 5) * deviation)
      // Variances of 200 draws, of errors with tails a little longer than normal ones.
      let ratio = variances[index] / squares[index]
      #expect(ratio > (method == .kernel ? 0.5 : 0.7) && ratio < (method == .kernel ? 3 : 1.5))
    }
  }

  @Test func `one pair is exact where features interact two by two`() throws {
    let model = ClosureModel(9) { (x: [Double]) -> Double in
      let products: Double = x[0] * x[1] + x[1] * x[2] + 3 * x[3] * x[4]
      return products + x[5] + x[6] * x[8] + x[7]
    }
    let (background, rows) = (Self.rows(3, 5, columns: 9), Self.rows(4, 2, columns: 9))
    let explainer = try SampledExplainer(model: model, background: background)
    let exact = try explainer.attributions(of: rows, method: .exact).attributions
    let one = try explainer.attributions(
      of: rows, method: .permutations,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 5 * 16 + 1))
    #expect(one.account.rounds == [1, 1])
    for (value, other) in zip(one.attributions.values, exact.values) {
      #expect(abs(value - other) < 1e-13)
    }
    let settled = try explainer.attributions(of: rows, method: .permutations)
    // Two rounds have 5 degrees of freedom, and the first look has ten.
    #expect(settled.account.rounds == [3, 3])
    #expect(settled.account.isConverged == [true, true])
  }

  @Test func `features that are equal in a row and the background cost nothing`() throws {
    // Only feature 0 differs: f(x) and f(b) say all.
    let background = FeatureMatrix(numbers: [[1, 2], [5, 5], [.nan, .nan]])
    let row = FeatureMatrix(numbers: [[3], [5], [.nan]])
    let model = ClosureModel(3) { $0[0] * $0[1] }
    let found = try SampledExplainer(model: model, background: background)
      .attributions(of: row, method: .permutations)
    // 15 − (5 + 10)/2
    #expect(found.attributions.values == [7.5, 0, 0])
    // The background and twice its first rows, and the row.
    #expect(found.account.evaluations == 2 + 4 + 1)
  }

  @Test func `texts come from the row or the background like numbers`() throws {
    let background = FeatureMatrix(
      [.texts(Categories(["a", nil, "ccc"])), .numbers([1, 2, 3])], rowCount: 3)
    let rows = FeatureMatrix(
      [.texts(Categories(["dddd", "a"])), .numbers([5, 5])], rowCount: 2)
    let model = ClosureModel(2) { $0[0] + 10 * $0[1] }
    let found = try SampledExplainer(model: model, background: background)
      .attributions(of: rows).attributions
    // Lengths 1, −1 and 3 have the mean 1; numbers the mean 2.
    #expect(zip(found.values, [3, 30, 0, 30]).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func `a group of features is one player`() throws {
    let groups = FeatureGroups(names: ["a", "b", "c"], groupOfFeature: [0, 1, 1, 2, 2, 2, 0])
    let (rows, background) = (Self.rows(2, 1), Self.rows(1, 4))
    let found = try SampledExplainer(model: Self.tangled, background: background, groups: groups)
      .attributions(of: rows).attributions
    let (row, others) = (rows.numbers(ofRow: 0), (0..<4).map(background.numbers))
    let expected = shapleyByOrders(3) { coalition in
      others.reduce(0) { sum, other in
        let mixed = row.indices.map {
          coalition.contains(groups.groupOfFeature[$0]) ? row[$0] : other[$0]
        }
        return sum + Self.tangled.function(mixed)[0] / 4
      }
    }
    #expect(found.features == ["a", "b", "c"])
    #expect(zip(found.values, expected).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func `members of a group get together what the group gets as a player`() throws {
    let groups = [0, 1, 1, 2, 2, 2, 0]
    let (rows, background) = (Self.rows(2, 2), Self.rows(1, 4))
    let owen = try SampledExplainer(model: Self.tangled, background: background)
      .attributions(of: rows, method: .owen(groupOfPlayer: groups)).attributions
    let whole = try SampledExplainer(
      model: Self.tangled, background: background,
      groups: FeatureGroups(names: ["a", "b", "c"], groupOfFeature: groups)
    ).attributions(of: rows).attributions
    for row in 0..<2 {
      for output in 0..<2 {
        var sums = [0.0, 0, 0]
        for (index, group) in zip(owen.range(row: row, output: output), groups) {
          sums[group] += owen.values[index]
        }
        let expected = whole.values[whole.range(row: row, output: output)]
        #expect(zip(sums, expected).allSatisfy { abs($0 - $1) < 1e-12 })
      }
    }
  }

  @Test func `sampled Owen values lie within their errors of exact ones`() throws {
    // 144 coalitions of ten features in four groups are more than six pairs of 18.
    let groups = [0, 0, 0, 1, 1, 1, 2, 2, 3, 3]
    let explainer = try SampledExplainer(
      model: SampledCoverageTests.model, background: Self.rows(1, 6, columns: 10))
    let rows = Self.rows(2, 2, columns: 10)
    let exact = try explainer.attributions(
      of: rows, method: .owen(groupOfPlayer: groups)
    ).attributions
    #expect(exact.errors?.coalitions == nil)
    let drawn = try explainer.attributions(
      of: rows, method: .owen(groupOfPlayer: groups),
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 6 * 6 * 18))
    #expect(drawn.account.rounds == [6, 6])
    for index in exact.values.indices {
      let error = drawn.attributions.errors?.coalitions?[index] ?? 0
      #expect(abs(drawn.attributions.values[index] - exact.values[index]) <= 5 * error + 1e-13)
    }
  }

  @Test func `lines of interactions add up to attributions`() throws {
    let explainer = try SampledExplainer(model: Self.tangled, background: Self.rows(1, 4))
    let rows = Self.rows(2, 2)
    let exact = try explainer.attributions(of: rows, method: .exact).attributions.values
    let found = try explainer.interactions(of: rows)
    for (index, value) in exact.enumerated() {
      let line = found[index * 7..<index * 7 + 7]
      #expect(abs(line.reduce(0, +) - value) < 1e-13)
      // Output by output the matrix is symmetric.
      let (matrix, feature) = index.quotientAndRemainder(dividingBy: 7)
      for other in 0..<7 {
        let mirrored = found[matrix * 49 + other * 7 + feature]
        #expect(abs(line[index * 7 + other] - mirrored) < 1e-13)
      }
    }
  }

  @Test func `a product's effect is half its factors', half their own`() throws {
    // f = x₀x₁ at (3, 5) against (1, 1): v = 1, 3, 5, 15, the index 15 − 3 − 5 + 1 = 8;
    // φ = (2 + 10)/2 = 6 and (4 + 12)/2 = 8, less halves of 4.
    let explainer = try SampledExplainer(
      model: ClosureModel(2) { $0[0] * $0[1] }, background: FeatureMatrix(numbers: [[1], [1]]))
    #expect(try explainer.interactions(of: FeatureMatrix(numbers: [[3], [5]])) == [2, 4, 4, 4])
  }
}
