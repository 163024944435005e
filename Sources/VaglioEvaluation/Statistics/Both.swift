/// Two statistics gathered side by side, for metrics that need both.
public struct Both<First: SufficientStatistic, Second: SufficientStatistic>: SufficientStatistic
where First.Observed == Second.Observed {
  private(set) var first: First
  private(set) var second: Second

  /// Two statistics of the same rows.
  public init(_ first: First, _ second: Second) { (self.first, self.second) = (first, second) }

  public var count: Int { first.count }

  public mutating func add(_ outcomes: First.Observed, rows: Range<Int>) {
    first.add(outcomes, rows: rows)
    second.add(outcomes, rows: rows)
  }

  public mutating func merge(_ other: Both) {
    first.merge(other.first)
    second.merge(other.second)
  }

  public func read() -> (First.Reading, Second.Reading) { (first.read(), second.read()) }

  public func reading(
    from readings: Readings<First.Observed>
  ) -> (First.Reading, Second.Reading)? {
    (readings.reading(of: first), readings.reading(of: second))
  }
}
