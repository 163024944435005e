public import VaglioFindings

/// A mean of a loss that some rows can't have: it is undefined when there is one such row.
///
/// Leaving the rows out would reward predictions outside the domain.
public protocol DomainMeanMetric: MeanMetric {
  /// What such a row has: `a negative label`.
  var violation: String { get }
}

extension DomainMeanMetric {
  public func value(of reading: Moments) throws(Undefined) -> Double {
    guard reading.rows > 0 else { throw Undefined("there are no rows") }
    guard reading.left == 0 else {
      let rows = reading.left == 1 ? "1 row has" : "\(reading.left) rows have"
      throw Undefined("\(rows) \(violation)")
    }
    return try mean(of: reading)
  }

  private func mean(of reading: Moments) throws(Undefined) -> Double {
    guard reading.weight > 0 else { throw Undefined(emptiness) }
    return reading.mean
  }
}
