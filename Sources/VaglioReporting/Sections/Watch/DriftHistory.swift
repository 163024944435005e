internal import VaglioFindings

/// How far a column of data was from the reference, window by window.
struct DriftHistory: Sendable {
  /// One window, or several neighbours.
  struct Entry: Sendable {
    let start: Double
    let end: Double
    /// The distance, 0…1; of several windows the largest.
    let distance: Double
    /// Whether the column was named as moved.
    let moved: Bool
  }

  let column: String
  private(set) var entries: [Entry?]
  /// The window of the largest distance.
  private(set) var largest: (start: Double, distance: Estimate)?
  /// The last window.
  private(set) var latest: (start: Double, distance: Estimate)?
  private(set) var firstMoved: Double?
  private(set) var movedCount = 0
  private(set) var windowCount = 0
  private(set) var largestMissing: Double?

  private init(_ column: String, slots: Int) {
    self.column = column
    entries = Array(repeating: nil, count: slots)
  }

  /// The histories of all columns, the ones that were furthest away first, and the buckets that their
  /// entries lie in.
  static func all(in dossier: Dossier) -> (columns: [DriftHistory], buckets: TimeBuckets)? {
    guard let exhibit = dossier.exhibit("watch_drift", .model),
      let names = exhibit.words("column")
    else { return nil }
    let spans = exhibit.spans.filter { $0.row < names.count }
    let buckets = TimeBuckets(spans.lazy.map(\.start))
    let numbers = exhibit.columns("value", "lower", "upper", "missing_rate", "moved")
    var places: [String: Int] = [:]
    var columns: [DriftHistory] = []
    for (row, start, end) in spans {
      let name = names[row]
      let place = places[name] ?? columns.count
      if place == columns.count {
        places[name] = place
        columns.append(DriftHistory(name, slots: buckets.count))
      }
      let moved = numbers[4].entry(row) == 1
      columns[place].note(missing: numbers[3].entry(row), moved: moved, at: start)
      guard let value = numbers[0].entry(row), let slot = buckets.position(of: start) else {
        continue
      }
      let distance = Estimate(
        value, lower: numbers[1].entry(row), upper: numbers[2].entry(row))
      columns[place].note(
        Entry(start: start, end: end, distance: min(max(value, 0), 1), moved: moved), distance,
        in: slot)
    }
    return (columns.sorted(by: isFurther), buckets)
  }

  private static func isFurther(_ one: DriftHistory, _ other: DriftHistory) -> Bool {
    let pair = [one, other].map { $0.largest?.distance.value ?? -1 }
    return pair[0] == pair[1] ? one.column < other.column : pair[0] > pair[1]
  }

  private mutating func note(missing: Double?, moved: Bool, at start: Double) {
    if let missing { largestMissing = max(largestMissing ?? 0, missing) }
    guard moved else { return }
    movedCount += 1
    firstMoved = min(firstMoved ?? start, start)
  }

  private mutating func note(_ entry: Entry, _ distance: Estimate, in slot: Int) {
    windowCount += 1
    if entry.distance > largest?.distance.value ?? -1 { largest = (entry.start, distance) }
    if entry.start >= latest?.start ?? -.infinity { latest = (entry.start, distance) }
    guard let before = entries[slot] else {
      entries[slot] = entry
      return
    }
    entries[slot] = Entry(
      start: min(before.start, entry.start), end: max(before.end, entry.end),
      distance: max(before.distance, entry.distance), moved: before.moved || entry.moved)
  }
}

extension Estimate {
  /// A value with its bounds, where both are there and in order.
  init(_ value: Double, lower: Double?, upper: Double?) {
    guard let lower, let upper, lower <= upper else {
      self.init(value)
      return
    }
    let interval = Interval(lower: lower, upper: upper, level: .ninetyFivePercent, method: "")
    self.init(value, Uncertainty(interval: interval, curve: nil))
  }
}
