internal import VaglioEvaluation
internal import VaglioFindings

/// What is predicted, and by which metrics its windows are judged.
public struct MonitoredTask: Sendable {
  enum Kind: Sendable {
    case binary(threshold: Double, probabilities: Bool, metrics: [any Metric<BinaryOutcomes>])
    case regression(metrics: [any Metric<RegressionOutcomes>])
  }

  let kind: Kind

  /// The metrics of a class in windows when none is named.
  public static let binaryMetrics = [
    "brier_score", "log_loss", "accuracy", "recall", "precision", "roc_auc", "mean_prediction",
    "prevalence",
  ]
  /// The metrics of a number in windows when none is named.
  public static let regressionMetrics = [
    "mean_absolute_error", "root_mean_squared_error", "bias",
  ]

  /// A class; labels are 0 and 1. Where scores are no probabilities, say so: then metrics that need
  /// them are left out, and calibration is not watched.
  public static func binary(
    threshold: Double = 0.5, probabilities: Bool = true, metrics: [String] = binaryMetrics
  ) throws(MonitoringError) -> Self {
    let found = try metrics.mapped { (name: String) throws(MonitoringError) in
      try metric(name, MetricCatalogue.binary)
    }
    return Self(
      kind: .binary(
        threshold: threshold, probabilities: probabilities,
        metrics: found.filter { probabilities || !$0.needsProbabilities }))
  }

  /// A number.
  public static func regression(
    metrics: [String] = regressionMetrics
  ) throws(MonitoringError) -> Self {
    Self(
      kind: .regression(
        metrics: try metrics.mapped { (name: String) throws(MonitoringError) in
          try metric(name, MetricCatalogue.regression)
        }))
  }

  private static func metric<Observed>(
    _ name: String, _ catalogue: [any Metric<Observed>]
  ) throws(MonitoringError) -> any Metric<Observed> {
    guard let metric = MetricCatalogue.metric(name, in: catalogue) else {
      let nearest = NearestWord(to: name, among: catalogue.map { $0.name })?.word
      throw .setting(
        "metrics",
        expected: "names of metrics, not \"\(name)\""
          + (nearest.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    return metric
  }

  /// The same task with one metric; `nil` if it has no such metric.
  func with(metric name: String) -> MonitoredTask? {
    switch kind {
    case .binary(let threshold, let probabilities, _):
      try? .binary(threshold: threshold, probabilities: probabilities, metrics: [name])
    case .regression: try? .regression(metrics: [name])
    }
  }

  /// The names of the metrics, in their order.
  public var metricNames: [String] {
    switch kind {
    case .binary(_, _, let metrics): metrics.map { $0.name }
    case .regression(let metrics): metrics.map { $0.name }
    }
  }

  /// Whether a number may be a label of this task.
  func isLabel(_ value: Double) -> Bool {
    if case .binary = kind { return value == 0 || value == 1 }
    return value.isFinite
  }

  /// Whether a number may be a score of this task.
  func isScore(_ value: Double) -> Bool {
    if case .binary(_, true, _) = kind { return value >= 0 && value <= 1 }
    return value.isFinite
  }

  /// The metrics on some rows, in their order.
  func findings(
    scores: [Double], labels: [Double], subject: Subject, slice: Slice, level: ConfidenceLevel
  ) -> [Finding] {
    switch kind {
    case .binary(let threshold, _, let metrics):
      let outcomes = BinaryOutcomes(
        labels: labels.map { $0 == 1 ? 1 : 0 }, scores: scores, threshold: threshold)
      return Evaluation(metrics: metrics, level: level)
        .findings(on: outcomes, subject: subject, slice: slice)
    case .regression(let metrics):
      let outcomes = RegressionOutcomes(actual: labels, predicted: scores)
      return Evaluation(metrics: metrics, level: level)
        .findings(on: outcomes, subject: subject, slice: slice)
    }
  }
}

extension Array {
  /// `map` that keeps the type of what is thrown.
  func mapped<Result, Failure: Error>(
    _ transform: (Element) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self { results.append(try transform(element)) }
    return results
  }
}
