internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The scale on which an interval is drawn before it is carried back.
public enum IntervalScale: Hashable, Sendable {
  case identity
  /// ln(x/(1−x)), for values between 0 and 1.
  case logit
  /// artanh x, for values between −1 and 1.
  case inverseHyperbolicTangent
  /// ln x, for positive values.
  case logarithm
  /// −ln(1−x), for values of at most 1 that have no lower limit.
  case logarithmOfComplement
}

extension IntervalScale {
  /// The word that an interval's method carries: `-logit`; empty for the identity.
  var suffix: String {
    switch self {
    case .identity: ""
    case .logit: "-logit"
    case .inverseHyperbolicTangent: "-atanh"
    case .logarithm: "-log"
    case .logarithmOfComplement: "-log-complement"
    }
  }

  /// The value on the scale.
  func forward(_ value: Double) -> Double {
    switch self {
    case .identity: value
    case .logit: log(value / (1 - value))
    case .inverseHyperbolicTangent: atanh(value)
    case .logarithm: log(value)
    case .logarithmOfComplement: -log1p(-value)
    }
  }

  /// The value that stands at a place of the scale.
  func backward(_ place: Double) -> Double {
    switch self {
    case .identity: place
    case .logit: 1 / (1 + exp(-place))
    case .inverseHyperbolicTangent: tanh(place)
    case .logarithm: exp(place)
    case .logarithmOfComplement: -expm1(-place)
    }
  }

  /// The derivative of ``forward(_:)``.
  func slope(at value: Double) -> Double {
    switch self {
    case .identity: 1
    case .logit: 1 / (value * (1 - value))
    case .inverseHyperbolicTangent: 1 / (1 - value * value)
    case .logarithm: 1 / value
    case .logarithmOfComplement: 1 / (1 - value)
    }
  }

  /// The interval of an estimate with a standard error: g(v) ± t·se·g′(v), carried back; on the
  /// identity where the estimate lies on the scale's edge. `nil` if it is not finite.
  func interval(
    _ estimate: Double, _ error: StandardError, level: ConfidenceLevel, method: String
  ) -> Interval? {
    let quantile = StudentT(degreesOfFreedom: error.degreesOfFreedom)
      .upperQuantile(level.alpha / 2)
    guard quantile.isFinite, error.value.isFinite else { return nil }
    let (center, slope) = (forward(estimate), slope(at: estimate))
    guard center.isFinite, slope.isFinite else {
      return self == .identity
        ? nil
        : IntervalScale.identity.interval(estimate, error, level: level, method: method)
    }
    let reach = quantile * error.value * slope
    let (lower, upper) = (backward(center - reach), backward(center + reach))
    guard lower.isFinite, upper.isFinite else { return nil }
    // Carrying there and back may miss the estimate by an ulp.
    return Interval(
      lower: min(lower, estimate), upper: max(upper, estimate), level: level,
      method: method + suffix)
  }
}
