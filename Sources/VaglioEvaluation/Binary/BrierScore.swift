public import VaglioFindings

/// (p − y)² of a probability p and a label y.
public struct QuadraticProbabilityLoss: SingleRowLoss {
  public typealias Observed = BinaryOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double {
    (outcomes.scores[row] - Double(outcomes.labels[row])).square
  }
}

/// Mean of (p − y)²: 0 is perfect, ¼ is a coin, 1 is always surely wrong.
///
/// Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2, in the halved form that is usual
/// for two classes.
public struct BrierScore: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "brier_score", title: "Brier score", definition: "Mean of (p − y)².", range: 0...1,
      direction: .lowerIsBetter,
      source: "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2")
  }

  public var loss: QuadraticProbabilityLoss { QuadraticProbabilityLoss() }

  public var needsProbabilities: Bool { true }
}

extension Metric where Self == BrierScore {
  /// The Brier score.
  public static var brierScore: BrierScore { BrierScore() }
}
