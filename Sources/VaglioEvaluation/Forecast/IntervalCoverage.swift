public import VaglioFindings

/// 1 where the label lies in the interval, bounds included, 0 elsewhere.
public struct Covered<Observed: ForecastOutcomes>: IntervalLoss {
  public let level: Double

  public func loss(label: Double, lower: Double, upper: Double) -> Double {
    lower <= label && label <= upper ? 1 : 0
  }
}

/// Share of rows whose label lies in the central forecast interval, bounds included.
///
/// The nearer to the level the better: more says that intervals are too wide. A crossed interval, its
/// lower bound above the upper one, holds nothing.
public struct IntervalCoverage<Observed: ForecastOutcomes>: IntervalMetric, NominalShare {
  public let level: Double

  public init(level: Double = 0.9) { self.level = level }

  public var measure: Measure {
    Measure(
      name: named("interval_coverage"), title: "Coverage of the \(percent(level)) interval",
      definition: "Share of rows with l ≤ y ≤ u for the bounds l and u of the central interval.",
      range: 0...1, direction: .nearerIsBetter(to: level))
  }

  public var loss: Covered<Observed> { Covered(level: level) }
  public var nominal: Double { level }
}
