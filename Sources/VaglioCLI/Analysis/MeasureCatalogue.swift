internal import VaglioEvaluation
internal import VaglioFindings

/// The contracts of all metrics, as those who judge need them.
enum MeasureCatalogue {
  /// The measures of a task's metrics; of all tasks for `nil` and for tasks that are not known here.
  static func measures(of task: String?) -> [Measure] {
    switch task.flatMap(PredictionTask.init) {
    case .binary: MetricCatalogue.binary.map(\.measure)
    case .regression: MetricCatalogue.regression.map(\.measure)
    case nil: MetricCatalogue.binary.map(\.measure) + MetricCatalogue.regression.map(\.measure)
    }
  }
}
