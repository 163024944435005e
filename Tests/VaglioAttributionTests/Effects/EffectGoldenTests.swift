import Foundation
import Testing
import VaglioEvaluation
import VaglioModels

@testable import VaglioAttribution

/// What scikit-learn and PyALE say of a formula.
@Suite struct EffectGoldenTests {
  private struct Expected: Decodable {
    struct Accumulated: Decodable {
      let edges: [Double]
      let effects: [Double]
      let counts: [Int]
    }

    let rows: [[Double]]
    let weights: [Double]
    let grid: [Double]
    let partial_dependence: [[Double]]
    let weighted_partial_dependence: [[Double]]
    let individual: [[[Double]]]
    let accumulated: [Accumulated]
  }

  private let expected: Expected
  private let model = FormulaModel(["a", "b", "c"]) {
    [$0[0] * $0[1] + $0[0] * $0[0] + 3 * $0[2] - $0[1] / 2]
  }

  /// Answers are below 20 in size; sums of 101 of them, and of ten means, in two programs.
  private let tolerance = 2 * 111 * 20 * 0x1p-53

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/attribution/effects/expected.json")
    expected = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }

  private func effects(_ design: Rows? = nil) throws -> FeatureEffects {
    try FeatureEffects(of: model, over: FeatureMatrix(numbers: expected.rows), design: design)
  }

  private var grids: [EffectGrid] {
    (0..<3).map { _ in EffectGrid(expected.grid.map(EffectPoint.number)) }
  }

  private func agree(_ values: [Double], _ wanted: [Double]) -> Bool {
    values.count == wanted.count && zip(values, wanted).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test func `partial dependence is scikit-learn's by brute force`() throws {
    let found = try effects().partialDependence(grids: grids)
    for (own, wanted) in zip(found, expected.partial_dependence) {
      #expect(agree(own.curves[0].means.map(\.value), wanted))
    }
    let weights = Weights(expected.weights, kind: .importance)
    let weighted = try effects(Rows(count: 101, weights: weights)).partialDependence(grids: grids)
    for (own, wanted) in zip(weighted, expected.weighted_partial_dependence) {
      #expect(agree(own.curves[0].means.map(\.value), wanted))
    }
  }

  @Test(arguments: 0..<3) func `individual expectations are scikit-learn's`(feature: Int) throws {
    let found = try effects().individualExpectations(
      of: feature, grid: grids[feature], rows: 200)
    for (row, wanted) in expected.individual[feature].enumerated() {
      #expect(agree(found.curve(row: row, output: 0), wanted))
    }
  }

  @Test(arguments: 0..<3) func `accumulated local effects are PyALE's`(feature: Int) throws {
    let wanted = expected.accumulated[feature]
    let found = try effects().accumulatedLocalEffects(of: feature, edges: wanted.edges)
    #expect(found.edges == wanted.edges)
    #expect(found.counts == wanted.counts)
    #expect(agree(found.curves[0].effects.map(\.value), wanted.effects))
  }
}
