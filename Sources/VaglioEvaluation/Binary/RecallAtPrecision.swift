public import VaglioFindings

/// The largest recall among the thresholds whose precision is at least so much.
///
/// Thresholds are scores that occur; 0 where none of them reaches the precision, so that nothing can
/// be selected (torchmetrics' `RecallAtFixedPrecision`). Undefined when no row is positive. Precision
/// may cross the bound many times near the top of the ranking: the value is not smooth in the rows
/// and is resampled.
public struct RecallAtPrecision: CurveMetric {
  /// The precision that is asked for, from 0 to 1.
  public let precision: Double

  /// - Precondition: `precision` lies between 0 and 1.
  public init(precision: Double = 0.9) {
    precondition(precision >= 0 && precision <= 1, "a precision lies between 0 and 1")
    self.precision = precision
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("recall_at_precision", [("precision", precision, 0.9)]),
      title: "Recall at precision \(OptionNumber.text(precision))",
      definition:
        "Largest recall among the thresholds whose precision is at least so much, 0 if there is none.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Poisson bootstrap" }

  public func value(on curve: RankedCurve) throws(Undefined) -> Double {
    try curve.requirePositives()
    guard let place = lastPlace(on: curve) else { return 0 }
    return curve.truePositives[place] / curve.positives
  }

  /// The lowest threshold that is precise enough.
  private func lastPlace(on curve: RankedCurve) -> Int? {
    (0...curve.scores).last { place in
      let selected = curve.selected(place)
      return selected > 0 && curve.truePositives[place] / selected >= precision
    }
  }

  public func notes(of reading: RankedRows) -> [String] {
    lastPlace(on: RankedCurve(reading)) == nil
      ? ["no threshold reaches a precision of \(OptionNumber.text(precision))"] : []
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "precision", "from 0 to 1", "the precision that is asked for", standard: "0.9",
        example: "0.8")
    ]
  }

  public func configured(_ options: [String: String]) -> RecallAtPrecision? {
    options.onlyNumber("precision", default: 0.9) { $0 >= 0 && $0 <= 1 }
      .map { RecallAtPrecision(precision: $0) }
  }
}

extension Metric where Self == RecallAtPrecision {
  /// The largest recall at a precision.
  public static func recallAtPrecision(_ precision: Double = 0.9) -> RecallAtPrecision {
    RecallAtPrecision(precision: precision)
  }
}
