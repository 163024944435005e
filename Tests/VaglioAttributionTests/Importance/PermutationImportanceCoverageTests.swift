import Foundation
import Synchronization
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels
import VaglioStatistics

@testable import VaglioAttribution

/// How often the intervals hold the importance in the population. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct PermutationImportanceCoverageTests {
  /// The share of samples whose interval holds the truth.
  private func coverage(
    _ trials: Int, truth: Double, _ interval: (UInt64) throws -> Interval?
  ) rethrows -> Double {
    var held = 0
    for trial in 0..<trials {
      if try interval(UInt64(trial))?.contains(truth) == true { held += 1 }
    }
    return Double(held) / Double(trials)
  }

  @Test(arguments: [1, 2, 5, 20])
  func `mean squared error of a linear model`(repeats: Int) throws {
    // y = a + e, f = a: E(a + e − a′)² − E e² = Var a + Var a′ = 2.
    let model = FormulaModel(["a"]) { $0 }
    let share = try coverage(1500, truth: 2) { trial in
      let draws = SimulatedNumbers(seed: trial)
      let a = draws.normals(rows: 100, column: 0)
      let data = LabelledFeatures(
        FeatureMatrix(numbers: [a]),
        actual: (0..<100).map { a[$0] + draws.normal($0, 1) })
      return try PermutationImportance(
        metrics: [.meanSquaredError], repeats: repeats, seed: trial
      ).importances(of: model, on: data).entries[0].importance.interval
    }
    print("permutation importance, mse, \(repeats) repeats: \(share)")
    #expect((0.92...(repeats == 1 ? 1 : 0.98)).contains(share))
  }

  @Test(arguments: [false, true])
  func `area under the curve, rows single and in clusters`(clustered: Bool) throws {
    // The score a + b, labels by the sign of a + b + noise; what shuffling a does to the area in the
    // population is found from one sample of 400,000 rows.
    let model = FormulaModel(["a", "b"], kind: .score, task: .binary) { [$0[0] + $0[1]] }
    func data(_ trial: UInt64, rows count: Int) -> LabelledFeatures<BinaryOutcomes> {
      let draws = SimulatedNumbers(seed: trial)
      // Rows of a cluster share half of the variance of all that is drawn.
      func number(_ row: Int, _ column: Int) -> Double {
        guard clustered else { return draws.normal(row, column) }
        return (draws.normal(row / 4, column + 10) + draws.normal(row, column)) / 2.0.squareRoot()
      }
      let columns = (0..<2).map { column in (0..<count).map { number($0, column) } }
      let labels = (0..<count).map { row in
        UInt8(columns[0][row] + columns[1][row] + number(row, 2) > 0 ? 1 : 0)
      }
      return LabelledFeatures(
        FeatureMatrix(numbers: columns), labels: labels,
        rows: Rows(
          count: count, clusters: clustered ? (0..<count).map { Int32($0 / 4) } : nil))
    }
    func importance(_ trial: UInt64, rows: Int) throws -> Estimate {
      try PermutationImportance(metrics: [.rocAUC], repeats: 3, seed: trial)
        .importances(of: model, on: data(trial, rows: rows)).entries[0].importance
    }
    let truth = try #require(try importance(99_999, rows: 400_000).value)
    let share = try coverage(800, truth: truth) { try importance($0, rows: 200).interval }
    print("permutation importance, roc_auc, clustered \(clustered): \(share)")
    #expect((0.92...0.98).contains(share))
  }
}
