public import VaglioFindings

/// The largest specificity among the thresholds whose recall is at least so much.
///
/// Thresholds are scores that occur, and the one above all of them; nothing is interpolated between.
/// Undefined unless both classes occur. The threshold is estimated from the positives, and the
/// interval takes account of it.
public struct SpecificityAtSensitivity: RateAtRateMetric {
  /// The recall that is asked for, from 0 to 1.
  public let sensitivity: Double

  /// - Precondition: `sensitivity` lies between 0 and 1.
  public init(sensitivity: Double = 0.9) {
    precondition(sensitivity >= 0 && sensitivity <= 1, "a sensitivity lies between 0 and 1")
    self.sensitivity = sensitivity
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name(
        "specificity_at_sensitivity", [("sensitivity", sensitivity, 0.9)]),
      title: "Specificity at sensitivity \(OptionNumber.text(sensitivity))",
      definition: "Largest specificity among the thresholds whose recall is at least so much.",
      range: 0...1, direction: .higherIsBetter, source: "doi:10.1002/sim.4780060207")
  }

  public var askedRate: Double { sensitivity }

  public func determiningRows(at cut: Cut) -> Double { cut.positives }

  public func cut(of curve: RankedCurve, atRate rate: Double) throws(Undefined) -> Cut {
    try curve.requirePositives()
    try curve.requireNegatives()
    return Cut(
      curve,
      place: curve.firstPlace { curve.truePositives[$0] / curve.positives >= rate })
  }

  public func value(at cut: Cut) -> Double { (cut.negatives - cut.falsePositives) / cut.negatives }

  /// A negative moves the rate at the cut; a positive moves the cut, by the ratio f₀/f₁ of the
  /// classes' densities there times 1(above) − TPR.
  public func influence(at cut: Cut) -> CutInfluence {
    let (byPositive, byNegative) = (cut.total / cut.positives, cut.total / cut.negatives)
    let densities = (1 - cut.localShare) / cut.localShare * cut.positives / cut.negatives
    return CutInfluence(
      positive: (
        -densities * byPositive * cut.truePositives / cut.positives, densities * byPositive
      ),
      negative: ((1 - value(at: cut)) * byNegative, -byNegative))
  }

  public func trials(at cut: Cut) -> Double { cut.negatives }

  public var options: [MetricOption] {
    [
      MetricOption(
        "sensitivity", "from 0 to 1", "the sensitivity that is asked for", standard: "0.9",
        example: "0.8")
    ]
  }

  public func configured(_ options: [String: String]) -> SpecificityAtSensitivity? {
    options.onlyNumber("sensitivity", default: 0.9) { $0 >= 0 && $0 <= 1 }
      .map { SpecificityAtSensitivity(sensitivity: $0) }
  }
}

extension Metric where Self == SpecificityAtSensitivity {
  /// The largest specificity at a recall.
  public static func specificityAtSensitivity(
    _ sensitivity: Double = 0.9
  ) -> SpecificityAtSensitivity {
    SpecificityAtSensitivity(sensitivity: sensitivity)
  }
}
