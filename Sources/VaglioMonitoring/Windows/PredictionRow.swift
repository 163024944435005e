/// A prediction with its label as far as it is known.
struct PredictionRow: Hashable, Codable, Sendable {
  let key: UInt64
  let time: Instant
  /// NaN where it is missing.
  let score: Double
  let segments: SegmentCodes
  /// The number of the predicted class, from 1; 0 where there is none.
  let classCode: UInt16
  /// NaN as long as it is awaited.
  var label = Double.nan
  /// When the label became known.
  var labelTime = Instant(microseconds: 0)
  /// Whether another prediction of the same id has taken its place.
  var isReplaced = false

  init(_ event: MonitoredEvent) {
    (key, time, score, segments) = (event.key, event.time, event.value, event.segments)
    classCode = event.classCode
  }

  var isLabelled: Bool { !label.isNaN }
  /// Whether it has all that metrics need.
  var isComplete: Bool { !label.isNaN && !score.isNaN }
  /// Whether the class of several that was predicted came true.
  var isRight: Bool { label == Double(classCode) - 1 }
  /// What sequential evidence takes for the label: of several classes whether the predicted one came true.
  var evidenceLabel: Double { classCode == 0 ? label : isRight ? 1 : 0 }
}

/// Rows with scores and labels, as columns, in an order of their own.
struct LabelledColumns: Hashable, Codable, Sendable {
  /// When the pair was complete.
  var times: [Instant] = []
  var scores: [Double] = []
  var labels: [Double] = []
  var segments: [SegmentCodes] = []

  var count: Int { times.count }
  var isEmpty: Bool { times.isEmpty }

  mutating func append(_ row: PredictionRow, at time: Instant) {
    times.append(time)
    scores.append(row.score)
    labels.append(row.evidenceLabel)
    segments.append(row.segments)
  }

  mutating func append(_ other: LabelledColumns, from first: Int = 0) {
    times += other.times[first...]
    scores += other.scores[first...]
    labels += other.labels[first...]
    segments += other.segments[first...]
  }

  mutating func removeAll() {
    times.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
  }

  mutating func removeFirst(_ count: Int) {
    times.removeFirst(count)
    scores.removeFirst(count)
    labels.removeFirst(count)
    segments.removeFirst(count)
  }

  /// These rows alone.
  func taking(_ rows: [Int]) -> LabelledColumns {
    var taken = LabelledColumns()
    for row in rows {
      taken.times.append(times[row])
      taken.scores.append(scores[row])
      taken.labels.append(labels[row])
      taken.segments.append(segments[row])
    }
    return taken
  }

  /// The rows of each segment but `all`, which is segment 0 and empty here.
  func rows(bySegment segments: SegmentColumns) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: segments.count)
    for (row, codes) in self.segments.enumerated() {
      for place in segments.columns.indices where codes.numbers[place] > 0 {
        rows[Int(codes.numbers[place])].append(row)
      }
    }
    return rows
  }
}
