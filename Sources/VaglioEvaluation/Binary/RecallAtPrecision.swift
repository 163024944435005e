public import VaglioFindings
internal import VaglioStatistics

/// The largest recall among the thresholds whose precision is at least so much.
///
/// Thresholds are scores that occur; 0 where none of them reaches the precision, so that nothing can
/// be selected (torchmetrics' `RecallAtFixedPrecision`). Undefined when no row is positive. Precision
/// may cross the bound many times near the top of the ranking, so that a bootstrap of few rows misses
/// the truth too often: the threshold's interval are the thresholds whose precision a score test does
/// not tell from the one asked for.
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

  public var intervalMethod: String {
    "Square-and-add of Wilson's interval of the recall and that of the threshold, which the score test "
      + "of the precision gives; square-and-add of a difference; Poisson bootstrap with clusters or "
      + "importance weights and where the precision is 1"
  }

  public func value(on curve: RankedCurve) throws(Undefined) -> Double {
    try curve.requirePositives()
    guard let place = lastPlace(on: curve) else { return 0 }
    return curve.truePositives[place] / curve.positives
  }

  /// The lowest threshold that is precise enough; with a deviate z the lowest that is so for certain, by
  /// the score test TP − np ≥ z·√(np(1 − p)), with a negative one the lowest that may be.
  private func lastPlace(on curve: RankedCurve, deviate: Double = 0) -> Int? {
    (0...curve.scores).last { place in
      let selected = curve.selected(place)
      guard selected > 0 else { return false }
      guard deviate != 0 else { return curve.truePositives[place] / selected >= precision }
      let lead = curve.truePositives[place] - selected * precision
      return lead >= deviate * (selected * precision * (1 - precision)).squareRoot()
    }
  }

  /// The error of the recall at the threshold and that of the threshold have the correlation
  /// √((1 − R)(1 − p)): both rise with positives above it.
  public func intervals(of reading: RankedRows) -> Intervals? {
    let curve = RankedCurve(reading)
    guard precision < 1, let value = try? value(on: curve) else { return nil }
    let correlation = ((1 - value) * (1 - precision)).squareRoot()
    func recall(_ deviate: Double) -> Double {
      lastPlace(on: curve, deviate: deviate).map { curve.truePositives[$0] / curve.positives } ?? 0
    }
    func distance(_ a: Double, _ b: Double) -> Double {
      (a * a + b * b + 2 * correlation * a * b).squareRoot()
    }
    return { level in
      let wilson = Proportion(successes: value * curve.positives, trials: curve.positives)
        .wilson(level)
      let (least, most) = (
        min(value, recall(level.deviate)), max(value, recall(-level.deviate))
      )
      return Interval(
        lower: max(0, value - distance(value - wilson.lower, value - least)),
        upper: min(1, value + distance(wilson.upper - value, most - value)), level: level,
        method: "wilson-score-threshold-square-and-add")
    }
  }

  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: RankedRows, production: RankedRows
  ) -> Intervals? {
    squareAndAdd(
      of: pair, candidate: candidate, production: production,
      influences: (
        influence(of: RankedCurve(candidate), on: pair.candidate),
        influence(of: RankedCurve(production), on: pair.production)
      ))
  }

  /// φ = (1(above)·(y + e·(y − p)/(p − e)) − R·y)/π with the share e of positives near the threshold and
  /// the prevalence π; good for a correlation, not for a variance, as e comes near to p.
  private func influence(of curve: RankedCurve, on outcomes: BinaryOutcomes) -> Influence? {
    guard let place = lastPlace(on: curve) else { return nil }
    let recall = curve.truePositives[place] / curve.positives
    let threshold = curve.threshold(place)
    let near = min(curve.localShare(around: curve.selected(place)), 0.9 * precision)
    let pull = precision > 0 ? near / (precision - near) : 0
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let label = Double(outcomes.labels[row])
        let isAbove = outcomes.scores[row] >= threshold
        φ[position] = (isAbove ? label + pull * (label - precision) : 0) - recall * label
      }
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
