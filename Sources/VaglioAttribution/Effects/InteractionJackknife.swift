internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The mean squares of an interaction, and what they are without each unit of the rows.
struct InteractionJackknife: Sendable {
  let plain: InteractionParts
  /// Without each unit, and how many units are alike.
  let without: [InteractionParts]
  let times: [Double]

  /// The number of units.
  var count: Double { times.reduce(0, +) }

  /// By how much the mean squares are too great for coming from so few rows: the jackknife's
  /// (n − 1)·(mean without one unit − value) (Quenouille 1956, doi:10.1093/biomet/43.3-4.353). It takes
  /// away all that falls with 1/n.
  var bias: InteractionParts {
    guard count > 1 else { return InteractionParts(numerator: 0, denominator: 0) }
    func bias(_ value: (InteractionParts) -> Double) -> Double {
      (count - 1) * (mean(of: without.map(value)) - value(plain))
    }
    return InteractionParts(numerator: bias(\.numerator), denominator: bias(\.denominator))
  }

  /// The interval of a number of the mean squares that is never negative: on the logarithmic scale
  /// log(value) ± t·√((n − 1)/n·Σ(log without − mean)²), carried back, and moved from the plain value to
  /// the corrected one.
  ///
  /// `nil` for one unit, and where the number is 0 without some unit and not without others; no width
  /// where it is always 0.
  func interval(
    corrected: Double, level: ConfidenceLevel, _ value: (InteractionParts) -> Double?
  ) -> (lower: Double, upper: Double)? {
    let values = without.compactMap(value)
    guard count > 1, values.count == without.count, let own = value(plain) else { return nil }
    if own == 0, values.allSatisfy({ $0 == 0 }) { return (0, 0) }
    guard own > 0, values.allSatisfy({ $0 > 0 }) else { return nil }
    let logs = values.map { log($0) }
    let mean = mean(of: logs)
    let squares = zip(logs, times).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    let reach =
      StudentT(degreesOfFreedom: count - 1).upperQuantile(level.alpha / 2)
      * ((count - 1) / count * squares).squareRoot()
    let shift = corrected - own
    let (lower, upper) = (own * exp(-reach) + shift, own * exp(reach) + shift)
    return upper.isFinite ? (max(0, lower), max(0, upper)) : nil
  }

  private func mean(of values: [Double]) -> Double {
    zip(values, times).reduce(0) { $0 + $1.0 * $1.1 } / count
  }
}
