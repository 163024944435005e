import Testing
import VaglioAttribution
import VaglioModels

/// Cases in which shap 0.54.1 gives wrong numbers and says nothing.
struct SilentErrorTests {
  private func explainer(
    _ model: TreeModel, background: CodedFeatures? = nil
  ) throws -> TreeExplainer {
    try TreeExplainer(
      model.ensemble, outputs: (0..<model.ensemble.outputCount).map { "\($0)" },
      groups: FeatureGroups(each: model.inputs), background: background)
  }

  private func expectAdditive(
    _ told: Attributions, _ model: TreeModel, _ rows: CodedFeatures, _ tolerance: Double
  ) {
    let margins = model.ensemble.margins(of: rows, threads: 1)
    for (index, margin) in margins.values.enumerated() {
      let (row, output) = (index / margins.outputCount, index % margins.outputCount)
      #expect(abs(told.sum(row: row, output: output) - margin) <= tolerance)
    }
  }

  /// shap leaves out the weights of dropped trees: its sums are off by more than 1.
  @Test(arguments: ["xgboost/xgb_dart.json", "xgboost/versions/3.4.1/dart.json"])
  func `trees that were dropped keep their weights against a background`(file: String) throws {
    let model = try LibraryAttributions.trees(file)
    let rows = try LibraryAttributions.rows("xgboost/input20.csv", columns: model.inputs.count)
    #expect(Set(model.ensemble.weights).count > 1)
    let told = try explainer(model, background: rows).attributions(of: rows, threads: 1)
    expectAdditive(told, model, rows, 1e-5)
  }

  /// shap explains the sum of the trees, LightGBM predicts their mean.
  @Test func `a random forest of LightGBM is explained as it predicts`() throws {
    let model = try LibraryAttributions.trees("lightgbm/golden/rf.txt")
    let rows = try LibraryAttributions.rows(
      "lightgbm/golden/rows.csv", columns: model.inputs.count)
    #expect(model.ensemble.isMean && model.ensemble.trees.count > 1)
    for background in [nil, rows] {
      let told = try explainer(model, background: background).attributions(of: rows, threads: 1)
      expectAdditive(told, model, rows, 1e-12)
    }
  }

  /// shap packs categories into a number of few bits.
  @Test func `interactions of categories add up to the attributions`() throws {
    let model = try LibraryAttributions.trees("lightgbm/golden/cat.txt")
    let rows = try LibraryAttributions.rows(
      "lightgbm/golden/rows.csv", columns: model.inputs.count)
    let explainer = try explainer(model)
    let values = explainer.attributions(of: rows, threads: 1)
    let pairs = try explainer.interactions(of: rows, threads: 1)
    expectAdditive(values, model, rows, 1e-12)
    for row in 0..<rows.rowCount {
      for (feature, place) in values.range(row: row, output: 0).enumerated() {
        let sum = model.inputs.indices.reduce(0) { $0 + pairs[row, 0, feature, $1] }
        #expect(abs(sum - values.values[place]) < 1e-12)
      }
    }
  }

  /// shap cuts a background to 100 rows, and prints a line.
  @Test func `every row of a background counts`() throws {
    var drawn = DrawnEnsemble(seed: 3, features: 5, outputs: 1)
    let ensemble = try drawn.ensemble(trees: 5, depth: 5)
    let (rows, background) = (drawn.rows(10), drawn.rows(730))
    let groups = FeatureGroups(each: (0..<5).map { Feature("f\($0)") })
    func told(_ range: Range<Int>) throws -> Attributions {
      let part = CodedFeatures(background.columns.map { Array($0[range]) }, rowCount: range.count)
      return try TreeExplainer(ensemble, outputs: ["y"], groups: groups, background: part)
        .attributions(of: rows, threads: 1)
    }
    let (all, few, others) = (try told(0..<730), try told(0..<100), try told(100..<730))
    let margins = ensemble.margins(of: background, threads: 1).values
    #expect(abs(all.baseValues[0] - margins.reduce(0, +) / 730) < 1e-12)
    for place in all.values.indices {
      let mean = (100 * few.values[place] + 630 * others.values[place]) / 730
      #expect(abs(all.values[place] - mean) < 1e-12)
    }
    #expect(zip(all.values, few.values).contains { abs($0 - $1) > 1e-3 })
  }
}
