public import VaglioFindings

/// An estimate with its bootstrap replicates, and the intervals that they support.
///
/// An interval is `nil` at levels that leave fewer than five replicates in a tail (or, after BCa's
/// correction, fewer than one), whose endpoint would be one draw's accident, and at every level when
/// more than one replicate in twenty has no value. Quantiles are numpy's `linear` (type 7 of Hyndman and Fan 1996,
/// doi:10.1080/00031305.1996.10473566).
public struct Replicates: Hashable, Sendable {
  /// The estimate on the data themselves.
  public let estimate: Double
  /// The replicates that have a value, ascending.
  public let values: [Double]
  /// How many have none.
  public let undefinedCount: Int

  /// The replicates of an estimate, in any order.
  public init(estimate: Double, _ replicates: [Double?]) {
    self.estimate = estimate
    values = replicates.compactMap { $0 }.filter(\.isFinite).sorted()
    undefinedCount = replicates.count - values.count
  }

  /// The standard deviation of the replicates; `nil` for fewer than two.
  public var standardError: Double? {
    guard values.count > 1 else { return nil }
    let mean = ExactSum(values).value / Double(values.count)
    var squares = ExactSum()
    for value in values { squares.add(product: value - mean, value - mean) }
    return (squares.value / Double(values.count - 1)).squareRoot()
  }

  /// The quantiles α/2 and 1 − α/2, method `bootstrap-percentile`.
  public func percentile(level: ConfidenceLevel) -> Interval? {
    interval(level.alpha / 2, 1 - level.alpha / 2, level, "bootstrap-percentile")
  }

  /// Twice the estimate less the percentile bounds, method `bootstrap-basic`.
  public func basic(level: ConfidenceLevel) -> Interval? {
    guard let percentile = percentile(level: level) else { return nil }
    return Interval(
      2 * estimate - percentile.upper, 2 * estimate - percentile.lower, level, "bootstrap-basic")
  }

  /// Efron's bias-corrected and accelerated interval (1987, doi:10.1080/01621459.1987.10478410),
  /// method `bootstrap-bca`; where the correction is infinite or not a number, the percentile
  /// interval under its own name.
  ///
  /// `acceleration` comes from ``acceleration(influences:)``.
  public func bca(level: ConfidenceLevel, acceleration: Double) -> Interval? {
    let z0 = biasCorrection
    func adjusted(_ z: Double) -> Double {
      let shifted = z0 + z
      return Normal.cdf(z0 + shifted / (1 - acceleration * shifted))
    }
    let (low, high) = (adjusted(-level.deviate), adjusted(level.deviate))
    guard z0.isFinite, acceleration.isFinite, low > 0, high < 1, low < high,
      acceleration * (z0 + level.deviate) < 1, acceleration * (z0 - level.deviate) < 1
    else { return percentile(level: level) }
    return interval(low, high, level, "bootstrap-bca")
  }

  /// z₀: the normal deviate of the share of replicates below the estimate, equal ones half.
  public var biasCorrection: Double {
    let below = values.count { $0 < estimate }
    let atMost = values.count { $0 <= estimate }
    return Normal.quantile(Double(below + atMost) / Double(2 * max(values.count, 1)))
  }

  /// Σd³/(6(Σd²)^1.5) of the influence values, or of the jackknife's mean less its values; 0 when
  /// they are all 0.
  public static func acceleration(influences: [Double]) -> Double {
    var (squares, cubes) = (ExactSum(), ExactSum())
    for influence in influences {
      squares.add(product: influence, influence)
      cubes.add(product: influence * influence, influence)
    }
    let scale = squares.value * squares.value.squareRoot()
    return scale == 0 ? 0 : cubes.value / (6 * scale)
  }

  /// The acceleration from the statistic without each row in turn.
  public static func acceleration(jackknife values: [Double]) -> Double {
    let mean = ExactSum(values).value / Double(max(values.count, 1))
    return acceleration(influences: values.map { mean - $0 })
  }

  /// Whether the replicates differ among each other, so that they show a variance at all.
  public var vary: Bool { values.first != values.last }

  /// The two-sided p-value of the hypothesis that the truth is `value`, by inverting the percentile
  /// interval: twice (1 + the replicates at or beyond it)/(B + 1), at most 1 (Davison and Hinkley
  /// 1997, doi:10.1017/CBO9780511802843, equation 4.11).
  public func percentilePValue(of value: Double) -> Double {
    let atMost = values.count { $0 <= value }
    let atLeast = values.count { $0 >= value }
    return min(1, 2 * Double(1 + min(atMost, atLeast)) / Double(values.count + 1))
  }

  /// The two-sided p-value that inverts ``basic(level:)``: the percentile interval mirrored at the
  /// estimate.
  public func basicPValue(of value: Double) -> Double {
    percentilePValue(of: 2 * estimate - value)
  }

  /// The two-sided p-value that inverts ``bca(level:acceleration:)``: with w = Φ⁻¹(share of the
  /// replicates below `value`) − z₀, the deviate w/(1 + aw) − z₀; never below 2/(B + 1).
  public func bcaPValue(of value: Double, acceleration: Double) -> Double {
    let z0 = biasCorrection
    let (below, atMost) = (values.count { $0 < value }, values.count { $0 <= value })
    let share = (Double(below + atMost) / 2 + 0.5) / Double(values.count + 1)
    let shifted = Normal.quantile(share) - z0
    let deviate = shifted / (1 + acceleration * shifted) - z0
    guard z0.isFinite, deviate.isFinite, 1 + acceleration * shifted > 0 else {
      return percentilePValue(of: value)
    }
    return min(1, max(2 / Double(values.count + 1), 2 * Normal.cdf(-abs(deviate))))
  }

  private func interval(
    _ low: Double, _ high: Double, _ level: ConfidenceLevel, _ method: String
  ) -> Interval? {
    guard undefinedCount * 20 <= values.count + undefinedCount,
      Double(values.count) * level.alpha >= 10, Double(values.count) * min(low, 1 - high) >= 1
    else { return nil }
    return Interval(quantile(low), quantile(high), level, method)
  }

  private func quantile(_ probability: Double) -> Double {
    let position = Double(values.count - 1) * probability
    let index = min(Int(position), values.count - 2)
    let share = position - Double(index)
    return values[index] + share * (values[index + 1] - values[index])
  }
}
