import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct SubstitutedTreesTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures/models")

  /// The models of a folder that are trees, with its rows.
  private static func models(_ folder: String) throws -> [(String, TreeModel, FeatureMatrix)] {
    let place = fixtures.appending(path: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path).sorted()
    return names.compactMap { name in
      guard let data = try? Data(contentsOf: place.appending(path: name)),
        let model = try? ModelCatalogue.model(Array(data), name: name) as? TreeModel
      else { return nil }
      let requests = model.inputs.map { feature in
        feature.kind.isText
          ? ColumnRequest(feature.name, as: .category) : ColumnRequest(feature.name)
      }
      for rows in ["rows.csv", "codes.csv", "input20.csv", "input20_cat.csv"] {
        guard
          let table = try? TableReader().read(
            [place.appending(path: rows).path], columns: requests),
          let match = try? FeatureMatch(model.inputs, in: table, file: name)
        else { continue }
        return (name, model, match.rows)
      }
      return nil
    }
  }

  /// The greatest error of a margin: each of T leaves and the base is rounded once in the sum of the
  /// model, whose partial sums are at most A = Σ|leaf| in size, in either of two margins.
  private static func tolerance(_ model: TreeModel) -> Double {
    let ensemble = model.ensemble
    let sizes = zip(ensemble.trees, ensemble.weights).reduce(0) { sum, tree in
      sum + (tree.0.leafValues.map(abs).max() ?? 0) * abs(tree.1)
    }
    let size = sizes + (ensemble.base.map(abs).max() ?? 0)
    let unit = ensemble.sum == .single ? 0x1p-24 : 0x1p-53
    return 4 * Double(ensemble.trees.count + 2) * unit * size
  }

  @Test(arguments: ["xgboost", "lightgbm", "catboost", "treelite"])
  func `walking trees says what calling them says`(folder: String) throws {
    var checked = 0
    for (name, model, rows) in try Self.models(folder) {
      guard SubstitutedTrees(model) != nil,
        let walked = try? FeatureEffects(
          model, rows, Rows(count: rows.rowCount), .margin, .ninetyFivePercent, 1,
          walksTrees: true)
      else { continue }
      let called = try FeatureEffects(
        model, rows, Rows(count: rows.rowCount), .margin, .ninetyFivePercent, 1,
        walksTrees: false)
      let (first, second) = (
        try walked.partialDependence(points: 7), try called.partialDependence(points: 7)
      )
      let tolerance = Self.tolerance(model)
      for (a, b) in zip(first, second) {
        #expect(a.points == b.points)
        for (left, right) in zip(a.curves, b.curves) {
          for (x, y) in zip(left.means, right.means) {
            #expect(abs(x.value - y.value) <= tolerance, "\(folder)/\(name) \(a.feature)")
          }
        }
      }
      checked += 1
    }
    #expect(checked >= 3, "\(folder): \(checked)")
  }

  /// A forest of random trees over a few features, which ask the same feature again and again.
  private static func forest(
    _ seed: UInt64, trees: Int, depth: Int, features: Int, isMean: Bool = false
  ) throws -> TreeModel {
    let draws = SimulatedNumbers(seed: seed)
    var made: [Tree] = []
    for tree in 0..<trees {
      var nodes: [Tree.DraftNode] = []
      var values: [Double] = []
      for index in 0..<(1 << (depth + 1)) - 1 {
        if index >= (1 << depth) - 1 {
          nodes.append(.init(leaf: values.count))
          values.append(draws.normal(index, 2 * tree))
          continue
        }
        let feature = Int(draws.uniform(index, 2 * tree) * Double(features))
        let split = Split(
          feature: feature, .below((draws.uniform(index, 2 * tree + 1) * 8).rounded()),
          missing: draws.uniform(index + 999, tree) < 0.5 ? .left : .right,
          countsZeroAsMissing: index % 7 == 0)
        nodes.append(.init(split, left: 2 * index + 1, right: 2 * index + 2))
      }
      made.append(
        try Tree(nodes, values: values, target: .output(tree % 2), featureCount: features))
    }
    let ensemble = TreeEnsemble(
      made, base: [0.5, -1], featureCount: features, isMean: isMean, comparison: .double,
      sum: .double)
    return TreeModel(
      ensemble, features: (0..<features).map { Feature("f\($0)") }, link: .softmax,
      output: ModelOutput(.probability, task: .multiclass, names: ["a", "b"]),
      summary: ModelSummary(format: "forest", facts: []))
  }

  private static func rows(_ features: Int, _ count: Int) -> FeatureMatrix {
    let draws = SimulatedNumbers(seed: 77)
    return FeatureMatrix(
      numbers: (0..<features).map { feature in
        (0..<count).map { row in
          let number = draws.uniform(row, feature)
          return number < 0.1 ? .nan : (number * 40).rounded() / 4 - 1
        }
      })
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func `random trees, more values than a word has bits, missing values and zeros`(
    seed: UInt64
  ) throws {
    let model = try Self.forest(
      seed, trees: 12, depth: 6, features: 3, isMean: seed.isMultiple(of: 2))
    let rows = Self.rows(3, 90)
    let values = (0..<90).map { EffectPoint.number(Double($0) / 8 - 2) } + [.missing]
    let grids = [EffectGrid](repeating: EffectGrid(values), count: 3)
    let found = try [true, false].map { walks in
      try FeatureEffects(
        model, rows, Rows(count: 90), .margin, .ninetyFivePercent, 1, walksTrees: walks
      ).partialDependence(grids: grids)
    }
    for (a, b) in zip(found[0], found[1]) {
      for (left, right) in zip(a.curves, b.curves) {
        for (x, y) in zip(left.means, right.means) {
          #expect(abs(x.value - y.value) <= Self.tolerance(model))
        }
        for (x, y) in zip(left.changes, right.changes) {
          #expect(abs(x.value - y.value) <= Self.tolerance(model))
        }
      }
    }
  }

  @Test func `the link is taken of every row by itself`() throws {
    let model = try Self.forest(9, trees: 8, depth: 4, features: 2)
    let rows = Self.rows(2, 40)
    let found = try [true, false].map { walks in
      try FeatureEffects(
        model, rows, Rows(count: 40), .prediction, .ninetyFivePercent, 1, walksTrees: walks
      ).partialDependence(points: 9)
    }
    for (a, b) in zip(found[0], found[1]) {
      for (left, right) in zip(a.curves, b.curves) {
        for (x, y) in zip(left.means, right.means) {
          // A probability moves by at most a quarter of what margins do, twice of two.
          #expect(abs(x.value - y.value) <= Self.tolerance(model) + 8 * 0x1p-53)
        }
      }
    }
  }

  @Test func `a feature that no tree asks for changes nothing`() throws {
    let model = try Self.forest(3, trees: 5, depth: 3, features: 2)
    let wide = TreeModel(
      TreeEnsemble(
        model.ensemble.trees, base: [0.5, -1], featureCount: 3, comparison: .double,
        sum: .double), features: ["f0", "f1", "unused"].map { Feature($0) }, link: .identity,
      output: ModelOutput(.value, task: .regression, names: ["a", "b"]), summary: model.summary)
    let found = try FeatureEffects(of: wide, over: Self.rows(3, 30)).partialDependence(on: [2])
    #expect(found[0].curves[0].changes.allSatisfy { $0.value == 0 })
  }

  @Test(arguments: [2, 5])
  func `threads leave every bit`(threads: Int) throws {
    let model = try Self.forest(4, trees: 10, depth: 5, features: 3)
    let rows = Self.rows(3, 500)
    let found = try [1, threads].map {
      try FeatureEffects(of: model, over: rows, threads: $0).partialDependence()
    }
    #expect(found[0] == found[1])
  }
}
