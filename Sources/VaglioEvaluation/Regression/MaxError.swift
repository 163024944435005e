public import VaglioFindings

/// The largest |p − y| of the rows.
public struct LargestResidual: SufficientStatistic {
  public typealias Observed = RegressionOutcomes

  public private(set) var count = 0
  /// The largest |p − y| so far, 0 before the first row.
  public private(set) var largest = 0.0

  /// No rows.
  public init() {}

  public mutating func add(_ outcomes: RegressionOutcomes, rows: Range<Int>) {
    for row in rows where outcomes.rows.weights?.ticks[row] != 0 {
      count += 1
      largest = max(largest, abs(outcomes.predicted[row] - outcomes.actual[row]))
    }
  }

  public mutating func merge(_ other: LargestResidual) {
    count += other.count
    largest = max(largest, other.largest)
  }

  public func read() -> LargestResidual { self }
}

/// The largest |p − y|. No interval: the worst row of a sample says nothing of the worst to come.
public struct MaxError: Metric {
  public typealias Observed = RegressionOutcomes
  public typealias Statistic = LargestResidual

  public init() {}

  public var measure: Measure {
    Measure(
      name: "max_error", title: "Largest error", definition: "The largest |p − y|.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var intervalMethod: String { "None" }

  public var canBeResampled: Bool { false }

  public func makeStatistic() -> LargestResidual { LargestResidual() }

  public func value(of reading: LargestResidual) throws(Undefined) -> Double {
    guard reading.count > 0 else { throw Undefined("there are no rows") }
    return reading.largest
  }
}

extension Metric where Self == MaxError {
  /// The largest error.
  public static var maxError: MaxError { MaxError() }
}
