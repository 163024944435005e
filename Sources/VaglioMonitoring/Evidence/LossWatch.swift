internal import VaglioFindings
internal import VaglioStatistics

/// e-detectors of the mean of one loss, on all rows and on segments.
struct LossWatch: Codable, Hashable, Sendable {
  let loss: WatchedLoss
  /// The segments watched; 0 is all rows.
  let numbers: [Int]
  private var detectors: [EDetector]
  private var clocks: [EvidenceClock]

  init(
    _ loss: WatchedLoss, allowed: ClosedRange<Double>, alternative: MeanHypothesis.Alternative,
    runLength: Double, segments numbers: [Int]
  ) throws(MonitoringError) {
    (self.loss, self.numbers) = (loss, numbers)
    do {
      let hypothesis = try MeanHypothesis(
        allowed: allowed, range: loss.range, alternative: alternative)
      let detector = try EDetector(hypothesis, runLength: runLength)
      detectors = Array(repeating: detector, count: numbers.count)
      clocks = Array(repeating: EvidenceClock(), count: numbers.count)
    } catch {
      throw .evidence("\(loss.name): \(error)")
    }
  }

  var hypothesis: MeanHypothesis? { detectors.first?.hypothesis }

  /// Takes rows in their order; `bySegment` names those of each segment.
  mutating func take(
    _ rows: LabelledColumns, bySegment: [[Int]]
  ) throws(MonitoringError) {
    guard let first = rows.times.first else { return }
    let values = loss.values(rows)
    for (place, number) in numbers.enumerated() where !detectors[place].isAlarmed {
      let members = number == 0 ? values : bySegment[number].map { values[$0] }
      guard !members.isEmpty else { continue }
      let start = number == 0 ? first : rows.times[bySegment[number][0]]
      clocks[place].note(row: detectors[place].rowCount, at: start)
      do { _ = try detectors[place].take(members) } catch {
        throw .evidence("\(loss.name): \(error)")
      }
    }
  }

  /// What the detectors say.
  func signals(_ alert: String, _ segments: SegmentColumns) -> [Signal] {
    numbers.indices.map { place in
      let detector = detectors[place]
      var signal = Signal(alert: alert, slice: segments.slice(numbers[place]))
      signal.evidence = detector.evidence.value.isFinite ? detector.evidence.value : nil
      signal.threshold = detector.evidence.threshold
      signal.count = detector.rowCount
      signal.isRaised = detector.isAlarmed
      signal.since = detector.startOfEvidence.flatMap { clocks[place].time(ofRow: $0) }
      return signal
    }
  }

  /// Makes the detectors that rang start anew, but those of the segments to be held.
  mutating func rearm(except held: Set<Int>) {
    for (place, number) in numbers.enumerated()
    where detectors[place].isAlarmed && !held.contains(number) {
      detectors[place].reset()
      clocks[place] = EvidenceClock()
    }
  }
}
