public import VaglioFindings
internal import VaglioStatistics

/// A metric that is the ratio of the means of two losses on the same rows.
public protocol RatioMetric: Metric
where Statistic == RatioMoments<Top, Bottom>, Observed == Top.Observed {
  associatedtype Top: RowLoss
  associatedtype Bottom: RowLoss where Bottom.Observed == Top.Observed
  /// The loss above the line.
  var top: Top { get }
  /// The loss below the line.
  var bottom: Bottom { get }
  /// What to say when the losses leave out every row.
  var emptiness: String { get }
  /// What to say when the mean below the line is 0.
  var vanishing: String { get }
}

extension RatioMetric {
  public var intervalMethod: String {
    "Fieller; linearisation on the logarithmic scale where the denominator may be 0, and of a "
      + "difference"
  }

  public var emptiness: String { "there are no rows" }

  public func makeStatistic() -> Statistic { RatioMoments(top, over: bottom) }

  public func value(of reading: MeanPair) throws(Undefined) -> Double {
    guard reading.weight > 0 else { throw Undefined(emptiness) }
    guard reading.bottom != 0 else { throw Undefined(vanishing) }
    return reading.top / reading.bottom
  }

  public func intervals(of reading: MeanPair) -> Intervals? {
    let (freedom, unit) = (reading.weight - 1, reading.unit)
    let intervals = { (level: ConfidenceLevel) in
      FiellerInterval.ratio(
        reading.top * unit, over: reading.bottom * unit,
        variances: (reading.topVarianceInUnits / freedom, reading.bottomVarianceInUnits / freedom),
        covariance: reading.covarianceInUnits / freedom, degreesOfFreedom: freedom, level: level)
    }
    // Where not even a high level is bounded, the logarithmic scale serves better.
    return ConfidenceLevel(0.999).flatMap(intervals) == nil ? nil : intervals
  }

  /// φᵢ = (aᵢ − R·bᵢ)/B of the rows kept, in proportion to all.
  public func influence(of reading: MeanPair, on outcomes: Observed) -> Influence? {
    guard let ratio = try? value(of: reading) else { return nil }
    let (top, bottom, mean) = (top, bottom, reading.bottom)
    let share = Double(reading.rows) / Double(reading.rows - reading.left)
    return Influence { rows, φ in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count) { other in
        top.write(outcomes, rows: rows, into: φ)
        bottom.write(outcomes, rows: rows, into: other)
        for position in φ.indices {
          let moved = (φ[position] - ratio * other[position]) / mean * share
          φ[position] = moved.isNaN ? 0 : moved
        }
      }
    }
  }

  public var scale: IntervalScale { .logarithm }
}
