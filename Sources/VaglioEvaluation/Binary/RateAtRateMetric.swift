public import VaglioFindings
internal import VaglioStatistics

/// The rate of one class at the threshold where the other class has the rate that is asked for.
///
/// The other class's rows determine the threshold, so that its error is that of a quantile: where
/// the rate asked for is r, the true threshold lies between the ones at r ± z·√(r(1 − r)/n) (Woodruff
/// 1952, doi:10.1080/01621459.1952.10483443). What the value is at these two joins Wilson's interval
/// of the value by square-and-add. Where such a rate is beyond 0 or 1, the threshold may lie beyond
/// all rows, and the value be anything on that side.
public protocol RateAtRateMetric: CutMetric {
  /// The rate that is asked for.
  var askedRate: Double { get }
  /// The weight of the class that has the rate asked for.
  func determiningRows(at cut: Cut) -> Double
  /// The cut that has a rate of at least so much in that class, and the best value.
  func cut(of curve: RankedCurve, atRate rate: Double) throws(Undefined) -> Cut
}

extension RateAtRateMetric {
  public var intervalMethod: String {
    "Square-and-add of Wilson's interval and Woodruff's of the threshold; square-and-add of a "
      + "difference, with the correlation of the rows' influences"
  }

  public func cut(of curve: RankedCurve) throws(Undefined) -> Cut {
    try cut(of: curve, atRate: askedRate)
  }

  public func intervals(of reading: RankedRows) -> Intervals? {
    let curve = RankedCurve(reading)
    guard let cut = try? cut(of: curve) else { return nil }
    return { level in interval(at: cut, of: curve, level: level) }
  }

  private func interval(at cut: Cut, of curve: RankedCurve, level: ConfidenceLevel) -> Interval? {
    let (value, trials) = (value(at: cut), trials(at: cut))
    let wilson = Proportion(successes: value * trials, trials: trials).wilson(level)
    let error = (askedRate * (1 - askedRate) / determiningRows(at: cut)).squareRoot()
    let reach = level.deviate * error
    let least = min(value, valueOrEnd(atRate: askedRate + reach, of: curve))
    let most = max(value, valueOrEnd(atRate: askedRate - reach, of: curve))
    let threshold = Interval(
      lower: least - value, upper: most - value, level: level, method: wilson.method)
    return NewcombeInterval.sum(
      [.init(1, value, wilson), .init(1, 0, threshold)], range: 0...1, level: level,
      method: "wilson-woodruff-square-and-add")
  }

  /// The value where the other class has a rate; 0 or 1 where it would be above 1 or below 0.
  private func valueOrEnd(atRate rate: Double, of curve: RankedCurve) -> Double {
    guard rate >= 0 else { return 1 }
    guard rate <= 1, let cut = try? cut(of: curve, atRate: rate) else { return 0 }
    return value(at: cut)
  }
}
