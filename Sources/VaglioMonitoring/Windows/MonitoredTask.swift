internal import VaglioEvaluation
internal import VaglioFindings

/// What is predicted, and by which metrics its windows are judged.
public struct MonitoredTask: Sendable {
  enum Kind: Sendable {
    case binary(threshold: Double, probabilities: Bool, metrics: [any Metric<BinaryOutcomes>])
    case regression(metrics: [any Metric<RegressionOutcomes>])
    case multiclass(
      classes: [String], probabilities: Bool, metrics: [any Metric<MulticlassOutcomes>])
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

  /// The metrics of several classes in windows when none is named.
  public static let multiclassMetrics = [
    "accuracy", "balanced_accuracy", "f1", "cohen_kappa", "matthews_corrcoef",
  ]

  /// One of several classes; labels are their numbers, from 0.
  ///
  /// Held of a prediction are the class and its probability, 10 bytes whatever the number of classes.
  /// So windows have the metrics that follow from decisions; those that need the probabilities of all
  /// classes (log loss, ROC AUC) are refused. Sequential evidence is on the predicted class: whether it came
  /// true against its probability, which makes the watch of calibration that of top-label calibration, and
  /// `brier_score` and `residual` those of the predicted class. Where predictions come without
  /// probabilities, say so.
  public static func multiclass(
    classes: [String], probabilities: Bool = true, metrics: [String] = multiclassMetrics
  ) throws(MonitoringError) -> Self {
    guard (2...10_000).contains(classes.count), Set(classes).count == classes.count else {
      throw .setting("classes", expected: "2 to 10,000 different names")
    }
    let found = try metrics.mapped { (name: String) throws(MonitoringError) in
      try metric(name, MetricCatalogue.multiclass)
    }
    if let metric = found.first(where: { $0.needsScores }) {
      throw .setting(
        "metrics",
        expected:
          "metrics of decisions: \"\(metric.name)\" needs the probabilities of all classes, "
          + "which a monitor does not hold")
    }
    return Self(
      kind: .multiclass(classes: classes, probabilities: probabilities, metrics: found))
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
    case .multiclass(let classes, let probabilities, _):
      try? .multiclass(classes: classes, probabilities: probabilities, metrics: [name])
    }
  }

  /// The names of the metrics, in their order.
  public var metricNames: [String] {
    switch kind {
    case .binary(_, _, let metrics): metrics.map { $0.name }
    case .regression(let metrics): metrics.map { $0.name }
    case .multiclass(_, _, let metrics): metrics.map { $0.name }
    }
  }

  /// Whether a number may be a label of this task.
  func isLabel(_ value: Double) -> Bool {
    switch kind {
    case .binary: return value == 0 || value == 1
    case .regression: return value.isFinite
    case .multiclass(let classes, _, _):
      return value >= 0 && value < Double(classes.count) && value == value.rounded()
    }
  }

  /// The prediction as this task takes it; `nil` if it says nothing that is one.
  func checked(_ event: MonitoredEvent) -> MonitoredEvent? {
    let value = event.value
    switch kind {
    case .binary(_, let probabilities, _):
      return value.isFinite && (!probabilities || value >= 0 && value <= 1) ? event : nil
    case .regression: return value.isFinite ? event : nil
    case .multiclass(let classes, let probabilities, _):
      guard event.classCode > 0, Int(event.classCode) <= classes.count else { return nil }
      guard !probabilities else { return value >= 0 && value <= 1 ? event : nil }
      return .prediction(
        key: event.key, at: event.time, class: Int(event.classCode) - 1, confidence: 1,
        by: event.subject, in: event.segments)
    }
  }

  /// Whether the mean of scores means something.
  var hasScores: Bool {
    if case .multiclass(_, false, _) = kind { return false }
    return true
  }

  /// Whether scores are probabilities of a class among two.
  public var isProbabilistic: Bool {
    if case .binary(_, true, _) = kind { return true }
    return false
  }

  /// Whether a label is the number of a class of several.
  var isMulticlass: Bool {
    if case .multiclass = kind { return true }
    return false
  }

  /// The metrics on some rows, in their order.
  func findings(
    _ rows: [PredictionRow], subject: Subject, slice: Slice, level: ConfidenceLevel
  ) -> [Finding] {
    let (scores, labels) = (rows.map(\.score), rows.map(\.label))
    switch kind {
    case .multiclass(let classes, _, let metrics):
      let outcomes = MulticlassOutcomes(
        classes: classes, labels: labels.map { Int32($0) },
        predicted: rows.map { Int32($0.classCode) - 1 })
      return Evaluation(metrics: metrics, level: level)
        .findings(on: outcomes, subject: subject, slice: slice)
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
