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

  /// The metrics of `metrics` by which recalibrations are compared, the deciding one first.
  private let metrics: [any Metric<Observed>]
  private let level: ConfidenceLevel
  private let original: Observed
  private let tried: [Trial]

  /// Trials of at least one method on the rows of `original`.
  init(
    metrics: [any Metric<Observed>], level: ConfidenceLevel, tried: [Trial], original: Observed
  ) {
    let customary = ["log_loss", "brier_score", "roc_auc"]
    let chosen = customary.compactMap { name in
      metrics.first { MetricName($0.name)?.base == name }
    }
    self.metrics = chosen.isEmpty ? Array(metrics.prefix(1)) : chosen
    (self.level, self.tried, self.original) = (level, tried, original)
  }

  /// The method with the lowest cross-fitted loss; of equals the first.
  var best: Trial {
    var best = tried[0]
    guard tried.count > 1, let deciding = metrics.first else { return best }
    let evaluation = Evaluation(metrics: [deciding], level: level)
    func loss(_ trial: Trial) -> Double {
      let value = evaluation.findings(on: trial.outcomes, subject: .candidate)[0].estimate.value
      return (value ?? .infinity) * (deciding.measure.direction == .higherIsBetter ? -1 : 1)
    }
    var lowest = loss(best)
    for trial in tried.dropFirst() {
      let own = loss(trial)
      if own < lowest { (best, lowest) = (trial, own) }
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
        scalars: ["level": level.fraction])
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
