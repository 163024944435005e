internal import VaglioEvaluation
internal import VaglioFindings

/// The contracts of all metrics, as those who judge need them.
enum MeasureCatalogue {
  /// The measures of a task's metrics, each name once; of all tasks for `nil` and for tasks that are
  /// not known here.
  static func measures(of task: String?) -> [Measure] {
    var known: Set<String> = []
    return all(task.flatMap(PredictionTask.init)).filter { known.insert($0.name).inserted }
  }

  private static func all(_ task: PredictionTask?) -> [Measure] {
    switch task {
    case .binary: MetricCatalogue.binary.map(\.measure)
    case .multiclass: MetricCatalogue.multiclass.map(\.measure)
    case .regression:
      MetricCatalogue.regression.map(\.measure) + MetricCatalogue.quantile.map(\.measure)
        + MetricCatalogue.ensemble.map(\.measure)
    case nil: PredictionTask.allCases.flatMap { all($0) }
    }
  }
}
