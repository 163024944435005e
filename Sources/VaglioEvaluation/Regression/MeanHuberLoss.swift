public import VaglioFindings

/// e²/2 for an error |e| ≤ δ, δ(|e| − δ/2) beyond.
public struct HuberLoss: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  /// From where on an error counts in proportion, in the label's unit.
  public let delta: Double

  /// The loss that is square up to a positive `delta`.
  public init(delta: Double) { self.delta = delta }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    let e = abs(outcomes.predicted[row] - outcomes.actual[row])
    return e <= delta ? e.square / 2 : delta * (e - delta / 2)
  }
}

/// Mean of Huber's loss: square for errors up to δ, in proportion beyond, so that outliers weigh less.
///
/// Huber 1964, doi:10.1214/aoms/1177703732. δ is in the label's unit, by default 1.
public struct MeanHuberLoss: MeanMetric {
  /// From where on an error counts in proportion.
  public let delta: Double

  /// The mean loss that is square up to a positive `delta`.
  public init(delta: Double = 1) {
    precondition(delta > 0, "delta is positive")
    self.delta = delta
  }

  public var measure: Measure {
    Measure(
      name: delta == 1 ? "mean_huber_loss" : "mean_huber_loss[delta=\(delta.optionText)]",
      title: delta == 1 ? "Mean Huber loss" : "Mean Huber loss, δ = \(delta.optionText)",
      definition: "Mean of e²/2 where e = |p − y| ≤ δ, of δ(e − δ/2) beyond.",
      range: 0...Double.infinity, direction: .lowerIsBetter, unit: "the label's unit, squared",
      source: "doi:10.1214/aoms/1177703732")
  }

  public var loss: HuberLoss { HuberLoss(delta: delta) }
  public var isStandard: Bool { false }

  public var options: [MetricOption] {
    [
      MetricOption(
        "delta", "above 0", "the error up to which the loss is square", standard: "1",
        example: "2")
    ]
  }

  public func configured(_ options: [String: String]) -> MeanHuberLoss? {
    configured(options, number: "delta") { $0 > 0 ? MeanHuberLoss(delta: $0) : nil }
  }
}

extension Metric where Self == MeanHuberLoss {
  /// The mean Huber loss that is square up to `delta`.
  public static func meanHuberLoss(delta: Double = 1) -> MeanHuberLoss {
    MeanHuberLoss(delta: delta)
  }
}
