internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// How a metric changes when a group of features is shuffled, and how sure that is.
///
/// The shuffled value is the mean over the repeats. Its population value is that of rows whose group
/// is independent of all else, a statistic of pairs of rows: one gives the group's values, the other
/// takes them. Its influence function is therefore the sum of what a row adds as taker and as giver
/// (Hoeffding 1948, doi:10.1214/aoms/1177730196), and the change has the influence
/// ψᵢ = mean over repeats of (φ(i) + φ(taker of i)) − φ₀(i). The variance that ψ shows is that of the
/// rows plus what the few repeats add; the latter is known from the spread over the repeats, and is
/// taken off. What remains of the shuffles in the estimate, the variance between repeats divided by
/// their number, is added as a part of its own.
struct ShuffledMetric<Observed: Outcomes>: Sendable {
  let base: Readings<Observed>
  let shuffled: [Readings<Observed>]
  /// One list per repeat.
  let donors: [[Int32]]

  private var rows: Rows { base.outcomes.rows }

  /// The errors of a change.
  struct Errors {
    let rows: StandardError
    /// `nil` for one repeat, whose part the error of the rows holds.
    let shuffles: StandardError?
    /// Σψ³/(Σψ²)^1.5 over independent rows or clusters.
    let skew: Double
  }

  /// A change with its errors.
  struct Change {
    let original: Double
    let shuffled: Double
    /// Shuffled less original, or for a metric that is best near a number its distance from it.
    let worsening: Double
    /// The errors of the worsening; `nil` without influence.
    let errors: Errors?
    /// Whether the worsening is for certain 0, since no prediction changed.
    let isCertain: Bool
  }

  /// The change of a metric; positive where shuffling makes the model worse, or, of a metric that
  /// does not judge, where it makes it greater.
  func change<M: Metric<Observed>>(of metric: M) throws(Undefined) -> Change {
    let reading = base.reading(for: metric)
    let original = try metric.value(of: reading)
    if shuffled.allSatisfy({ $0.outcomes.predictsSame(as: base.outcomes) }) {
      return Change(
        original: original, shuffled: original, worsening: 0, errors: nil, isCertain: true)
    }
    var values: [Double] = []
    for readings in shuffled { values.append(try metric.value(of: readings.reading(for: metric))) }
    let mean = ExactSum(values).value / Double(values.count)
    let (before, after) = slopes(metric.measure.direction, original, mean)
    guard mean.isFinite, original.isFinite else {
      throw Undefined("the value is beyond the range of a double")
    }
    return Change(
      original: original, shuffled: mean,
      worsening: worsening(metric.measure.direction, original, mean),
      errors: errors(of: metric, reading, values, before, after), isCertain: false)
  }

  private func worsening(_ direction: Direction, _ original: Double, _ shuffled: Double) -> Double {
    switch direction {
    case .higherIsBetter: original - shuffled
    case .lowerIsBetter, .neutral: shuffled - original
    case .nearerIsBetter(let best): abs(shuffled - best) - abs(original - best)
    }
  }

  /// The derivatives of the worsening by the original and by the shuffled value.
  private func slopes(
    _ direction: Direction, _ original: Double, _ shuffled: Double
  ) -> (Double, Double) {
    switch direction {
    case .higherIsBetter: (1, -1)
    case .lowerIsBetter, .neutral: (-1, 1)
    case .nearerIsBetter(let best): (original < best ? 1 : -1, shuffled < best ? -1 : 1)
    }
  }

  private func errors<M: Metric<Observed>>(
    of metric: M, _ reading: M.Reading, _ values: [Double], _ before: Double, _ after: Double
  ) -> Errors? {
    guard let φ = metric.influence(of: reading, on: base.outcomes) else { return nil }
    var parts: [[Double]] = []
    for (readings, donors) in zip(shuffled, donors) {
      guard
        let φ = metric.influence(of: readings.reading(for: metric), on: readings.outcomes)
      else { return nil }
      parts.append(credited(φ.values(rows.count), donors))
    }
    var mean = [Double](repeating: 0, count: rows.count)
    for part in parts { for row in mean.indices { mean[row] += part[row] / Double(parts.count) } }
    let own = φ.values(rows.count)
    let ψ = own.indices.map { before * own[$0] + after * mean[$0] }
    let linearization = Linearization(rows)
    guard let error = linearization.standardError(of: Influence(ψ)) else { return nil }
    let noise = noise(of: parts, about: mean, linearization)
    let variance = max(0, error.value * error.value - noise)
    return Errors(
      rows: StandardError(
        value: variance.squareRoot(), degreesOfFreedom: error.degreesOfFreedom),
      shuffles: spread(of: values), skew: linearization.skew(Influence(ψ)))
  }

  /// What a row adds as a taker and, to the rows that take from it, as a giver.
  private func credited(_ φ: [Double], _ donors: [Int32]) -> [Double] {
    var parts = φ
    for (taker, giver) in donors.enumerated() {
      guard let weights = rows.weights else {
        parts[Int(giver)] += φ[taker]
        continue
      }
      let weight = weights[Int(giver)]
      if weight > 0 { parts[Int(giver)] += weights[taker] * φ[taker] / weight }
    }
    return parts
  }

  /// The variance that ψ has from the shuffles: of the mean of the repeats' parts about their mean.
  private func noise(
    of parts: [[Double]], about mean: [Double], _ linearization: Linearization
  ) -> Double {
    guard parts.count > 1 else { return 0 }
    var sum = 0.0
    for part in parts {
      let error = linearization.standardError(of: Influence(zip(part, mean).map { $0 - $1 }))
      sum += (error?.value ?? 0) * (error?.value ?? 0)
    }
    return sum / Double(parts.count - 1) / Double(parts.count)
  }

  /// The standard error of the mean of the repeats; `nil` for one, whose part the rows' error holds.
  private func spread(of values: [Double]) -> StandardError? {
    guard values.count > 1 else { return nil }
    let mean = ExactSum(values).value / Double(values.count)
    let squares = ExactSum(values.map { ($0 - mean) * ($0 - mean) }).value
    let freedom = Double(values.count - 1)
    return StandardError(
      value: (squares / freedom / Double(values.count)).squareRoot(), degreesOfFreedom: freedom)
  }
}
