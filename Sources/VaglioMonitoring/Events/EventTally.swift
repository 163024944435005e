public import VaglioFindings

/// What became of the events: each is used or counted under the reason why it was set aside.
public struct EventTally: Hashable, Codable, Sendable {
  public var predictions = 0
  public var labels = 0
  public var corrections = 0
  /// Equal in everything to an event before: counted once.
  public var duplicates = 0
  /// Predictions with the id of another one that is still held, but with other contents: the later
  /// one holds.
  public var conflictingPredictions = 0
  /// Labels that contradict the label before without being a correction: the later one holds.
  public var conflictingLabels = 0
  /// Labels that were known before their prediction: kept, and joined when it came.
  public var labelsBeforePredictions = 0
  /// Labels for which no prediction was held within the horizon: it never came, or it is so long ago
  /// that its step is closed.
  public var unknownIDs = 0
  /// Labels that became known later than the horizon after their prediction, whose step is not yet
  /// closed.
  public var lateLabels = 0
  /// Events that came when the log had gone on past their time.
  public var tooLate = 0
  /// Events before the start.
  public var beforeStart = 0
  /// Events on the far side of a jump of the clock that too few others confirm.
  public var clockJumps = 0
  /// Predictions without a usable score.
  public var missingScores = 0
  /// Labels that are no label of the task.
  public var invalidLabels = 0
  /// Events of other models.
  public var otherSubjects = 0
  /// Labels and rows let go because there was no room to keep them longer.
  public var droppedAtCapacity = 0

  public init() {}

  /// The counts by name, in the order in which they are shown.
  public var counts: [(name: String, count: Int)] {
    [
      ("predictions", predictions), ("labels", labels), ("corrections", corrections),
      ("duplicates", duplicates), ("conflicting_predictions", conflictingPredictions),
      ("conflicting_labels", conflictingLabels),
      ("labels_before_predictions", labelsBeforePredictions), ("unknown_ids", unknownIDs),
      ("late_labels", lateLabels), ("too_late", tooLate), ("before_start", beforeStart),
      ("clock_jumps", clockJumps), ("missing_scores", missingScores),
      ("invalid_labels", invalidLabels), ("other_subjects", otherSubjects),
      ("dropped_at_capacity", droppedAtCapacity),
    ]
  }

  public var json: JSONValue {
    .object(Dictionary(uniqueKeysWithValues: counts.map { ($0.name, .count($0.count)) }))
  }
}
