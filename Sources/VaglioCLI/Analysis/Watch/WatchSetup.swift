internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioTables

/// What a monitor is set up with, from a plan and the tables that are known beforehand.
struct WatchSetup {
  let plan: WatchPlan
  /// Rows that are as they should be.
  var reference: Table?
  /// Predictions that are known beforehand: all of a history, or its first table.
  var predictions: [Table] = []
  /// Tables with labels among them.
  var labels: [Table] = []

  /// The settings of the monitor.
  func settings() throws -> MonitorSettings {
    do throws(MonitoringError) {
      return MonitorSettings(
        task: try task(), plan: plan.windows, segments: try SegmentColumns(levels()),
        log: EventLog.Settings(disorder: plan.disorder), alerts: plan.alerts?.rules,
        level: plan.level, evidenceOrder: plan.evidenceOrder,
        reportsEndedWindows: plan.reportsEndedWindows)
    } catch {
      throw Trouble("watch: \(error)")
    }
  }

  /// The levels of each segment's column: as named, else those that occur.
  private func levels() -> [(name: String, levels: [String])] {
    plan.segments.map { segment in
      let tables = [reference].compactMap { $0 } + predictions
      return (
        segment.column,
        segment.levels ?? tables.flatMap { $0[segment.column]?.categorized.levels ?? [] }
      )
    }
  }

  private func task() throws(MonitoringError) -> MonitoredTask {
    let scores = scoreRange
    let isProbability = scores.map { $0.lowerBound >= 0 && $0.upperBound <= 1 } ?? true
    switch plan.task ?? inferredTask(isProbability: isProbability) {
    case .regression:
      return plan.metrics.isEmpty ? try .regression() : try .regression(metrics: plan.metrics)
    case .binary, .multiclass:
      return plan.metrics.isEmpty
        ? try .binary(threshold: plan.threshold, probabilities: isProbability)
        : try .binary(
          threshold: plan.threshold, probabilities: isProbability, metrics: plan.metrics)
    }
  }

  private var scoreRange: ClosedRange<Double>? {
    var range: ClosedRange<Double>?
    for table in [reference].compactMap({ $0 }) + predictions {
      for score in table[plan.columns.score]?.numbers ?? [] where score.isFinite {
        range = range.map { min($0.lowerBound, score)...max($0.upperBound, score) } ?? score...score
      }
    }
    return range
  }

  private func inferredTask(isProbability: Bool) -> PredictionTask {
    guard plan.columns.positive == nil, let label = plan.columns.label else {
      return isProbability || plan.columns.positive != nil ? .binary : .regression
    }
    let columns = ([reference].compactMap { $0 } + labels).compactMap { $0[label] }
    let isBinary = columns.allSatisfy { column in
      switch column.values {
      case .numbers(let numbers): numbers.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 }
      default: true
      }
    }
    return isBinary ? .binary : .regression
  }
}
