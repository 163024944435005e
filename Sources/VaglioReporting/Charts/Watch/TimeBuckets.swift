/// Windows as a chart can show them: each by itself, or, where there are more than can be told apart,
/// neighbours together in equal spans of time.
struct TimeBuckets: Sendable {
  /// The most that are shown by themselves.
  static let limit = 150

  private let places: [Double: Int]
  private let origin: Double
  /// How long a bucket is; 0 where each window stands by itself.
  private let length: Double
  /// How far apart the starts of neighbours may lie; beyond it there is a gap.
  let gap: Double
  /// How many buckets there may be.
  let count: Int
  /// The most windows that one bucket holds; 1 where each stands by itself.
  let largest: Int

  /// Buckets for windows that start at these times, some of them perhaps several times.
  init(_ starts: some Sequence<Double>, limit: Int = limit) {
    let sorted = Set(starts).sorted()
    origin = sorted.first ?? 0
    let differences = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.sorted()
    let typical = differences.isEmpty ? .infinity : differences[differences.count / 2]
    guard sorted.count > limit, let last = sorted.last else {
      places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, $0) })
      (length, gap, count, largest) = (0, 1.5 * typical, sorted.count, 1)
      return
    }
    places = [:]
    let length = (last - origin) / (Double(limit) - 0.5)
    (self.length, count) = (length, limit)
    gap = max(2 * length, 1.5 * typical)
    let origin = origin
    largest =
      Dictionary(grouping: sorted) { Int(($0 - origin) / length) }.values.map(\.count).max() ?? 1
  }

  /// Whether windows are shown together.
  var areMerged: Bool { length > 0 }

  /// The bucket of a window that starts at a time; `nil` where each window stands by itself and none
  /// starts then.
  func position(of start: Double) -> Int? {
    guard areMerged else { return places[start] }
    return min(max(Int((start - origin) / length), 0), count - 1)
  }

  /// The rows of each bucket that has some, in the order of time.
  func groups<Row>(_ rows: [Row], start: (Row) -> Double) -> [[Row]] {
    let groups = Dictionary(grouping: rows) { position(of: start($0)) ?? -1 }
    return groups.keys.sorted().compactMap { $0 < 0 ? nil : groups[$0] }
  }

  /// Rows in the order of time, parted where windows are missing between them.
  func runs<Row>(_ rows: [Row], start: (Row) -> Double) -> [[Row]] {
    var runs: [[Row]] = []
    for row in rows {
      if let last = runs.last?.last, start(row) - start(last) <= gap {
        runs[runs.count - 1].append(row)
      } else {
        runs.append([row])
      }
    }
    return runs
  }

  /// What a caption says where windows are shown together; empty otherwise.
  var remark: String {
    areMerged
      ? " Up to \(NumberFormat.count(largest)) neighbouring windows are drawn as one."
      : ""
  }
}
