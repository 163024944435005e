internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioTables

/// What a monitor is set up with, from a plan and the tables that are known beforehand.
struct WatchSetup {
  let plan: WatchPlan
  /// Rows that are as they should be.
  var reference: WatchReference?
  /// Predictions that are known beforehand: all of a history, or its first table.
  var predictions: [Table] = []
  /// Tables with labels among them.
  var labels: [Table] = []

  /// The settings of the monitor, and what a reader must know of them.
  func settings() throws -> (settings: MonitorSettings, notes: [String]) {
    var settings: MonitorSettings
    do throws(MonitoringError) {
      settings = MonitorSettings(
        task: try task(), plan: plan.windows, segments: try SegmentColumns(levels()),
        log: EventLog.Settings(disorder: plan.disorder), alerts: plan.alerts?.rules,
        level: plan.level, evidenceOrder: plan.evidenceOrder,
        reportsEndedWindows: plan.reportsEndedWindows)
    } catch {
      throw Trouble("watch: \(error)")
    }
    let standards = try reference?.standards(settings.task, settings.segments)
    (settings.estimates, settings.recalibration) =
      (standards?.estimates, standards?.recalibration)
    return (settings, standards?.notes ?? [])
  }

  /// All tables that are known beforehand.
  private var tables: [Table] { [reference?.table].compactMap { $0 } + predictions }

  /// The levels of each segment's column: as named, else those that occur.
  private func levels() -> [(name: String, levels: [String])] {
    plan.segments.map { segment in
      (
        segment.column,
        segment.levels ?? tables.flatMap { $0[segment.column]?.categorized.levels ?? [] }
      )
    }
  }

  private func task() throws(MonitoringError) -> MonitoredTask {
    let isProbability = scoreRange.map { $0.lowerBound >= 0 && $0.upperBound <= 1 } ?? true
    switch plan.task ?? inferredTask(isProbability: isProbability) {
    case .multiclass:
      let classes = plan.columns.prediction.classes
      return plan.metrics.isEmpty
        ? try .multiclass(classes: classes)
        : try .multiclass(classes: classes, metrics: plan.metrics)
    case .regression:
      return plan.metrics.isEmpty ? try .regression() : try .regression(metrics: plan.metrics)
    case .binary:
      return plan.metrics.isEmpty
        ? try .binary(threshold: plan.threshold, probabilities: isProbability)
        : try .binary(
          threshold: plan.threshold, probabilities: isProbability, metrics: plan.metrics)
    }
  }

  private var scoreRange: ClosedRange<Double>? {
    var range: ClosedRange<Double>?
    for table in tables {
      for score in table[plan.columns.scores[0]]?.numbers ?? [] where score.isFinite {
        range = range.map { min($0.lowerBound, score)...max($0.upperBound, score) } ?? score...score
      }
    }
    return range
  }

  private func inferredTask(isProbability: Bool) -> PredictionTask {
    guard plan.columns.positive == nil, let label = plan.columns.label else {
      return isProbability || plan.columns.positive != nil ? .binary : .regression
    }
    let columns = ([reference?.table].compactMap { $0 } + labels).compactMap { $0[label] }
    let isBinary = columns.allSatisfy { column in
      switch column.values {
      case .numbers(let numbers): numbers.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 }
      default: true
      }
    }
    return isBinary ? .binary : .regression
  }
}
