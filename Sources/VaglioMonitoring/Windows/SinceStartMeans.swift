internal import VaglioFindings
internal import VaglioStatistics

/// Means since the start with confidence sequences, one for each metric that is a mean over rows.
///
/// Exact sums: merging, and the order of rows, do not show. The sequences are asymptotic and tightest near
/// 10,000 rows (see ``AsymptoticSequence``).
struct SinceStartMeans: Codable, Hashable, Sendable {
  private static let plannedCount = 10_000

  private let names: [String]
  private var sequences: [AsymptoticSequence]
  private let threshold: Double

  init(_ task: MonitoredTask, level: ConfidenceLevel) throws(MonitoringError) {
    switch task.kind {
    case .binary(let threshold, let probabilities, _):
      self.threshold = threshold
      names =
        (probabilities ? ["brier_score"] : []) + ["accuracy", "mean_prediction", "prevalence"]
    case .multiclass(_, let probabilities, _):
      threshold = 0
      names = ["accuracy"] + (probabilities ? ["top_label_brier_score", "mean_confidence"] : [])
    case .regression:
      threshold = 0
      names = ["mean_absolute_error", "mean_squared_error", "bias"]
    }
    do {
      let boundary = try NormalMixtureBoundary(
        alpha: level.alpha, sides: .both, plannedCount: Self.plannedCount)
      let sequence = try AsymptoticSequence(boundary)
      sequences = Array(repeating: sequence, count: names.count)
    } catch {
      throw .evidence(error.description)
    }
  }

  mutating func add(_ rows: [PredictionRow]) throws(MonitoringError) {
    let complete = rows.filter(\.isComplete)
    for (place, name) in names.enumerated() {
      let values = complete.map { value(name, $0) }
      do { try sequences[place].add(values) } catch { throw .evidence(error.description) }
    }
  }

  private func value(_ name: String, _ row: PredictionRow) -> Double {
    switch name {
    case "brier_score", "mean_squared_error": (row.score - row.label) * (row.score - row.label)
    case "top_label_brier_score": (row.score - row.evidenceLabel) * (row.score - row.evidenceLabel)
    case "mean_confidence": row.score
    case "accuracy" where row.classCode > 0: row.evidenceLabel
    case "accuracy": (row.score >= threshold) == (row.label == 1) ? 1 : 0
    case "mean_prediction": row.score
    case "prevalence": row.label
    case "mean_absolute_error": abs(row.score - row.label)
    default: row.score - row.label
    }
  }

  /// The means now.
  var estimates: [SinceStart] {
    zip(names, sequences).map { name, sequence in
      SinceStart(metric: name, estimate: estimate(sequence), count: sequence.rowCount)
    }
  }

  private func estimate(_ sequence: AsymptoticSequence) -> Estimate {
    do {
      let bounds = try sequence.bounds()
      return Estimate(
        bounds.estimate, bounds.interval.map { Uncertainty(interval: $0, curve: nil) })
    } catch {
      return .undefined(error)
    }
  }
}
