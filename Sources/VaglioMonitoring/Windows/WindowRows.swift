internal import VaglioEvaluation
internal import VaglioFindings

/// The predictions of one window as they are known at a look, ready to be judged on any segment.
struct WindowRows {
  let start: Instant
  let end: Instant
  let asOf: Instant
  let isFinal: Bool
  private let rows: [PredictionRow]
  private let bySegment: [[Int]]
  private let segments: SegmentColumns

  init(
    window: Int, of plan: WindowPlan, in store: PredictionStore, _ segments: SegmentColumns,
    asOf: Instant, isFinal: Bool
  ) {
    let steps = window..<(window + plan.stepsPerWindow)
    (start, end) = (plan.start(ofStep: steps.lowerBound), plan.start(ofStep: steps.upperBound))
    (self.asOf, self.isFinal, self.segments) = (asOf, isFinal, segments)
    rows = store.rows(inSteps: steps)
    var bySegment = [[Int]](repeating: [], count: segments.count)
    for (row, prediction) in rows.enumerated() {
      for lane in segments.columns.indices where prediction.segments.numbers[lane] > 0 {
        bySegment[Int(prediction.segments.numbers[lane])].append(row)
      }
    }
    bySegment[0] = Array(rows.indices)
    self.bySegment = bySegment
  }

  /// The ages of the predictions.
  var ages: some Sequence<TimeSpan> { rows.lazy.map { asOf.since($0.time) } }

  /// The share of predictions with a label; `nil` without predictions.
  var coverage: Double? {
    rows.isEmpty ? nil : Double(rows.count { $0.isLabelled }) / Double(rows.count)
  }

  /// How many predictions a segment has, how many of them with a label, how many without a score.
  func counts(_ segment: Int) -> (predictions: Int, labelled: Int, missing: Int) {
    let members = bySegment[segment]
    return (
      members.count, members.count { rows[$0].isLabelled }, members.count { rows[$0].score.isNaN }
    )
  }

  /// The complete rows of a segment.
  func labelled(_ segment: Int) -> LabelledColumns {
    var columns = LabelledColumns()
    for member in bySegment[segment] where rows[member].isComplete {
      columns.append(rows[member], at: rows[member].labelTime)
    }
    return columns
  }

  /// The metrics of a task on the complete rows of a segment.
  func findings(
    _ task: MonitoredTask, _ segment: Int, subject: Subject, level: ConfidenceLevel
  ) -> [Finding] {
    let complete = bySegment[segment].filter { rows[$0].isComplete }
    return task.findings(
      complete.map { rows[$0] }, subject: subject, slice: segments.slice(segment), level: level)
  }

  /// The mean score of all predictions of a segment that have one.
  func meanScore(_ segment: Int, subject: Subject, level: ConfidenceLevel) -> Finding? {
    let scores = bySegment[segment].map { rows[$0].score }.filter { !$0.isNaN }
    let outcomes = BinaryOutcomes(
      labels: Array(repeating: 0, count: scores.count), scores: scores)
    return Evaluation(metrics: [MeanPrediction()], level: level)
      .findings(on: outcomes, subject: subject, slice: segments.slice(segment)).first
  }
}
