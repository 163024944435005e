internal import VaglioFindings

/// One metric that a fairness measure demands to be alike in all groups.
struct FairnessComponent: Sendable {
  let metric: any Metric<BinaryOutcomes>
  /// The cells that the metric divides by, so that its value on all rows is the mean of the groups'
  /// values weighted by them.
  let denominator: [Cell]

  private init(_ metric: some ProportionMetric) {
    (self.metric, denominator) = (metric, metric.denominator)
  }

  private init(_ metric: any Metric<BinaryOutcomes>, of denominator: [Cell]) {
    (self.metric, self.denominator) = (metric, denominator)
  }

  static let selectionRate = FairnessComponent(SelectionRate())
  static let truePositiveRate = FairnessComponent(Recall())
  static let falsePositiveRate = FairnessComponent(FalseAlarmShare())
  static let precision = FairnessComponent(Precision())
  static let accuracy = FairnessComponent(Accuracy())
  static let calibration = FairnessComponent(ScoreSurplus(), of: Cell.allCases)
}

/// Share of the negative rows that are predicted positive, FP/(FP + TN).
struct FalseAlarmShare: ProportionMetric {
  var measure: Measure {
    Measure(
      name: "false_positive_rate", title: "False positive rate",
      definition: "Share of the negative rows that are predicted positive, FP/(FP + TN).",
      range: 0...1, direction: .lowerIsBetter)
  }

  var numerator: [Cell] { [.falsePositive] }
  var denominator: [Cell] { [.falsePositive, .trueNegative] }
  var emptiness: String { "no row is negative" }
}

/// Mean score less the share of positive rows: calibration in the large.
struct ScoreSurplus: MeanMetric {
  struct Surplus: SingleRowLoss {
    typealias Observed = BinaryOutcomes

    func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double {
      outcomes.scores[row] - Double(outcomes.labels[row])
    }
  }

  var measure: Measure {
    Measure(
      name: "score_surplus", title: "Mean score less prevalence",
      definition: "Mean of the score less the label.", range: -1...1,
      direction: .nearerIsBetter(to: 0))
  }

  var loss: Surplus { Surplus() }
  var needsProbabilities: Bool { true }
}
