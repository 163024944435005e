internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// Recalibrators that were tried on the same rows, each held against the model as it is.
struct RecalibrationTrials<Observed: RecalibratableOutcomes> {
  /// A method with the cross-fitted outcomes that it gives.
  struct Trial {
    let recalibrator: any Recalibrator
    let outcomes: Observed
  }

  /// The metrics by which recalibrations are compared, the deciding one first.
  private let metrics: [any Metric<Observed>]
  private let level: ConfidenceLevel
  private let original: Observed
  private let tried: [Trial]
  private let chosen: Int

  /// Trials of at least one method on the rows of `original`; the first of `metrics` decides.
  init(
    metrics: [any Metric<Observed>], level: ConfidenceLevel, tried: [Trial], original: Observed
  ) {
    let customary: Set = ["log_loss", "brier_score", "roc_auc"]
    self.metrics = metrics.filter { customary.contains(MetricName($0.name)?.base ?? "") }
    (self.level, self.tried, self.original) = (level, tried, original)
    self.chosen = Self.best(of: tried, by: self.metrics.first, level: level)
  }

  /// The method with the lowest cross-fitted loss; of equals the first.
  var best: Trial { tried[chosen] }

  private static func best(
    of tried: [Trial], by deciding: (any Metric<Observed>)?, level: ConfidenceLevel
  ) -> Int {
    var best = 0
    guard tried.count > 1, let deciding else { return best }
    let evaluation = Evaluation(metrics: [deciding], level: level)
    func loss(_ trial: Trial) -> Double {
      let value = evaluation.findings(on: trial.outcomes, subject: .candidate)[0].estimate.value
      return (value ?? .infinity) * (deciding.measure.direction == .higherIsBetter ? -1 : 1)
    }
    var lowest = loss(tried[0])
    for (number, trial) in tried.enumerated().dropFirst() {
      let own = loss(trial)
      if own < lowest { (best, lowest) = (number, own) }
    }
    return best
  }

  /// `recalibrations`: for each method the metrics on rows that it has not seen, and their
  /// differences from the model as it is with intervals; none where there was no choice.
  var exhibits: [Exhibit] {
    guard tried.count > 1 else { return [] }
    var series: [String: Exhibit.Series] = [
      "method": .words(tried.map { $0.recalibrator.name })
    ]
    let comparison = Comparison(metrics: metrics, level: level, resamples: 100, seed: 0)
    let evaluation = Evaluation(metrics: metrics, level: level)
    let after = tried.map { evaluation.findings(on: $0.outcomes, subject: .candidate) }
    let differences = tried.map {
      comparison.findings(on: Paired(candidate: $0.outcomes, production: original))
    }
    for (position, metric) in metrics.enumerated() {
      let estimates = differences.map { $0[position].estimate }
      series[metric.name] = .numbers(after.map { $0[position].estimate.value })
      series["\(metric.name).difference"] = .numbers(estimates.map(\.value))
      series["\(metric.name).lower"] = .numbers(estimates.map { $0.interval?.lower })
      series["\(metric.name).upper"] = .numbers(estimates.map { $0.interval?.upper })
    }
    return [
      Exhibit(
        kind: "recalibrations", subject: .difference, series: series,
        scalars: ["level": level.fraction, "chosen": Double(chosen)])
    ]
  }
}

extension FittedMap {
  /// `recalibration_map`: what becomes of a binary score.
  var exhibits: [Exhibit] {
    guard case .binary(let map) = self else { return [] }
    let scores = (0...200).map { Double($0) / 200 }
    return [
      Exhibit(
        kind: "recalibration_map", subject: .candidate,
        series: [
          "score": .numbers(scores), "probability": .numbers(map.probabilities(of: scores)),
        ])
    ]
  }
}
