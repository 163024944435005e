public import VaglioFindings

/// The standard error of a smooth estimate from the sums of its influence values.
///
/// An estimate that is approximately θ + Σwφ/Σw has Var = n/(n − 1)·(Σs² − (Σs)²/n)/(Σw)², where s
/// is w·φ of a row, or its sum over a cluster, and n the number of rows or clusters (Binder 1983,
/// doi:10.2307/1402588). The sums are exact and formed to 106 bits, so that no order shows.
public struct Linearization: Hashable, Sendable {
  /// How many independent units there were: rows, or clusters.
  public let units: Int
  public let standardError: Double

  /// The linearisation of contributions s, one per unit, over a total weight Σw.
  ///
  /// - Throws: `Undefined` for fewer than two units, no weight, or sums that are not finite.
  public init(
    units: Int, sum: ExactSum, sumOfSquares: ExactSum, totalWeight: Double
  ) throws(Undefined) {
    guard units >= 2 else { throw Undefined("fewer than two independent rows") }
    guard totalWeight > 0, totalWeight.isFinite else { throw Undefined("no row has weight") }
    let n = DoubleDouble(Double(units))
    let (total, squares) = (sum.doubleDouble, sumOfSquares.doubleDouble)
    let weight = DoubleDouble(totalWeight)
    let spread = (n * squares - total * total) / (n - DoubleDouble(1))
    let variance = (spread / weight / weight).high
    guard variance.isFinite else { throw Undefined("the influence of a row is not finite") }
    self.units = units
    standardError = max(0, variance).squareRoot()
  }

  /// The linearisation of one influence value per row, all weights 1.
  public init(influences: [Double]) throws(Undefined) {
    var squares = ExactSum()
    for influence in influences { squares.add(product: influence, influence) }
    try self.init(
      units: influences.count, sum: ExactSum(influences), sumOfSquares: squares,
      totalWeight: Double(influences.count))
  }

  /// estimate ± z·standard error, method `linearization`.
  public func linear(
    _ estimate: Double, level: ConfidenceLevel,
    range: ClosedRange<Double> = -.infinity ... .infinity
  ) -> Interval? {
    WaldInterval.linear(
      estimate, standardError: standardError, level: level, method: "linearization", range: range)
  }

  /// On the logit scale, method `linearization-logit`; `nil` unless 0 < estimate < 1.
  public func logit(_ estimate: Double, level: ConfidenceLevel) -> Interval? {
    WaldInterval.logit(
      estimate, standardError: standardError, level: level, method: "linearization-logit")
  }

  /// On the logarithmic scale, method `linearization-log`; `nil` unless estimate > 0.
  public func logarithmic(_ estimate: Double, level: ConfidenceLevel) -> Interval? {
    WaldInterval.logarithmic(
      estimate, standardError: standardError, level: level, method: "linearization-log")
  }

  /// On the scale artanh x, method `linearization-atanh`; `nil` unless |estimate| < 1.
  public func atanh(_ estimate: Double, level: ConfidenceLevel) -> Interval? {
    WaldInterval.atanh(
      estimate, standardError: standardError, level: level, method: "linearization-atanh")
  }
}
