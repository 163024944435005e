import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

@Suite struct AccumulatedLocalEffectsTests {
  @Test func `two bins by hand`() throws {
    // x = 1, 2, 3, 5 in two bins [1, 2] and (2, 5]; f = x·z with z = 1, 3, 2, 4. Steps over (1, 2):
    // z = 1, 3, mean 2; over (2, 5): 3z = 6, 12, mean 9. Sums 0, 2, 11; middles 1, 6.5, mean 3.75.
    let effects = try FeatureEffects(
      of: FormulaModel(["x", "z"]) { [$0[0] * $0[1]] },
      over: FeatureMatrix(numbers: [[1, 2, 3, 5], [1, 3, 2, 4]]))
    let found = try effects.accumulatedLocalEffects(of: 0, bins: 2)
    #expect(found.edges == [1, 2, 5])
    #expect(found.counts == [2, 2])
    #expect(found.curves[0].effects.map(\.value) == [-3.75, -1.75, 7.25])
    // At the last edge a row of bin 1 has (1 − ¾)·√2·(±1)/½ − (1 − 3.75) = ±0.7071 + 2.75, one of
    // bin 2 (1 − ¼)·√2·(±3)/½ − (6.5 − 3.75) = ±6.364 − 2.75; their squares over 4·3.
    let φ =
      [2.75 - 0.5.squareRoot(), 2.75 + 0.5.squareRoot()]
      + [-1, 1].map {
        $0 * 4.5 * 2.0.squareRoot() - 2.75
      }
    let error = (φ.reduce(0) { $0 + $1 * $1 } / 12).squareRoot()
    #expect(abs(try #require(found.curves[0].effects[2].standardError) - error) < 1e-14)
  }

  @Test func `of a sum it rises with the feature's own term, whatever hangs together`() throws {
    let draws = SimulatedNumbers(seed: 3)
    let x = draws.uniforms(rows: 500, column: 0)
    // The other feature is nearly the same: partial dependence would ask about rows that don't occur.
    let z = x.enumerated().map { $1 + 0.01 * draws.normal($0, 1) }
    let effects = try FeatureEffects(
      of: FormulaModel(["x", "z"]) { [3 * $0[0] * $0[0] + $0[1]] },
      over: FeatureMatrix(numbers: [x, z]))
    let found = try effects.accumulatedLocalEffects(of: 0, bins: 10)
    let values = found.curves[0].effects.map(\.value)
    for (edge, value) in zip(found.edges, values) {
      let truth = 3 * (edge * edge - found.edges[0] * found.edges[0])
      // Differences of numbers below 4, each rounded: 500 additions at the most.
      #expect(abs(value - values[0] - truth) < 1000 * 4 * 0x1p-53)
    }
  }

  @Test func `rows that miss the feature are left out`() throws {
    let effects = try FeatureEffects(
      of: FormulaModel(["x"]) { [$0[0].isNaN ? 0 : $0[0]] },
      over: FeatureMatrix(numbers: [[1, .nan, 2, 3, 4]]))
    let found = try effects.accumulatedLocalEffects(of: 0, bins: 2)
    #expect(found.missingCount == 1)
    #expect(found.counts.reduce(0, +) == 4)
  }

  @Test func `bins of one row join their neighbour`() {
    let bins = LocalBins([1, 2, 2, 2, 3], edges: [1, 2, 3])
    #expect(bins.counts.allSatisfy { $0 > 1 })
    #expect(bins.edges.first == 1)
    #expect(bins.edges.last == 3)
    #expect(bins.counts.reduce(0, +) == 5)
  }

  @Test func `values without order and constants are refused`() throws {
    let effects = try FeatureEffects(
      of: FormulaModel(["x"]) { $0 }, over: FeatureMatrix(numbers: [[2, 2, 2]]))
    #expect(throws: AttributionError.self) { try effects.accumulatedLocalEffects(of: 0) }
    #expect(throws: AttributionError.self) {
      try effects.accumulatedLocalEffects(of: 0, edges: [0, 1])
    }
  }
}
