import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct PartialDependenceTests {
  /// x = 1, 2, 3, 4 beside z = 0, 2, 4, 6 and a dummy.
  private static let rows = FeatureMatrix(numbers: [[1, 2, 3, 4], [0, 2, 4, 6], [5, 5, 6, 6]])

  private static func effects(
    _ formula: @escaping @Sendable ([Double]) -> [Double], design: Rows? = nil
  ) throws -> FeatureEffects {
    try FeatureEffects(
      of: FormulaModel(["x", "z", "dummy"], formula), over: rows, design: design)
  }

  @Test func `of a sum it is the feature's own term and a constant`() throws {
    let found = try Self.effects { [2 * $0[0] + $0[1] * $0[1]] }.partialDependence(on: [0])[0]
    // The mean of z² is (0 + 4 + 16 + 36)/4 = 14.
    #expect(found.points == [1, 2, 3, 4].map(EffectPoint.number))
    #expect(found.curves[0].means.map(\.value) == [16, 18, 20, 22])
    // The mean of x is 2.5: changes 2(v − 2.5).
    #expect(found.curves[0].changes.map(\.value) == [-3, -1, 1, 3])
    // z² varies by Σ(z² − 14)² = 196 + 100 + 4 + 484 = 784: error √(784/(4·3)).
    let error = try #require(found.curves[0].means[0].standardError)
    #expect(abs(error - (784.0 / 12).squareRoot()) < 1e-14)
  }

  @Test func `of a product it is the feature times the mean of the other`() throws {
    let found = try Self.effects { [$0[0] * $0[1]] }.partialDependence(on: [0])[0]
    #expect(found.curves[0].means.map(\.value) == [3, 6, 9, 12])
    // z varies by Σ(z − 3)² = 20: error v·√(20/12).
    let errors = found.curves[0].means.compactMap(\.standardError)
    for (error, v) in zip(errors, [1.0, 2, 3, 4]) {
      #expect(abs(error - v * (20.0 / 12).squareRoot()) < 1e-14)
    }
  }

  @Test func `a dummy changes nothing`() throws {
    let found = try Self.effects { [$0[0] * $0[1]] }.partialDependence(on: [2])[0]
    #expect(found.curves[0].changes.map(\.value) == [0, 0])
    #expect(found.curves[0].changes.map(\.lower) == [0, 0])
  }

  @Test func `a row of weight two is two rows`() throws {
    let formula = { @Sendable (row: [Double]) in [row[0] * row[1]] }
    let weighted = try Self.effects(
      formula, design: Rows(count: 4, weights: Weights([2, 1, 1, 0], kind: .frequency)))
    let model = FormulaModel(["x", "z", "dummy"], formula)
    let repeated = try FeatureEffects(of: model, over: Self.rows.gathered([0, 0, 1, 2]))
    let grid = EffectGrid([.number(1), .number(7)])
    #expect(
      try weighted.partialDependence(on: [0], grids: [grid])[0].curves
        == repeated.partialDependence(on: [0], grids: [grid])[0].curves)
  }

  @Test func `clusters widen the band`() throws {
    // z = 0, 2 and 4, 6 in clusters: sums of z − 3 are −4 and 4, error √(32·2)/4 = 2.
    let found = try Self.effects(
      { [$0[0] * $0[1]] }, design: Rows(count: 4, clusters: [0, 0, 1, 1])
    ).partialDependence(on: [0])[0]
    #expect(found.curves[0].means[0].standardError == 2)
  }

  @Test func `one row has a curve and no band`() throws {
    let model = FormulaModel(["x"]) { $0 }
    let found = try FeatureEffects(of: model, over: FeatureMatrix(numbers: [[3]]))
      .partialDependence(grids: [EffectGrid([.number(1), .number(2)])])[0]
    #expect(found.curves[0].means.map(\.value) == [1, 2])
    #expect(found.curves[0].means.allSatisfy { $0.lower == nil })
  }

  @Test func `a missing value is a point of its own, the last`() throws {
    let model = FormulaModel(["x"]) { [$0[0].isNaN ? -1 : $0[0]] }
    let found = try FeatureEffects(of: model, over: FeatureMatrix(numbers: [[2, .nan, 1]]))
      .partialDependence()[0]
    #expect(found.points == [.number(1), .number(2), .missing])
    #expect(found.curves[0].means.map(\.value) == [1, 2, -1])
    let exhibit = found.exhibits(subject: .model)[0]
    #expect(exhibit.words("point") == ["1.0", "2.0", "missing"])
    #expect(exhibit.numbers("x") == [1, 2, nil])
  }

  @Test func `bad input is refused by its name`() throws {
    let model = FormulaModel(["x"]) { $0 }
    #expect(throws: AttributionError.self) {
      try FeatureEffects(of: model, over: FeatureMatrix(numbers: [[]]))
    }
    #expect(throws: AttributionError.self) {
      try FeatureEffects(of: model, over: FeatureMatrix(numbers: [[1], [2]]))
    }
    #expect(throws: AttributionError.self) {
      try FeatureEffects(of: model, over: FeatureMatrix(numbers: [[1]]), scale: .margin)
    }
    let labels = FormulaModel(["x"], kind: .label, task: .multiclass) { $0 }
    #expect(throws: AttributionError.self) {
      try FeatureEffects(of: labels, over: FeatureMatrix(numbers: [[1]]))
    }
    let touchy = FormulaModel(["x"]) { [$0[0] == 2 ? .infinity : 1] }
    let effects = try FeatureEffects(of: touchy, over: FeatureMatrix(numbers: [[1]]))
    #expect(throws: AttributionError.self) {
      try effects.partialDependence(grids: [EffectGrid([.number(2)])])
    }
    let none = Rows(count: 1, weights: Weights([0], kind: .importance))
    #expect(throws: AttributionError.self) {
      try FeatureEffects(of: model, over: FeatureMatrix(numbers: [[1]]), design: none)
    }
  }
}

@Suite struct EffectGridTests {
  private func grid(_ numbers: [Double], points: Int) -> [EffectPoint] {
    EffectGrid(of: .numbers(numbers), feature: Feature("x"), points: points).points
  }

  @Test func `quantiles of many values, with both ends`() {
    // Ranks ⌈100·k/4⌉ of 1…100: 25, 50, 75, 100, and the first.
    #expect(
      grid((1...100).map(Double.init), points: 5) == [1, 25, 50, 75, 100].map(EffectPoint.number))
  }

  @Test func `all of few values, a constant's one`() {
    #expect(grid([3, 1, 3, 2], points: 5) == [1, 2, 3].map(EffectPoint.number))
    #expect(grid([4, 4], points: 5) == [.number(4)])
    #expect(grid([.nan, .nan], points: 5) == [.missing])
  }

  @Test func `levels in the order of the model`() {
    let texts = FeatureMatrix.Column.texts(Categories(["b", "a", nil, "c", "a"]))
    let known = Feature("x", kind: .category(levels: ["c", "b"]))
    #expect(
      EffectGrid(of: texts, feature: known, points: 2).points
        == [.level("c"), .level("b"), .level("a"), .missing])
    #expect(
      EffectGrid(of: texts, feature: Feature("x", kind: .text), points: 2).points
        == [.level("a"), .level("b"), .level("c"), .missing])
  }
}

@Suite struct IndividualExpectationsTests {
  private static let rows = FeatureMatrix(numbers: [[1, 2, 3], [0, 2, 4]])

  @Test func `their mean is the partial dependence`() throws {
    let effects = try FeatureEffects(
      of: FormulaModel(["x", "z"]) { [$0[0] * $0[1]] }, over: Self.rows)
    let curves = try effects.individualExpectations(of: 0)
    #expect(curves.curve(row: 2, output: 0) == [4, 8, 12])
    let means = try effects.partialDependence(on: [0])[0].curves[0].means
    for point in 0..<3 {
      let mean = (0..<3).reduce(0.0) { $0 + curves.curve(row: $1, output: 0)[point] } / 3
      #expect(mean == means[point].value)
    }
  }

  @Test func `centred curves of a sum are the same for all rows`() throws {
    let effects = try FeatureEffects(
      of: FormulaModel(["x", "z"]) { [2 * $0[0] + $0[1]] }, over: Self.rows)
    let centred = try effects.individualExpectations(of: 0).centred()
    for row in 0..<3 { #expect(centred.curve(row: row, output: 0) == [0, 2, 4]) }
  }

  @Test func `fewer rows are chosen by their identity`() throws {
    let effects = try FeatureEffects(
      of: FormulaModel(["x"]) { $0 }, over: FeatureMatrix(numbers: [(0..<50).map(Double.init)]))
    let first = try effects.individualExpectations(of: 0, rows: 5)
    #expect(first.rows.count == 5)
    #expect(try effects.individualExpectations(of: 0, rows: 5).rows == first.rows)
    #expect(try effects.individualExpectations(of: 0, rows: 5, seed: 8).rows != first.rows)
    #expect(first.exhibits(subject: .model)[0].series.values.allSatisfy { $0.count == 5 * 20 })
  }
}
