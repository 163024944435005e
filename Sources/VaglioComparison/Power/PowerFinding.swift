/// A number with the bounds within which it lies, as far as they are known.
public struct BoundedNumber: Hashable, Sendable {
  public let value: Double
  public let lower: Double?
  public let upper: Double?

  /// A number and its bounds.
  public init(_ value: Double, lower: Double? = nil, upper: Double? = nil) {
    (self.value, self.lower, self.upper) = (value, lower, upper)
  }
}

/// How many rows a claim needs.
public enum RowsNeeded: Hashable, Sendable {
  /// This many, and the bounds that come with the uncertainty of the standard deviation; no upper
  /// bound where it would exceed 1,000,000,000.
  case rows(BoundedNumber)
  /// No number of rows, or more than 1,000,000,000, and why.
  case none(String)

  /// The number, if there is one.
  public var number: BoundedNumber? {
    guard case .rows(let number) = self else { return nil }
    return number
  }

  /// Why there is none.
  public var reason: String? {
    guard case .none(let reason) = self else { return nil }
    return reason
  }
}

/// What the rows of a comparison can find in one metric, and how many others would need.
public struct PowerFinding: Hashable, Sendable {
  /// The metric's name.
  public let metric: String
  /// The rows at hand.
  public let rows: Double
  /// σ of one row's part in the difference: the difference's variance is σ²/n.
  public let deviation: BoundedNumber
  /// Where σ comes from: `influence`, or `interval` for metrics without an influence function.
  public let source: String
  /// See ``InfluenceSpread/designEffect``; `nil` where σ comes from the interval.
  public let designEffect: Double?
  /// See ``InfluenceSpread/effectiveRows``.
  public let effectiveRows: Double?
  /// The smallest true difference that rows like these find with the wanted power.
  public let detectable: BoundedNumber
  /// The smallest margin of which rows like these show non-inferiority with the wanted power when
  /// the models are equally good.
  public let detectableMargin: BoundedNumber
  /// The power of the rows at hand for the named difference.
  public let power: Double?
  public let forDifference: RowsNeeded?
  public let forNonInferiority: RowsNeeded?
  public let forEquivalence: RowsNeeded?
  /// Power and detectable difference over numbers of rows.
  public let curve: [PowerPoint]
}

/// What so many rows can find.
public struct PowerPoint: Hashable, Sendable {
  public let rows: Int
  /// The power for the named difference, if one is named.
  public let power: Double?
  /// The smallest difference found with the wanted power.
  public let detectable: Double
}
