/// The predictions whose windows are open, by steps, with the labels that have come.
///
/// It takes events in their order. Labels that precede their prediction wait for it as long as the
/// horizon. A correction, or a label that contradicts the one before, takes the old label's place: what is
/// computed from the rows is then, to the bit, what it would be had the old one never been. Held are the
/// rows of the last window and horizon, and waiting labels, at most `capacity` together: when they are
/// full, the oldest waiting label is let go, and where none waits a new prediction is set aside.
struct PredictionStore: Codable, Hashable, Sendable {
  /// The predictions of one step.
  struct Step: Codable, Hashable, Sendable {
    var rows: [PredictionRow] = []
    /// Rows that hold.
    var count = 0
    /// Those of them with a label.
    var labelled = 0
    /// Whether labels are still taken.
    var isOpen = true
  }

  private struct Place: Codable, Hashable, Sendable {
    let step: Int
    let row: Int
  }

  let plan: WindowPlan
  let capacity: Int
  private(set) var steps: [Int: Step] = [:]
  private(set) var rowCount = 0
  private var places: [UInt64: Place] = [:]
  /// Labels that wait for their prediction, by id.
  private var early: [UInt64: [MonitoredEvent]] = [:]
  /// The same in the order of their times, from `earlyFirst` on; those already joined among them.
  private var earlyOrder: [MonitoredEvent] = []
  private var earlyFirst = 0
  private var earlyCount = 0

  init(_ plan: WindowPlan, capacity: Int) { (self.plan, self.capacity) = (plan, capacity) }

  /// How many rows and labels are held.
  var heldCount: Int { rowCount + earlyCount }

  /// Takes a prediction; returns its row if a label waited for it.
  mutating func take(prediction event: MonitoredEvent, _ tally: inout EventTally) -> PredictionRow?
  {
    if let place = places[event.key] {
      replace(place, by: event, &tally)
      return nil
    }
    guard makeRoom(&tally) else {
      tally.droppedAtCapacity += 1
      return nil
    }
    append(PredictionRow(event))
    guard let labels = early.removeValue(forKey: event.key) else { return nil }
    earlyCount -= labels.count
    tally.labelsBeforePredictions += labels.count
    var complete: PredictionRow?
    for label in labels { complete = take(label: label, &tally) ?? complete }
    guard complete != nil, let place = places[event.key] else { return nil }
    return steps[place.step]?.rows[place.row]
  }

  private mutating func append(_ row: PredictionRow) {
    let number = plan.step(of: row.time)
    let count = steps[number]?.rows.count ?? 0
    steps[number, default: Step()].rows.append(row)
    steps[number]?.count += 1
    if row.isLabelled { steps[number]?.labelled += 1 }
    places[row.key] = Place(step: number, row: count)
    rowCount += 1
  }

  /// The later of two predictions with one id holds, and keeps the label if it is not too late for it.
  private mutating func replace(
    _ place: Place, by event: MonitoredEvent, _ tally: inout EventTally
  ) {
    guard let old = steps[place.step]?.rows[place.row] else { return }
    var row = PredictionRow(event)
    guard
      old.score.bitPattern != row.score.bitPattern || old.segments != row.segments
        || old.classCode != row.classCode
    else {
      tally.duplicates += 1
      return
    }
    tally.conflictingPredictions += 1
    steps[place.step]?.rows[place.row].isReplaced = true
    steps[place.step]?.count -= 1
    if old.isLabelled { steps[place.step]?.labelled -= 1 }
    (row.label, row.labelTime) = (old.label, max(old.labelTime, row.time))
    append(row)
  }

  /// Takes a label or a correction; returns the row if it is its first label.
  mutating func take(label event: MonitoredEvent, _ tally: inout EventTally) -> PredictionRow? {
    guard let place = places[event.key], let row = steps[place.step]?.rows[place.row] else {
      wait(event, &tally)
      return nil
    }
    guard event.time.since(row.time) <= plan.horizon else {
      tally.lateLabels += 1
      return nil
    }
    guard row.isLabelled else {
      steps[place.step]?.labelled += 1
      steps[place.step]?.rows[place.row].label = event.value
      steps[place.step]?.rows[place.row].labelTime = max(event.time, row.time)
      return steps[place.step]?.rows[place.row]
    }
    if event.kind == .label {
      if row.label == event.value {
        tally.duplicates += 1
      } else {
        tally.conflictingLabels += 1
      }
    }
    steps[place.step]?.rows[place.row].label = event.value
    return nil
  }

  private mutating func wait(_ event: MonitoredEvent, _ tally: inout EventTally) {
    guard makeRoom(&tally) else {
      tally.droppedAtCapacity += 1
      return
    }
    early[event.key, default: []].append(event)
    earlyOrder.append(event)
    earlyCount += 1
  }

  /// Whether there is room for one more, if need be by letting the oldest waiting label go.
  private mutating func makeRoom(_ tally: inout EventTally) -> Bool {
    while heldCount >= capacity, earlyCount > 0 {
      if forgetFirst() { tally.droppedAtCapacity += 1 }
    }
    return heldCount < capacity
  }

  /// Forgets the first label in the order of waiting; false if it waits no more.
  private mutating func forgetFirst() -> Bool {
    let event = earlyOrder[earlyFirst]
    earlyFirst += 1
    if earlyFirst > 4096, earlyFirst > earlyOrder.count / 2 {
      earlyOrder.removeFirst(earlyFirst)
      earlyFirst = 0
    }
    guard let place = early[event.key]?.firstIndex(of: event) else { return false }
    early[event.key]?.remove(at: place)
    if early[event.key]?.isEmpty == true { early[event.key] = nil }
    earlyCount -= 1
    return true
  }

  /// Counts labels that have waited longer than the horizon as unknown.
  mutating func expire(at now: Instant, _ tally: inout EventTally) {
    while earlyFirst < earlyOrder.count,
      now.since(earlyOrder[earlyFirst].time) > plan.horizon
    {
      if forgetFirst() { tally.unknownIDs += 1 }
    }
  }

  /// Counts all labels that still wait as unknown.
  mutating func expireAll(_ tally: inout EventTally) {
    tally.unknownIDs += earlyCount
    (early, earlyOrder, earlyFirst, earlyCount) = ([:], [], 0, 0)
  }

  /// Takes no more labels for the predictions of a step, which it returns.
  mutating func close(step number: Int) -> [PredictionRow] {
    guard let step = steps[number], step.isOpen else { return [] }
    for (place, row) in step.rows.enumerated()
    where places[row.key] == Place(step: number, row: place) {
      places[row.key] = nil
    }
    steps[number]?.isOpen = false
    return step.rows.filter { !$0.isReplaced }
  }

  /// Lets the rows of a step go.
  mutating func drop(step number: Int) {
    rowCount -= steps.removeValue(forKey: number)?.rows.count ?? 0
  }

  /// The rows of some steps that hold.
  func rows(inSteps numbers: Range<Int>) -> [PredictionRow] {
    var rows: [PredictionRow] = []
    for number in numbers {
      if let step = steps[number] { rows += step.rows.lazy.filter { !$0.isReplaced } }
    }
    return rows
  }

  /// The share of the rows of some steps that have a label; `nil` without rows.
  func coverage(inSteps numbers: Range<Int>) -> Double? {
    let (count, labelled) = numbers.reduce(into: (0, 0)) { sums, number in
      sums.0 += steps[number]?.count ?? 0
      sums.1 += steps[number]?.labelled ?? 0
    }
    return count > 0 ? Double(labelled) / Double(count) : nil
  }

  /// How long the labels of predictions in open steps before `number` took so far.
  func delays(before number: Int, asOf now: Instant) -> LabelDelays {
    var delays = LabelDelays(horizon: plan.horizon)
    for (step, content) in steps where step < number && content.isOpen {
      for row in content.rows where !row.isReplaced {
        if row.isLabelled {
          delays.add(delay: row.labelTime.since(row.time))
        } else {
          delays.add(waiting: now.since(row.time))
        }
      }
    }
    return delays
  }
}
