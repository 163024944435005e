public import VaglioFindings

/// A loss of a label and the two bounds of its forecast interval.
public protocol IntervalLoss: RowLoss where Observed: ForecastOutcomes {
  /// The share of labels that the interval announces to hold.
  var level: Double { get }
  /// The loss of a row.
  func loss(label: Double, lower: Double, upper: Double) -> Double
}

extension IntervalLoss {
  /// Returns how many intervals are crossed, with the lower bound above the upper one.
  @discardableResult
  public func write(
    _ outcomes: Observed, rows: Range<Int>, into losses: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    guard let (lower, upper) = outcomes.centralInterval(level: level) else {
      losses.update(repeating: .nan)
      return 0
    }
    var crossed = 0
    for (position, row) in rows.enumerated() {
      losses[position] = loss(
        label: outcomes.actual[row], lower: lower[row], upper: upper[row])
      if lower[row] > upper[row] { crossed += 1 }
    }
    return crossed
  }

  public func notes(on moments: Moments) -> [String] {
    guard moments.mended > 0 else { return [] }
    let rows = moments.mended == 1 ? "1 row has a" : "\(moments.mended) rows have a"
    return ["\(rows) lower bound above the upper one: such an interval is empty"]
  }
}

/// A mean over rows of a loss of their forecast intervals with a level, by default 90 %.
public protocol IntervalMetric: MeanMetric
where Observed: ForecastOutcomes, Loss: IntervalLoss {
  /// The share of labels that the interval announces to hold.
  var level: Double { get }
  /// The metric at a level above 0 and below 1.
  init(level: Double)
}

extension IntervalMetric {
  public func value(of reading: Moments) throws(Undefined) -> Double {
    guard reading.rows > 0 else { throw Undefined("there are no rows") }
    guard reading.weight > 0 else { throw Undefined(Observed.missingInterval(level: level)) }
    return reading.mean
  }

  public var isStandard: Bool { false }

  public var options: [MetricOption] {
    [
      MetricOption(
        "level", "above 0 and below 1", "the share of labels that the interval announces to hold",
        standard: "0.9",
        example: "0.8")
    ]
  }

  public func configured(_ options: [String: String]) -> Self? {
    configured(options, number: "level") { $0 > 0 && $0 < 1 ? Self(level: $0) : nil }
  }

  /// A name with the level, unless that is 90 %.
  func named(_ base: String) -> String {
    level == 0.9 ? base : "\(base)[level=\(level.optionText)]"
  }
}
