/// When the rows of a detector came: the times of some rows, thinned as they grow many.
struct EvidenceClock: Codable, Hashable, Sendable {
  private static let most = 512
  private var rows: [Int] = []
  private var times: [Instant] = []
  private var stride = 1
  private var skipped = 0

  /// Notes that the next row to come has the number `row`, and comes at `time` or later.
  mutating func note(row: Int, at time: Instant) {
    skipped += 1
    guard skipped >= stride || rows.isEmpty else { return }
    skipped = 0
    rows.append(row)
    times.append(time)
    if rows.count > Self.most {
      rows = Swift.stride(from: 0, to: rows.count, by: 2).map { rows[$0] }
      times = Swift.stride(from: 0, to: times.count, by: 2).map { times[$0] }
      stride *= 2
    }
  }

  /// The latest noted time that is not after the row; `nil` when nothing is noted.
  func time(ofRow row: Int) -> Instant? {
    let after = rows.partitioningIndex { $0 > row }
    return after > 0 ? times[after - 1] : times.first
  }
}
