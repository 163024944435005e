public import VaglioFindings

/// The largest recall among the thresholds whose specificity is at least so much.
///
/// Thresholds are scores that occur, and the one above all of them; nothing is interpolated between
/// (pROC does; torchmetrics' `SensitivityAtSpecificity` does not). Undefined unless both classes
/// occur. The threshold is estimated from the negatives, and the interval takes account of it.
public struct SensitivityAtSpecificity: RateAtRateMetric {
  /// The specificity that is asked for, from 0 to 1.
  public let specificity: Double

  /// - Precondition: `specificity` lies between 0 and 1.
  public init(specificity: Double = 0.9) {
    precondition(specificity >= 0 && specificity <= 1, "a specificity lies between 0 and 1")
    self.specificity = specificity
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name(
        "sensitivity_at_specificity", [("specificity", specificity, 0.9)]),
      title: "Sensitivity at specificity \(OptionNumber.text(specificity))",
      definition: "Largest recall among the thresholds whose specificity is at least so much.",
      range: 0...1, direction: .higherIsBetter, source: "doi:10.1002/sim.4780060207")
  }

  public var askedRate: Double { specificity }

  public func determiningRows(at cut: Cut) -> Double { cut.negatives }

  public func cut(of curve: RankedCurve, atRate rate: Double) throws(Undefined) -> Cut {
    try curve.requirePositives()
    try curve.requireNegatives()
    let beyond = curve.firstPlace {
      (curve.negatives - curve.falsePositives[$0]) / curve.negatives < rate
    }
    let isBeyond =
      (curve.negatives - curve.falsePositives[beyond]) / curve.negatives < rate
    return Cut(curve, place: isBeyond ? beyond - 1 : beyond)
  }

  public func value(at cut: Cut) -> Double { cut.truePositives / cut.positives }

  /// A positive moves the rate at the cut, 1(above) − TPR over its share of rows; a negative moves the
  /// cut, by the ratio f₁/f₀ of the classes' densities there times FPR − 1(above).
  public func influence(at cut: Cut) -> CutInfluence {
    let (byPositive, byNegative) = (cut.total / cut.positives, cut.total / cut.negatives)
    let densities = cut.localShare / (1 - cut.localShare) * cut.negatives / cut.positives
    return CutInfluence(
      positive: (-value(at: cut) * byPositive, byPositive),
      negative: (
        densities * byNegative * cut.falsePositives / cut.negatives, -densities * byNegative
      ))
  }

  public func trials(at cut: Cut) -> Double { cut.positives }

  public var options: [MetricOption] {
    [
      MetricOption(
        "specificity", "from 0 to 1", "the specificity that is asked for", standard: "0.9",
        example: "0.8")
    ]
  }

  public func configured(_ options: [String: String]) -> SensitivityAtSpecificity? {
    options.onlyNumber("specificity", default: 0.9) { $0 >= 0 && $0 <= 1 }
      .map { SensitivityAtSpecificity(specificity: $0) }
  }
}

extension Metric where Self == SensitivityAtSpecificity {
  /// The largest recall at a specificity.
  public static func sensitivityAtSpecificity(
    _ specificity: Double = 0.9
  ) -> SensitivityAtSpecificity {
    SensitivityAtSpecificity(specificity: specificity)
  }
}
