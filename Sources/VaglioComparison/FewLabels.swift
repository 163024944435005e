internal import VaglioEvaluation
internal import VaglioFindings

/// Findings on rows of which only some have labels.
///
/// A metric whose influence is a row's own is estimated by PPI++ (``PredictionPowered``); one that
/// needs no labels is measured on all rows; every other uses the labelled rows alone, and says so.
struct FewLabels<Observed: Outcomes>: Sendable {
  let metrics: [any Metric<Observed>]
  let intervals: IntervalPlan

  /// One finding per metric.
  func findings(
    on model: PartlyLabelled<Observed>, subject: Subject, slice: Slice
  ) -> [Finding] {
    let plain = Evaluation(metrics: metrics, intervals: intervals)
      .findings(on: model.labelled, subject: subject, slice: slice)
    guard model.unlabelledCount > 0 else { return plain }
    let readings = Readings(of: model.labelled)
    return metrics.indices.map { finding(metrics[$0], plain[$0], readings, model) }
  }

  private func finding<M: Metric<Observed>>(
    _ metric: M, _ plain: Finding, _ readings: Readings<Observed>,
    _ model: PartlyLabelled<Observed>
  ) -> Finding {
    let reading = readings.reading(for: metric)
    if metric.isLabelFree(at: reading) {
      return Evaluation(metrics: [metric], intervals: intervals).findings(
        on: model.all, subject: plain.subject, slice: plain.slice)[0].adding([Self.labelFree])
    }
    let powered = PredictionPowered<Observed>(level: intervals.level).estimate(
      of: metric, reading, on: model)
    guard let powered else {
      return plain.adding([Self.labelledAlone(model.labelled.count, metric)])
    }
    return plain.replacing(powered.estimate, test: plain.test).adding([
      Self.note(powered, model.labelled.count, model.unlabelledCount)
    ])
  }

  /// One finding per metric about the difference.
  func findings(on pair: PartlyLabelledPair<Observed>, slice: Slice) -> [Finding] {
    let readings = (Readings(of: pair.labelled.candidate), Readings(of: pair.labelled.production))
    let plain = Comparison(metrics: metrics, intervals: intervals)
      .findings(on: pair.labelled, slice: slice)
    guard pair.candidate.unlabelledCount > 0, !pair.all.areIdentical else { return plain }
    return metrics.indices.map { difference(metrics[$0], plain[$0], readings, pair) }
  }

  private func difference<M: Metric<Observed>>(
    _ metric: M, _ plain: Finding,
    _ readings: (Readings<Observed>, Readings<Observed>), _ pair: PartlyLabelledPair<Observed>
  ) -> Finding {
    let (first, second) = (readings.0.reading(for: metric), readings.1.reading(for: metric))
    if metric.isLabelFree(at: first), metric.isLabelFree(at: second) {
      return Comparison(metrics: [metric], intervals: intervals)
        .findings(on: pair.all, slice: plain.slice)[0].adding([Self.labelFree])
    }
    let powered = PredictionPowered<Observed>(level: intervals.level).difference(
      of: metric, first, second, on: pair)
    guard let powered else {
      return plain.adding([Self.labelledAlone(pair.labelled.rows.count, metric)])
    }
    let test = powered.estimate.interval.map {
      SignificanceTest(name: $0.method, pValue: powered.pValue)
    }
    return plain.replacing(powered.estimate, test: test).adding([
      Self.note(powered, pair.labelled.rows.count, pair.candidate.unlabelledCount)
    ])
  }
}

extension FewLabels {
  private static var labelFree: String { "needs no labels: measured on all rows" }

  private static func labelledAlone(_ count: Int, _ metric: some Metric<Observed>) -> String {
    metric.hasRowwiseInfluence
      ? "on the \(count) labelled rows alone: fewer than "
        + "\(PredictionPowered<Observed>.fewestOnEachSide) of them raise the value, or lower it"
      : "on the \(count) labelled rows alone: rows without labels can't serve this metric"
  }

  private static func note(
    _ powered: PredictionPowered<Observed>.Outcome, _ labelled: Int, _ unlabelled: Int
  ) -> String {
    "ppi++: \(labelled) labelled rows and \(unlabelled) without, λ = \(hundredths(powered.tuning)); "
      + "standard error \(hundredths(powered.gain)) times that of the labelled rows alone"
  }

  /// A number of a note with two decimals.
  private static func hundredths(_ value: Double) -> String {
    let whole = Int((value * 100).rounded())
    let rest = whole % 100
    return "\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension Finding {
  fileprivate func adding(_ notes: [String]) -> Finding {
    Finding(
      measure: measure, subject: subject, slice: slice, estimate: estimate, count: count,
      effectiveCount: effectiveCount, test: test, notes: self.notes + notes)
  }

  fileprivate func replacing(_ estimate: Estimate, test: SignificanceTest?) -> Finding {
    Finding(
      measure: measure, subject: subject, slice: slice, estimate: estimate, count: count,
      effectiveCount: effectiveCount, test: test, notes: notes)
  }
}
