internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioGates

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

extension MetricNaming {
  /// Names as the records of a task write them: `nil` for a task that is not known.
  static func canonical(task: String?) -> MetricNaming {
    MetricNaming { name in
      let catalogues = task.flatMap(PredictionTask.init).map(Self.names) ?? { _ in nil }
      return catalogues(name) ?? name
    }
  }

  private static func names(_ task: PredictionTask) -> (String) -> String? {
    switch task {
    case .binary: { MetricCatalogue.metric($0, in: MetricCatalogue.binary)?.name }
    case .multiclass: { MetricCatalogue.metric($0, in: MetricCatalogue.multiclass)?.name }
    case .regression:
      {
        MetricCatalogue.metric($0, in: MetricCatalogue.regression)?.name
          ?? MetricCatalogue.metric($0, in: MetricCatalogue.quantile)?.name
          ?? MetricCatalogue.metric($0, in: MetricCatalogue.ensemble)?.name
      }
    }
  }
}
