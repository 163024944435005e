internal import VaglioFindings

/// How a segment's metric stood beside that of all rows, window by window.
struct SegmentHistory: Sendable {
  struct Entry: Sendable {
    let start: Double
    let end: Double
    /// The segment's value less that of all rows.
    let deviation: Double
    /// Whether the segment's interval leaves out the value of all rows.
    let isClear: Bool
  }

  let slice: Slice
  let entries: [Entry]
  /// The segment's value in its latest final window, and when that began.
  let latest: MetricHistory.Entry?

  /// A segment's history beside that of all rows; `nil` where no window has both.
  init?(_ segment: MetricHistory, beside overall: MetricHistory) {
    let own = Dictionary(
      overall.entries.compactMap { entry in
        overall.buckets.position(of: entry.start).map { ($0, entry) }
      }
    ) { first, _ in first }
    entries = segment.entries.compactMap { entry in
      guard let position = overall.buckets.position(of: entry.start), let all = own[position],
        let (value, whole) = Self.pair(entry.measured?.value, all.measured?.value)
      else { return nil }
      let interval = entry.measured?.interval
      return Entry(
        start: all.start, end: max(all.end, entry.end), deviation: value - whole,
        isClear: interval.map { !$0.contains(whole) } ?? false)
    }.filter(\.deviation.isFinite)
    (slice, latest) = (segment.slice, segment.latestFinal)
    if entries.isEmpty { return nil }
  }

  private static func pair(_ one: Double?, _ other: Double?) -> (Double, Double)? {
    guard let one, let other else { return nil }
    return (one, other)
  }

  /// In how many windows the segment was clearly below all rows, and above them.
  var clear: (below: Int, above: Int) {
    (
      entries.filter { $0.isClear && $0.deviation < 0 }.count,
      entries.filter { $0.isClear && $0.deviation > 0 }.count
    )
  }

  /// In how many windows the segment was clearly on the side where `orientation` is against it; on
  /// either side where it is 0.
  func clearlyWorse(by orientation: Double) -> Int {
    entries.filter { $0.isClear && (orientation == 0 || $0.deviation * orientation < 0) }.count
  }

  /// Every segment of a metric: first those that were clearly worse in most windows, then those that
  /// were clearly off, then those that were further from all rows.
  static func all(
    of overall: MetricHistory, in dossier: Dossier, by orientation: Double
  ) -> [SegmentHistory] {
    dossier.exhibits.filter {
      $0.kind == "watch_metric" && $0.slice != .all && $0.words("metric")?.first == overall.metric
    }.compactMap { exhibit in
      MetricHistory(exhibit, buckets: overall.buckets).flatMap {
        SegmentHistory($0, beside: overall)
      }
    }.map { segment in
      let (below, above) = segment.clear
      let distance = segment.entries.map(\.deviation.magnitude).reduce(0, +)
      return ((segment.clearlyWorse(by: orientation), below + above, distance), segment)
    }.sorted { $1.0 < $0.0 }.map(\.1)
  }
}
