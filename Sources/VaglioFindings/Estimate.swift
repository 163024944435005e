/// A value with its uncertainty, or the reason why there is none.
public enum Estimate: Hashable, Sendable {
  /// A finite value; the interval is absent where the field knows none (`max_error`).
  case value(Double, Uncertainty?)
  /// No value on these data, and why.
  case undefined(Undefined)

  /// A value with its uncertainty; one that overflowed is undefined, never infinite.
  public init(_ value: Double, _ uncertainty: Uncertainty? = nil) {
    if value.isFinite {
      self = .value(value, uncertainty)
    } else {
      self = .undefined(Undefined("the value is beyond the range of a double"))
    }
  }

  /// The value, if there is one.
  public var value: Double? {
    guard case .value(let value, _) = self else { return nil }
    return value
  }

  /// The interval at the analysis's own level, if there is one.
  public var interval: Interval? {
    guard case .value(_, let uncertainty) = self else { return nil }
    return uncertainty?.interval
  }

  /// The bounds at every other level, if they were kept.
  public var curve: ConfidenceCurve? {
    guard case .value(_, let uncertainty) = self else { return nil }
    return uncertainty?.curve
  }

  /// The reason for having no value, if there is none.
  public var undefined: Undefined? {
    guard case .undefined(let reason) = self else { return nil }
    return reason
  }
}

/// How sure an estimate is: the interval at the analysis's level, and the bounds at all others.
public struct Uncertainty: Hashable, Sendable {
  /// The interval at the level that the analysis was asked for.
  public let interval: Interval
  /// The bounds at the standard levels, by the same method.
  public let curve: ConfidenceCurve?

  /// An interval together with the curve that it belongs to.
  public init(interval: Interval, curve: ConfidenceCurve?) {
    (self.interval, self.curve) = (interval, curve)
  }

  /// The uncertainty that a method gives: its interval at `level`, and its curve; `nil` if it has
  /// no interval at that level.
  public init?(at level: ConfidenceLevel, _ interval: (ConfidenceLevel) -> Interval?) {
    guard let own = interval(level) else { return nil }
    self.init(interval: own, curve: ConfidenceCurve(interval))
  }

  /// The methods whose intervals may have no width, since the quantity is known for certain: both
  /// models are the same, or rank the rows in the same order, or are perfect, or the quantity hangs on
  /// the labels that they share; or it is the greatest of the rows at hand or was counted on them and
  /// stands for no others, or the share of a column that the model doesn't take, or all values of both
  /// samples are one.
  public static let certainMethods: Set<String> = [
    "both-perfect", "constant", "counted", "greatest-of-rows", "identical", "not-an-input",
    "same-labels", "same-ranking",
  ]
}
