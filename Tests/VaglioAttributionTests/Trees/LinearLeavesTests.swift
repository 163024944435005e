import Testing
import VaglioAttribution
import VaglioModels

/// Linear functions at leaves, shared out against a background.
struct LinearLeavesTests {
  private static let playerOfFeature = [0, 1, 2, 1, 3, 4]
  private static let groups = FeatureGroups(
    names: ["a", "b", "c", "d", "e"], groupOfFeature: playerOfFeature)

  /// Values below 4·3·1 from 6 trees, sums of some hundred terms: far below 10⁻¹².
  private static let rounding = 1e-12

  private func row(_ index: Int, _ rows: CodedFeatures) -> [Double] {
    rows.columns.map { $0[index] }
  }

  @Test(arguments: 0..<12, [Semivalue.shapley, .banzhaf])
  func `values and interactions are those of the enumerated game`(
    seed: Int, semivalue: Semivalue
  ) throws {
    var drawn = DrawnEnsemble(seed: UInt64(seed) + 100, features: 6, outputs: 1 + seed % 2)
    let ensemble = try drawn.linearEnsemble(trees: 6, depth: seed % 5)
    let (rows, background) = (drawn.rows(4), drawn.rows(7))
    let outputs = (0..<ensemble.outputCount).map { "y\($0)" }
    let explainer = try TreeExplainer(
      ensemble, outputs: outputs, groups: Self.groups, background: background)
    let told = explainer.attributions(of: rows, semivalue, threads: 2)
    let pairs = try explainer.interactions(of: rows, semivalue, threads: 2)
    for index in 0..<4 {
      for output in outputs.indices {
        let game = EnumeratedGame(
          ensemble, row: row(index, rows), background: (0..<7).map { row($0, background) },
          output: output, playerOfFeature: Self.playerOfFeature)
        #expect(abs(told.baseValues[output] - game.values[0]) < Self.rounding)
        let start = (index * outputs.count + output) * 5
        for player in 0..<5 {
          let value = told.values[start + player]
          #expect(abs(value - game.value(of: player, semivalue)) < Self.rounding)
          let line = pairs.values[(start + player) * 5..<(start + player + 1) * 5]
          #expect(abs(line.reduce(0, +) - value) < Self.rounding)
          for other in 0..<5 where other != player {
            let gain = game.interaction(player, other, semivalue)
            #expect(abs(line[line.startIndex + other] - gain / 2) < Self.rounding)
          }
        }
      }
    }
  }

  @Test func `a product of an indicator and a sum is shared out as by hand`() throws {
    // f = x₂ where x₁ < 0, else 0. Row (−1, 5) against (1, 2): v(∅) = 0, v(1) = 2, v(2) = 0,
    // v(1, 2) = 5: φ₁ = ½(2 − 0) + ½(5 − 0) = 3.5, φ₂ = ½·0 + ½(5 − 2) = 1.5.
    let tree = try Tree(
      [
        .init(Split(feature: 0, .below(0), missing: .left), left: 1, right: 2),
        .init(leaf: 0), .init(leaf: 1),
      ], values: [7, 0],
      linear: [
        .init(intercept: 0, terms: [.init(feature: 1, coefficient: 1)]),
        .init(intercept: 0, terms: []),
      ], target: .output(0), featureCount: 2)
    let ensemble = TreeEnsemble(
      [tree], base: [0], featureCount: 2, comparison: .double, sum: .double)
    let groups = FeatureGroups(each: [Feature("a"), Feature("b")])
    let explainer = try TreeExplainer(
      ensemble, outputs: ["y"], groups: groups,
      background: CodedFeatures([[1], [2]], rowCount: 1))
    let told = explainer.attributions(of: CodedFeatures([[-1], [5]], rowCount: 1), threads: 1)
    #expect(told.values == [3.5, 1.5] && told.baseValues == [0])
    // With x₂ missing the leaf's value 7 counts: v(1) = 2, v(1, 2) = 7, φ = (½·2 + ½·7, ½·5).
    let missing = explainer.attributions(
      of: CodedFeatures([[-1], [.nan]], rowCount: 1), threads: 1)
    #expect(missing.values == [4.5, 2.5])
  }

  @Test(arguments: [
    ("lightgbm/golden/linear.txt", 1), ("lightgbm/linear.txt", 2),
    ("lightgbm/linear_categories.txt", 3),
  ])
  func `attributions of LightGBM's models add up to their margins`(
    path: String, seed: Int
  ) throws {
    let trees = try LibraryAttributions.trees(path)
    #expect(
      trees.ensemble.trees.contains { tree in
        tree.linearLeaves.contains { !$0.terms.isEmpty }
      })
    let (rows, background) = (
      Self.rows(120, trees.inputs.count, seed: seed), Self.rows(600, trees.inputs.count, seed: 9)
    )
    let explainer = try TreeExplainer(
      trees.ensemble, outputs: trees.output.names,
      groups: FeatureGroups(each: trees.inputs), background: background)
    let told = explainer.attributions(of: rows, threads: 1)
    #expect(told == explainer.attributions(of: rows, threads: 3))
    let (margins, means) = (
      trees.ensemble.margins(of: rows, threads: 1),
      trees.ensemble.margins(of: background, threads: 1)
    )
    // Some thousand roundings of numbers below 10.
    #expect(abs(told.baseValues[0] - means.values.reduce(0, +) / 600) < 1e-12)
    for row in 0..<120 {
      #expect(abs(told.sum(row: row, output: 0) - margins.values[row]) < 1e-11)
    }
  }

  /// Numbers between −3 and 3, half of them whole, a tenth missing.
  private static func rows(_ count: Int, _ columns: Int, seed: Int) -> CodedFeatures {
    var random = SeededRandom(state: UInt64(seed))
    return CodedFeatures(
      (0..<columns).map { column in
        (0..<count).map { _ in
          if Int.random(in: 0..<10, using: &random) == 0 { return .nan }
          let value = Double.random(in: -3...3, using: &random)
          return Bool.random(using: &random) ? value : value.rounded().magnitude
        }
      }, rowCount: count)
  }

  @Test func `infinite values of linear functions are refused by name`() throws {
    let leaf = Tree.LinearLeaf(intercept: 1, terms: [.init(feature: 0, coefficient: 2)])
    let tree = try Tree(
      [.init(leaf: 0)], values: [3], linear: [leaf], target: .output(0), featureCount: 1)
    let ensemble = TreeEnsemble(
      [tree], base: [0], featureCount: 1, comparison: .double, sum: .double)
    let model = TreeModel(
      ensemble, features: [Feature("a")], link: .identity,
      output: ModelOutput(.value, task: .regression, names: ["y"]),
      summary: ModelSummary(format: "drawn", facts: []))
    let refusal = AttributionError.refused(
      "feature 1 of row 2 of the background is inf, and leaves are linear functions of it",
      remedy: "leave such rows out")
    #expect(throws: refusal) {
      try TreeModelExplainer(model, background: FeatureMatrix(numbers: [[0, .infinity]]))
    }
    let explainer = try TreeModelExplainer(model, background: FeatureMatrix(numbers: [[0, 2]]))
    #expect(throws: AttributionError.self) {
      try explainer.attributions(of: FeatureMatrix(numbers: [[-.infinity]]), threads: 1)
    }
    // A tree of one leaf: 1 + 2·5 less the mean of 1 and 5, and the value 3 where a is missing.
    let told = try explainer.attributions(of: FeatureMatrix(numbers: [[5, .nan]]), threads: 1)
    #expect(told.baseValues == [3] && told.values == [8, 0])
  }
}
