import Testing
import VaglioAttribution
import VaglioModels
import VaglioTables

/// Models of trees, alone and behind a preprocessing.
struct TreeModelExplainerTests {
  private static func model(
    _ ensemble: TreeEnsemble, names: [String], link: Link = .identity
  ) -> TreeModel {
    TreeModel(
      ensemble, features: names.map { Feature($0) }, link: link,
      output: ModelOutput(.value, task: .regression, names: ["y"]),
      summary: ModelSummary(format: "drawn", facts: []))
  }

  private static func matrix(_ rows: CodedFeatures) -> FeatureMatrix {
    FeatureMatrix(numbers: rows.columns)
  }

  /// Two inputs, of which the first becomes two indicators and the second stays: a tree that asks
  /// for both indicators.
  private static func pipeline() throws -> PipelineModel {
    let preprocessing = Preprocessing(
      inputs: [Feature("color"), Feature("size")],
      steps: [.arithmetic(of: 0, [.equals(1)]), .arithmetic(of: 0, [.equals(2)])],
      outputs: [
        .init(2, name: "color=1"), .init(1, name: "size"), .init(3, name: "color=2"),
      ])
    func below(_ feature: Int, _ threshold: Double) -> Split {
      Split(feature: feature, .below(threshold), missing: .left)
    }
    let tree = try Tree(
      [
        .init(below(0, 0.5), left: 1, right: 2, cover: 10),
        .init(below(2, 0.5), left: 3, right: 4, cover: 7), .init(leaf: 0, cover: 3),
        .init(below(1, 5), left: 5, right: 6, cover: 4), .init(leaf: 1, cover: 3),
        .init(leaf: 2, cover: 1), .init(leaf: 3, cover: 3),
      ], values: [4, -2, 8, 1], target: .output(0), featureCount: 3)
    let ensemble = TreeEnsemble(
      [tree], base: [0], featureCount: 3, comparison: .double, sum: .double)
    return PipelineModel(
      preprocessing, model(ensemble, names: ["color=1", "size", "color=2"]),
      summary: ModelSummary(format: "drawn", facts: []))
  }

  @Test func `indicators of one input are one player`() throws {
    let pipeline = try Self.pipeline()
    let rows = FeatureMatrix(numbers: [[2, 3], [3, 7]])
    let told = try TreeModelExplainer(pipeline).attributions(of: rows, threads: 1)
    #expect(told.features == ["color", "size"])
    // Color 1 has 3 of 10 rows and gives 4, color 2 has 3 and gives −2, others 4, which give 8
    // below size 5 (1 of 4 rows) and 1 above: ¼·8 + ¾·1 = 2.75. Base value: 0.3·4 − 0.3·2 +
    // 0.4·2.75 = 1.7.
    #expect(abs(told.baseValues[0] - 1.7) < 1e-15)
    // Row 1: color 2 gives −2 whatever the size. Size 3 alone: 0.3·4 − 0.3·2 + 0.4·8 = 3.8.
    // Color: ½(−2 − 1.7) + ½(−2 − 3.8) = −4.75; size: ½(3.8 − 1.7) + ½(−2 + 2) = 1.05.
    #expect(abs(told.values[0] + 4.75) < 1e-14 && abs(told.values[1] - 1.05) < 1e-14)
    // Row 2: color alone 2.75, size 7 alone 0.3·4 − 0.3·2 + 0.4·1 = 1, both 1.
    // Color: ½(2.75 − 1.7) + ½(1 − 1) = 0.525; size: ½(1 − 1.7) + ½(1 − 2.75) = −1.225.
    #expect(abs(told.values[2] - 0.525) < 1e-14 && abs(told.values[3] + 1.225) < 1e-14)
  }

  @Test func `against a background inputs are mixed before they are encoded`() throws {
    let pipeline = try Self.pipeline()
    let rows = FeatureMatrix(numbers: [[1, 2, 3], [3, 7, 4]])
    let background = FeatureMatrix(numbers: [[2, 3, 1, 3], [1, 9, 9, 2]])
    let told = try TreeModelExplainer(pipeline, background: background)
      .attributions(of: rows, threads: 1)
    func mean(_ mixed: [[Double]]) throws -> Double {
      try pipeline.margins(of: FeatureMatrix(numbers: mixed), threads: 1).values.reduce(0, +) / 4
    }
    let (colors, sizes) = ([2.0, 3, 1, 3], [1.0, 9, 9, 2])
    for (row, (color, size)) in zip([1.0, 2, 3], [3.0, 7, 4]).enumerated() {
      let none = try mean([colors, sizes])
      let withColor = try mean([Array(repeating: color, count: 4), sizes])
      let withSize = try mean([colors, Array(repeating: size, count: 4)])
      let both = try mean([Array(repeating: color, count: 4), Array(repeating: size, count: 4)])
      #expect(abs(told.baseValues[0] - none) < 1e-14)
      let forColor = (withColor - none + both - withSize) / 2
      let forSize = (withSize - none + both - withColor) / 2
      #expect(abs(told.values[row * 2] - forColor) < 1e-14)
      #expect(abs(told.values[row * 2 + 1] - forSize) < 1e-14)
    }
  }

  /// scikit-learn's pipeline of scaled numbers and indicators of colors before XGBoost.
  @Test func `a pipeline of a file adds up to its margins, input by input`() throws {
    let model = try LibraryAttributions.model("skops/xgboost_pipeline.skops")
    let pipeline = try #require(model as? PipelineModel)
    #expect(pipeline.preprocessing.outputs.count > pipeline.preprocessing.inputs.count)
    let colors = Categories((0..<40).map { ["red", "green", "blue", "never seen"][$0 % 4] })
    let rows = FeatureMatrix(
      pipeline.preprocessing.inputs.enumerated().map { place, input in
        input.kind.isText
          ? .texts(colors) : .numbers((0..<40).map { Double($0 * (place + 3) % 17) / 4 - 2 })
      }, rowCount: 40)
    let margins = try pipeline.margins(of: rows, threads: 1).values
    for background in [nil, rows] {
      let told = try TreeModelExplainer(pipeline, background: background)
        .attributions(of: rows, threads: 1)
      #expect(told.features == pipeline.preprocessing.inputs.map(\.name))
      for row in 0..<40 {
        // XGBoost adds up in 32 bits: three trees and a base.
        #expect(abs(told.sum(row: row, output: 0) - margins[row]) < 1e-6)
      }
    }
  }

  @Test func `a difference is shared out exactly`() throws {
    var drawn = DrawnEnsemble(seed: 4, features: 4, outputs: 1)
    let (candidate, production) = (
      try drawn.ensemble(trees: 4, depth: 4), try drawn.ensemble(trees: 3, depth: 5)
    )
    let rows = drawn.rows(30)
    let first = Self.model(candidate, names: ["a", "b", "c", "d"])
    // The same columns under other names: c and e are swapped for the second model.
    let second = Self.model(production, names: ["a", "b", "e", "c"])
    let table = ["a": 0, "b": 1, "c": 2, "d": 3, "e": 1]
    func matrix(_ names: [String]) -> FeatureMatrix {
      FeatureMatrix(numbers: names.map { rows.columns[table[$0] ?? 0] })
    }
    let (own, other) = (matrix(["a", "b", "c", "d"]), matrix(["a", "b", "e", "c"]))
    let difference = try TreeModelDifference(
      TreeModelExplainer(first), less: TreeModelExplainer(second))
    #expect(difference.features == ["a", "b", "c", "d", "e"])
    let told = try difference.attributions(of: own, other, threads: 1)
    let one = try TreeModelExplainer(first).attributions(of: own, threads: 1)
    let two = try TreeModelExplainer(second).attributions(of: other, threads: 1)
    let margins = (
      try first.margins(of: own, threads: 1).values,
      try second.margins(of: other, threads: 1).values
    )
    for row in 0..<30 {
      #expect(abs(told.sum(row: row, output: 0) - (margins.0[row] - margins.1[row])) < 1e-12)
      let start = row * 5
      #expect(told.values[start + 2] == one.values[row * 4 + 2] - two.values[row * 4 + 3])
      #expect(told.values[start + 3] == one.values[row * 4 + 3])
      #expect(told.values[start + 4] == -two.values[row * 4 + 2])
    }
  }

  @Test func `groups share as one`() throws {
    var drawn = DrawnEnsemble(seed: 9, features: 4, outputs: 1)
    let ensemble = try drawn.ensemble(trees: 4, depth: 4)
    let rows = drawn.rows(3)
    let groups = FeatureGroups(names: ["x", "y"], groupOfFeature: [0, 1, 1, 0])
    let told = try TreeModelExplainer(
      Self.model(ensemble, names: ["a", "b", "c", "d"]), groups: groups
    ).attributions(of: Self.matrix(rows), threads: 1)
    for row in 0..<3 {
      let game = EnumeratedGame(
        pathDependent: ensemble, row: rows.columns.map { $0[row] }, output: 0,
        playerOfFeature: [0, 1, 1, 0])
      #expect(abs(told.values[row * 2] - game.value(of: 0, .shapley)) < 1e-12)
      #expect(abs(told.values[row * 2 + 1] - game.value(of: 1, .shapley)) < 1e-12)
    }
  }
}
