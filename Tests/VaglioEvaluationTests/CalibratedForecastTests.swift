import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// Forecasts that keep their word have labels anywhere in them, equally likely.
struct CalibratedForecastTests {
  private static let sets = 500

  /// p-values of sets of rows whose label and nine members are drawn alike, the members' spread
  /// multiplied.
  private func pValues(
    _ metric: some Metric<EnsembleOutcomes>, spread: Double
  ) -> [Double] {
    (0..<Self.sets).compactMap { set in
      var draws = SeededDraws(seed: UInt64(set) &+ 4000)
      let rows = 40
      let actual = (0..<rows).map { _ in draws.nearlyNormal() }
      let members = (0..<9).map { _ in (0..<rows).map { _ in spread * draws.nearlyNormal() } }
      let outcomes = EnsembleOutcomes(
        actual: actual, members: members,
        rows: Rows(count: rows, keys: (0..<rows).map { _ in draws.next() }))
      return Evaluation(metrics: [metric], level: .ninetyFivePercent)
        .findings(on: outcomes, subject: .model)[0].test?.pValue
    }
  }

  /// Σ(counted − expected)²/expected over ten equal cells.
  private func distance(_ pValues: [Double]) -> Double {
    var counts = [Double](repeating: 0, count: 10)
    for p in pValues { counts[min(9, Int(p * 10))] += 1 }
    let expected = Double(pValues.count) / 10
    return counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
  }

  /// χ² with nine degrees of freedom exceeds 33.72 once in ten thousand draws.
  @Test func `the p-values of a calibrated forecast are uniform by Kolmogorov's distance`() {
    let pValues = pValues(PITKolmogorovSmirnov<EnsembleOutcomes>(), spread: 1)
    #expect(pValues.count == Self.sets)
    #expect(distance(pValues) < 33.72)
  }

  /// Kuiper's tails are too large by a twentieth at most, which makes each tenth of them smaller by 0.01
  /// at most and adds n·Σ(0.01)²/0.1 = 5 to the statistic of 500 sets.
  @Test func `the p-values of a calibrated forecast are uniform by Kuiper's distance`() {
    let pValues = pValues(PITKuiper<EnsembleOutcomes>(), spread: 1)
    #expect(pValues.count == Self.sets)
    #expect(distance(pValues) < 33.72 + 5)
  }

  /// Members with half the spread: labels lie in the outer thirds of the forecast more often.
  @Test func `a forecast that is too narrow is found out`() {
    let pValues = pValues(PITKuiper<EnsembleOutcomes>(), spread: 0.5)
    #expect(pValues.count { $0 < 0.05 } > Self.sets / 2)
  }
}
