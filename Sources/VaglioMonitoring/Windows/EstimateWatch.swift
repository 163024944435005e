public import VaglioEvaluation
internal import VaglioFindings

/// What the metrics of a window must be before any label is here, if scores mean what they meant on a
/// labelled reference: confidence-based estimation, fitted once.
///
/// It follows a change in which rows come, and cannot see a change in how labels hang on them; that the
/// realised metric leaves the estimated one's interval is how the second shows. Of classes only: what a
/// number's loss will be hangs on features, which a monitor does not hold.
public struct EstimateWatch: Sendable {
  /// The metrics that are estimated: all of the task but the mean of its scores, which needs no estimate.
  public let metricNames: [String]
  private let metrics: [any Metric<BinaryOutcomes>]
  private let fitted: ConfidenceBasedPerformance<BinaryOutcomes>

  /// Fits a recalibrator to scores with labels 0 or 1; the order of the rows does not show.
  ///
  /// - Throws: a refusal of another task than a class with probabilities, and of rows that nothing can be
  ///   learnt from.
  public init(
    scores: [Double], labels: [Double], for task: MonitoredTask,
    recalibrator: any Recalibrator = IsotonicRecalibration(minimumBlock: 20), groups: Int = 20,
    seed: UInt64 = 0
  ) throws(MonitoringError) {
    guard case .binary(let threshold, true, let metrics) = task.kind else {
      throw .setting("the task of estimates", expected: "a class with probabilities as scores")
    }
    guard (5...200).contains(groups) else {
      throw .setting("groups of estimates", expected: "from 5 to 200, not \(groups)")
    }
    let rows = try ReferenceRows(scores: scores, labels: labels)
    self.metrics = metrics.filter { $0.name != MeanPrediction().name }
    metricNames = self.metrics.map(\.name)
    do {
      fitted = try ConfidenceBasedPerformance(
        reference: rows.outcomes(threshold: threshold), recalibrator: recalibrator,
        groups: groups, seed: seed)
    } catch {
      throw .evidence("estimates: \(error)")
    }
  }

  /// The estimates on the scores of all predictions of a window, as findings named `estimated_…`.
  func findings(scores: [Double], subject: Subject, level: ConfidenceLevel) -> [Finding] {
    do {
      return try fitted.estimates(of: metrics, on: UnlabelledScores(scores), level: level)
        .map { $0.finding(subject: subject) }
    } catch {
      return metricNames.map { name in
        Finding(
          measure: "estimated_" + name, subject: subject,
          estimate: .undefined(Undefined("\(error)")), count: scores.count)
      }
    }
  }
}

/// Labelled rows of a reference in an order of their own.
struct ReferenceRows: Sendable {
  let scores: [Double]
  let labels: [UInt8]

  /// Rows sorted by score, then by label; labels are 0 or 1, scores numbers.
  init(scores: [Double], labels: [Double]) throws(MonitoringError) {
    guard scores.count == labels.count else {
      throw .setting("labels of the reference", expected: "one for each score")
    }
    if let row = scores.firstIndex(where: { !$0.isFinite }) {
      throw .setting("scores of the reference", expected: "numbers, not \(scores[row])")
    }
    if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .setting("labels of the reference", expected: "0 or 1, not \(labels[row])")
    }
    let order = scores.indices.sorted { (scores[$0], labels[$0]) < (scores[$1], labels[$1]) }
    self.scores = order.map { scores[$0] }
    self.labels = order.map { UInt8(labels[$0]) }
  }

  func outcomes(threshold: Double) -> BinaryOutcomes {
    BinaryOutcomes(labels: labels, scores: scores, threshold: threshold)
  }
}
