public import VaglioFindings

/// The score of a row.
public struct PredictedScore: SingleRowLoss {
  public typealias Observed = BinaryOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double { outcomes.scores[row] }
}

/// The mean score; it describes and does not judge.
///
/// Between groups it shows who is scored higher (fairlearn's `mean_prediction`); beside the
/// prevalence it shows calibration in the large. Undefined when there are no rows.
public struct MeanPrediction: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_prediction", title: "Mean prediction", definition: "Mean of the scores.",
      range: -Double.infinity...Double.infinity, direction: .neutral, unit: "the score's unit")
  }

  public var loss: PredictedScore { PredictedScore() }

  public var isStandard: Bool { false }
}

extension Metric where Self == MeanPrediction {
  /// The mean score.
  public static var meanPrediction: MeanPrediction { MeanPrediction() }
}
