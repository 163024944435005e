public import VaglioFindings

/// (u − l) + 2/α·(l − y)₊ + 2/α·(y − u)₊ with α = 1 − level.
public struct WinklerLoss<Observed: ForecastOutcomes>: IntervalLoss {
  public let level: Double

  public var isSkewed: Bool { true }

  public func loss(label: Double, lower: Double, upper: Double) -> Double {
    let below = max(0, lower - label)
    let above = max(0, label - upper)
    return (upper - lower) + (below + above) / tail(of: level)
  }
}

/// Mean of the interval's width and of 2/(1 − level) times the distance by which it misses the label.
///
/// Winkler 1972, doi:10.1080/01621459.1972.10481224; Gneiting and Raftery 2007,
/// doi:10.1198/016214506000001437, equation 43. A proper score: it is smallest for the true quantiles.
/// Of a crossed interval, too, it is the two quantiles' pinball losses times 2/(1 − level), hence
/// never negative.
public struct IntervalScore<Observed: ForecastOutcomes>: IntervalMetric {
  public let level: Double

  public init(level: Double = 0.9) { self.level = level }

  public var measure: Measure {
    Measure(
      name: named("interval_score"), title: "Score of the \(percent(level)) interval",
      definition:
        "Mean of (u − l) + 2/α·max(l − y, 0) + 2/α·max(y − u, 0) for the bounds l and u of "
        + "the central interval, α = 1 − level.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit",
      source: "doi:10.1198/016214506000001437")
  }

  public var loss: WinklerLoss<Observed> { WinklerLoss(level: level) }
}
