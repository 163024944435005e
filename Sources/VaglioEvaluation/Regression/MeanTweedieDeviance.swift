public import VaglioFindings

/// Mean of the Tweedie family's unit deviance at a power of the variance function.
///
/// Power 0, the default as in scikit-learn, is the squared error, 1 Poisson's deviance, 2 the
/// gamma's, between 1 and 2 that of sums of gamma amounts of Poisson number (rain, claims), 3 the
/// inverse Gaussian's. Undefined when a row lies outside the domain, see ``TweedieDeviance``.
public struct MeanTweedieDeviance: DomainMeanMetric {
  /// The power of the variance function.
  public let power: Double

  /// The mean deviance at a power that is not between 0 and 1.
  public init(power: Double = 0) {
    precondition(power <= 0 || power >= 1, "there is no Tweedie family between 0 and 1")
    self.power = power
  }

  public var measure: Measure {
    Measure(
      name: power == 0
        ? "mean_tweedie_deviance" : "mean_tweedie_deviance[power=\(power.optionText)]",
      title: power == 0
        ? "Mean Tweedie deviance" : "Mean Tweedie deviance, power \(power.optionText)",
      definition: "Mean of 2p²⁻ᵏ/(1 − k)·(((y/p)²⁻ᵏ − 1)/(2 − k) − y/p + 1) at the power k; "
        + "(p − y)² at k = 0.",
      range: 0...Double.infinity, direction: .lowerIsBetter, source: "ISBN 978-0412997112")
  }

  public var loss: TweedieDeviance { TweedieDeviance(power: power) }
  public var violation: String { loss.violation }
  public var isStandard: Bool { false }

  public var options: [MetricOption] {
    [
      MetricOption(
        "power", "at most 0, or at least 1", "the power of the mean that the variance grows with",
        standard: "0",
        example: "1.5")
    ]
  }

  public func configured(_ options: [String: String]) -> MeanTweedieDeviance? {
    configured(options, number: "power") { power in
      power > 0 && power < 1 ? nil : MeanTweedieDeviance(power: power)
    }
  }
}

extension Metric where Self == MeanTweedieDeviance {
  /// The mean Tweedie deviance at a power of the variance function.
  public static func meanTweedieDeviance(power: Double = 0) -> MeanTweedieDeviance {
    MeanTweedieDeviance(power: power)
  }
}
