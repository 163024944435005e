import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

/// How often the intervals of interactions hold the truth in simulation; slow, and run when
/// `VAGLIO_SLOW` is 1.
///
/// f = 2x + z + c·xz + d·xzw + e·xw with independent standard normal numbers: the pair's dependence has
/// the mean square 5 + c², the interaction c², so that H² = c²/(5 + c²).
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct InteractionCoverageTests {
  /// 300 draws may miss 0.9 by 0.07 in four standard errors.
  @Test(
    arguments: [50, 100],
    [[0, 0, 1], [0, 1, 0], [0.3, 0.5, 0], [0.3, 0, 1], [1, 0, 0], [1, 1, 0], [1, 0, 1]])
  func `intervals of interactions hold the truth about nine times in ten at least`(
    rows: Int, factors: [Double]
  ) throws {
    let (c, d, e) = (factors[0], factors[1], factors[2])
    let model = FormulaModel(["x", "z", "w"]) {
      [2 * $0[0] + $0[1] + c * $0[0] * $0[1] + d * $0[0] * $0[1] * $0[2] + e * $0[0] * $0[2]]
    }
    var (share, strength) = (0, 0)
    let trials = 300
    for trial in 0..<trials {
      let draws = SimulatedNumbers(seed: UInt64(trial) + 77)
      let found = try FeatureEffects(
        of: model,
        over: FeatureMatrix(numbers: (0..<3).map { draws.normals(rows: rows, column: $0) })
      ).interactions(ofPairs: [(0, 1)], plan: InteractionPlan(rows: rows))[0]
      if try #require(found.corrected.interval).contains(c * c / (5 + c * c)) { share += 1 }
      if try #require(found.strength.interval).contains(c) { strength += 1 }
    }
    print(
      "interactions, \(rows) rows, \(factors): \(Double(share) / Double(trials)), "
        + "\(Double(strength) / Double(trials))")
    #expect(share >= trials * 83 / 100 && strength >= trials * 83 / 100)
  }
}
