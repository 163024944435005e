public import VaglioFindings

/// α·(y − p) below the label, (1 − α)·(p − y) above it.
public struct PinballLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  /// The quantile that is predicted, above 0 and below 1.
  public let alpha: Double

  /// The loss of predictions of the quantile `alpha`.
  public init(alpha: Double) { self.alpha = alpha }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    loss(outcomes.actual[row], outcomes.predicted[row])
  }

  func loss(_ y: Double, _ p: Double) -> Double {
    y >= p ? alpha * (y - p) : (alpha - 1) * (y - p)
  }
}

/// Mean of α·max(y − p, 0) + (1 − α)·max(p − y, 0): the loss that the quantile α minimises.
///
/// Koenker and Bassett 1978, doi:10.2307/1913643. With α = 0.5, the default, half the mean absolute
/// error.
public struct MeanPinballLoss: MeanMetric {
  /// The quantile that is predicted.
  public let alpha: Double

  /// The mean pinball loss at a quantile above 0 and below 1.
  public init(alpha: Double = 0.5) {
    precondition(alpha > 0 && alpha < 1, "a quantile lies above 0 and below 1")
    self.alpha = alpha
  }

  public var measure: Measure {
    Measure(
      name: alpha == 0.5 ? "mean_pinball_loss" : "mean_pinball_loss[alpha=\(alpha)]",
      title: alpha == 0.5 ? "Mean pinball loss" : "Mean pinball loss, α = \(alpha)",
      definition: "Mean of α·max(y − p, 0) + (1 − α)·max(p − y, 0).",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit",
      source: "doi:10.2307/1913643")
  }

  public var loss: PinballLoss { PinballLoss(alpha: alpha) }

  public var options: [MetricOption] {
    [
      MetricOption(
        "alpha", "above 0 and below 1", "the level of the quantile predicted", standard: "0.5",
        example: "0.9")
    ]
  }

  public func configured(_ options: [String: String]) -> MeanPinballLoss? {
    guard let text = options["alpha"] else { return options.isEmpty ? self : nil }
    guard options.count == 1, let alpha = Double(text), alpha > 0, alpha < 1 else { return nil }
    return MeanPinballLoss(alpha: alpha)
  }
}

extension Metric where Self == MeanPinballLoss {
  /// The mean pinball loss at a quantile.
  public static func meanPinballLoss(alpha: Double = 0.5) -> MeanPinballLoss {
    MeanPinballLoss(alpha: alpha)
  }
}
