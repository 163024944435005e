public import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// How many rows it takes to tell two models apart, from the spread that the rows at hand show.
///
/// The variance of a difference on n rows is σ²/n, σ² that of one row's difference of influence, with
/// clusters and weights as they are here. The same σ stands behind the intervals of a comparison and
/// behind the further rows that an inconclusive gate names, so that the numbers agree: there the
/// observed difference is taken for the true one, here the one that is asked for. The power to find
/// the *observed* difference is not given: it is a function of the p-value and tells nothing new
/// (Hoenig and Heisey 2001, doi:10.1198/000313001300339897).
public struct PowerAnalysis<Observed: Outcomes>: Sendable {
  private let metrics: [any Metric<Observed>]
  private let request: PowerRequest
  private let comparison: @Sendable (any Metric<Observed>) -> Comparison<Observed>

  /// An analysis by `metrics`; those that are not smooth are resampled.
  public init(
    metrics: [any Metric<Observed>], request: PowerRequest, resamples: Int, seed: UInt64
  ) {
    (self.metrics, self.request) = (metrics, request)
    comparison = {
      Comparison(metrics: [$0], level: request.level, resamples: resamples, seed: seed)
    }
  }

  /// One result per metric, in their order: what the rows can find, or why that can't be told.
  public func findings(on pair: Paired<Observed>) -> [Result<PowerFinding, UnknownPower>] {
    let readings = (Readings(of: pair.candidate), Readings(of: pair.production))
    return metrics.map { metric in
      Result { () throws(UnknownPower) in try finding(metric, readings.0, readings.1, on: pair) }
    }
  }

  private func finding<M: Metric<Observed>>(
    _ metric: M, _ candidate: Readings<Observed>, _ production: Readings<Observed>,
    on pair: Paired<Observed>
  ) throws(UnknownPower) -> PowerFinding {
    func unknown(_ reason: String) -> UnknownPower {
      UnknownPower(metric: metric.name, reason: reason)
    }
    guard !pair.areIdentical else {
      throw unknown("the two models predict the same on every row, so that nothing differs")
    }
    let (first, second) = (candidate.reading(for: metric), production.reading(for: metric))
    do {
      _ = (try metric.value(of: first), try metric.value(of: second))
    } catch {
      throw unknown(error.reason)
    }
    let spread =
      metric.resampling(of: first) == nil
      ? metric.spreadOfDifference(candidate: first, production: second, on: pair) : nil
    let design = spread.map { Design($0, level: request.level) } ?? design(of: metric, on: pair)
    guard let design else {
      throw unknown("the rows show no variance of the difference, so that none can be foretold")
    }
    return PowerPlan(request: request, design: design, direction: metric.measure.direction)
      .finding(metric: metric.name)
  }

  /// σ from the interval of the difference at one normal deviate, for a metric that has no influence
  /// function or shows no variance without half a row more.
  private func design(of metric: any Metric<Observed>, on pair: Paired<Observed>) -> Design? {
    let finding = comparison(metric).findings(on: pair)[0]
    guard
      let bounds = finding.estimate.curve?.bounds(atDeviate: 1), bounds.upper > bounds.lower
    else { return nil }
    let weights = pair.rows.weights
    let isFrequency = weights?.kind == .frequency
    let rows = isFrequency ? pair.rows.frequencyTotal : Double(pair.rows.count)
    return Design(
      deviation: BoundedNumber((bounds.upper - bounds.lower) / 2 * rows.squareRoot()), rows: rows)
  }
}

/// Why the power of a comparison is not known in a metric.
public struct UnknownPower: Error, Hashable, Sendable {
  public let metric: String
  public let reason: String
}

extension Rows {
  /// Σ of frequency weights.
  fileprivate var frequencyTotal: Double {
    guard let weights else { return Double(count) }
    return (0..<count).reduce(0) { $0 + weights[$1] }
  }
}

/// What planning knows of the rows at hand.
struct Design: Hashable, Sendable {
  let deviation: BoundedNumber
  let rows: Double
  var degreesPerRow = 1.0
  var designEffect: Double?
  var effectiveRows: Double?

  init(deviation: BoundedNumber, rows: Double) { (self.deviation, self.rows) = (deviation, rows) }

  init(_ spread: InfluenceSpread, level: ConfidenceLevel) {
    let interval = spread.interval(level: level)
    deviation = BoundedNumber(
      spread.standardDeviation, lower: interval?.lower, upper: interval?.upper)
    rows = spread.rows
    degreesPerRow = spread.degreesPerRow
    (designEffect, effectiveRows) = (spread.designEffect, spread.effectiveRows)
  }
}
