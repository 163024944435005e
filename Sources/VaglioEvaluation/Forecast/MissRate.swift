public import VaglioFindings

/// 1 where the label lies below the interval, 0 elsewhere.
public struct MissedBelow<Observed: ForecastOutcomes>: IntervalLoss {
  public let level: Double

  public func loss(label: Double, lower: Double, upper: Double) -> Double {
    label < lower ? 1 : 0
  }
}

/// 1 where the label lies above the interval, 0 elsewhere.
public struct MissedAbove<Observed: ForecastOutcomes>: IntervalLoss {
  public let level: Double

  public func loss(label: Double, lower: Double, upper: Double) -> Double {
    label > upper ? 1 : 0
  }
}

/// Share of rows whose label lies below the central forecast interval; ideally half of what the
/// interval leaves out.
public struct LowerMissRate<Observed: ForecastOutcomes>: IntervalMetric, NominalShare {
  public let level: Double

  public init(level: Double = 0.9) { self.level = level }

  public var measure: Measure {
    Measure(
      name: named("lower_miss_rate"), title: "Misses below the \(percent(level)) interval",
      definition: "Share of rows with y < l for the lower bound l of the central interval.",
      range: 0...1, direction: .nearerIsBetter(to: nominal))
  }

  public var loss: MissedBelow<Observed> { MissedBelow(level: level) }
  public var nominal: Double { tail(of: level) }
}

/// Share of rows whose label lies above the central forecast interval; ideally half of what the
/// interval leaves out.
public struct UpperMissRate<Observed: ForecastOutcomes>: IntervalMetric, NominalShare {
  public let level: Double

  public init(level: Double = 0.9) { self.level = level }

  public var measure: Measure {
    Measure(
      name: named("upper_miss_rate"), title: "Misses above the \(percent(level)) interval",
      definition: "Share of rows with y > u for the upper bound u of the central interval.",
      range: 0...1, direction: .nearerIsBetter(to: nominal))
  }

  public var loss: MissedAbove<Observed> { MissedAbove(level: level) }
  public var nominal: Double { tail(of: level) }
}

/// The probability on each side of a central interval, (1 − level)/2, without the noise of binary
/// fractions.
func tail(of level: Double) -> Double { ((1 - level) / 2 * 1e12).rounded() / 1e12 }
