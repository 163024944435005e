public import VaglioFindings

/// The rows of two classes and what each counts for.
///
/// Everything is an integer, so that placements and their sums are exact: a frequency is one as it
/// stands, an importance is held in units of a power of two.
public struct ClassLabels: Hashable, Sendable {
  /// What the weights mean, and with it how the variance is formed.
  public enum Weighting: Hashable, Sendable {
    /// Every row counts once.
    case none
    /// A row of weight w stands for w equal rows.
    case frequency
    /// Rows stand for unequal shares of a population; the variance is the sandwich's.
    case importance
  }

  /// One per row, 1 for a positive.
  public let labels: [UInt8]
  /// One per row in units of the weighting; empty when every row counts once.
  public let units: [Int64]
  public let weighting: Weighting
  /// The sum of the positives' units.
  public let positives: Int64
  /// The sum of the negatives' units.
  public let negatives: Int64
  /// How many rows of positive weight are positive.
  public let positiveRows: Int
  /// How many rows of positive weight are negative.
  public let negativeRows: Int

  /// Rows that all count once.
  ///
  /// - Throws: `Undefined` when a class is empty.
  public init(_ labels: [UInt8]) throws(Undefined) {
    try self.init(labels, units: [], .none)
  }

  /// Rows that stand for as many equal rows as `frequencies` say, none of them negative.
  ///
  /// - Throws: `Undefined` when a class is empty or the frequencies sum to 2⁴⁰ or more.
  public init(_ labels: [UInt8], frequencies: [Int64]) throws(Undefined) {
    precondition(frequencies.allSatisfy { $0 >= 0 }, "a frequency is negative")
    try self.init(labels, units: frequencies, .frequency)
  }

  /// Rows with real weights, none of them negative or infinite.
  ///
  /// A weight counts as its nearest multiple of 2⁻ᵏ, where k is the largest for which the greatest
  /// weight stays below 2⁴⁰ units and their sum below 2⁵⁰: with ten million rows, each is rounded by
  /// less than 10⁻⁷ of the mean weight. A row whose weight rounds to nothing counts for nothing.
  ///
  /// - Throws: `Undefined` when a class has no weight.
  public init(_ labels: [UInt8], importances: [Double]) throws(Undefined) {
    precondition(importances.allSatisfy { $0 >= 0 && $0.isFinite }, "a weight is not usable")
    let greatest = importances.max() ?? 0
    let total = ExactSum(importances).value
    guard greatest > 0, total.isFinite else { throw Undefined("no row has weight") }
    let shift = min(39 - greatest.exponent, 49 - total.exponent)
    let scale = Double(sign: .plus, exponent: min(1023, Int(shift)), significand: 1)
    let units = importances.map { Int64(($0 * scale).rounded()) }
    try self.init(labels, units: units, .importance)
  }

  private init(_ labels: [UInt8], units: [Int64], _ weighting: Weighting) throws(Undefined) {
    precondition(units.isEmpty || units.count == labels.count, "one weight per row")
    let tally = Self.tally(labels, units)
    guard tally.positiveRows > 0 else { throw Undefined("no row is positive") }
    guard tally.negativeRows > 0 else { throw Undefined("no row is negative") }
    let limit: Int64 = weighting == .importance ? 1 << 51 : 1 << 40
    guard let positives = Int64(exactly: tally.positives), positives < limit,
      let negatives = Int64(exactly: tally.negatives), negatives < limit
    else { throw Undefined("the frequencies sum to more than two to the fortieth") }
    (self.labels, self.units, self.weighting) = (labels, units, weighting)
    (self.positives, self.negatives) = (positives, negatives)
    (positiveRows, negativeRows) = (tally.positiveRows, tally.negativeRows)
  }

  public var count: Int { labels.count }

  private struct Tally {
    var (positives, negatives) = (Int128(0), Int128(0))
    var (positiveRows, negativeRows) = (0, 0)
  }

  private static func tally(_ labels: [UInt8], _ units: [Int64]) -> Tally {
    var tally = Tally()
    guard !units.isEmpty else {
      for label in labels {
        precondition(label <= 1, "a label is 0 or 1")
        tally.positiveRows &+= Int(label)
      }
      tally.negativeRows = labels.count - tally.positiveRows
      (tally.positives, tally.negatives) = (Int128(tally.positiveRows), Int128(tally.negativeRows))
      return tally
    }
    for (label, unit) in zip(labels, units) where unit > 0 {
      precondition(label <= 1, "a label is 0 or 1")
      if label == 1 {
        (tally.positives, tally.positiveRows) = (
          tally.positives + Int128(unit), tally.positiveRows + 1
        )
      } else {
        (tally.negatives, tally.negativeRows) = (
          tally.negatives + Int128(unit), tally.negativeRows + 1
        )
      }
    }
    return tally
  }
}
