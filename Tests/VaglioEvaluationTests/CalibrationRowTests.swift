import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// Calibration under weights and clusters.
struct CalibrationRowTests {
  /// Statistics of tests, and what takes chance out by the number of rows, grow with the rows.
  private static let growing: Set = [
    "debiased_calibration_error", "hosmer_lemeshow", "spiegelhalter_z",
  ]
  private static let steady = MetricCatalogue.calibration.filter { !growing.contains($0.name) }

  private func estimate(
    _ metric: any Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes
  ) -> Estimate {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0].estimate
  }

  /// Sums of a few hundred terms in two orders of rounding; the regression's steps end below 10⁻¹⁰.
  private func agree(_ one: Estimate, _ other: Estimate, intervals: Bool = true) -> Bool {
    func near(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return abs(a - b) <= 1e-9 * max(1, abs(a))
    }
    return near(one.value, other.value)
      && (!intervals
        || near(one.interval?.lower, other.interval?.lower)
          && near(one.interval?.upper, other.interval?.upper))
  }

  @Test(arguments: steady.map(\.name), [1, 2] as [UInt64])
  func `twins in one cluster count once`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.calibration))
    let outcomes = BinaryOutcomes.drawn(rows: 150, seed: seed)
    func clustered(_ rows: [Int32]) -> BinaryOutcomes {
      outcomes.taking(rows).with(Rows(count: rows.count, clusters: rows))
    }
    let own = Array(0..<Int32(150))
    let (alone, twins) = (
      estimate(metric, clustered(own)), estimate(metric, clustered(own.flatMap { [$0, $0] }))
    )
    #expect(alone.value != nil)
    #expect(agree(alone, twins), "\(alone), \(twins)")
    if let interval = alone.interval { #expect(interval.contains(alone.value ?? .nan)) }
  }

  @Test(arguments: MetricCatalogue.calibration.map(\.name), [1, 2] as [UInt64])
  func `the unit of importance weights does not show, nor rows of weight 0`(
    name: String, seed: UInt64
  ) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.calibration))
    let outcomes = BinaryOutcomes.drawn(rows: 150, seed: seed)
    var draws = SeededDraws(seed: seed &+ 9)
    let weights = (0..<150).map { $0 < 10 ? 0 : 0.25 + Double(draws.next() % 8) / 8 }
    let weighted = outcomes.weighted(Weights(weights, kind: .importance))
    let fourfold = outcomes.weighted(Weights(weights.map { 4 * $0 }, kind: .importance))
    #expect(agree(estimate(metric, weighted), estimate(metric, fourfold)))
    let kept = outcomes.taking(Array(10..<150))
      .weighted(Weights(Array(weights[10...]), kind: .importance))
    let (all, some) = (estimate(metric, weighted), estimate(metric, kept))
    #expect(agree(all, some), "\(all), \(some)")
  }

  @Test(arguments: steady.map(\.name))
  func `importance weights move the value as frequencies do`(name: String) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.calibration))
    let outcomes = BinaryOutcomes.drawn(rows: 150, seed: 3)
    let times = (0..<150).map { Double($0 % 3 + 1) }
    let (importance, frequency) = (
      estimate(metric, outcomes.weighted(Weights(times, kind: .importance))),
      estimate(metric, outcomes.weighted(Weights(times, kind: .frequency)))
    )
    #expect(agree(importance, frequency, intervals: false), "\(importance), \(frequency)")
  }
}
