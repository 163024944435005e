public import VaglioFindings

/// u − l, 0 where the interval is crossed and so empty.
public struct IntervalWidth<Observed: ForecastOutcomes>: IntervalLoss {
  public let level: Double

  public func loss(label: Double, lower: Double, upper: Double) -> Double {
    max(0, upper - lower)
  }
}

/// Mean width of the central forecast interval: of two forecasts that keep their word the narrower is
/// the better.
///
/// A crossed interval is empty and has width 0.
public struct MeanIntervalWidth<Observed: ForecastOutcomes>: IntervalMetric {
  public let level: Double

  public init(level: Double = 0.9) { self.level = level }

  public var measure: Measure {
    Measure(
      name: named("mean_interval_width"), title: "Mean width of the \(percent(level)) interval",
      definition: "Mean of max(u − l, 0) for the bounds l and u of the central interval.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit")
  }

  public var loss: IntervalWidth<Observed> { IntervalWidth(level: level) }
}
