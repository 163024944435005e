internal import VaglioFindings

/// A metric over time, on all rows or a segment, as many windows together as a chart must draw.
struct MetricHistory: Sendable {
  /// One window, or several neighbours.
  struct Entry: Sendable {
    let start: Double
    let end: Double
    /// Whether no label can come any more.
    let isFinal: Bool
    let labelled: Double
    /// The window's own value.
    let measured: Estimate?
    /// The mean since the start with its confidence sequence.
    let sinceStart: Estimate?
    /// What it is estimated to be without labels.
    let estimated: Estimate?
  }

  let metric: String
  let slice: Slice
  /// As they are drawn.
  let entries: [Entry]
  /// As they were.
  let windows: [Entry]
  let buckets: TimeBuckets
  /// The bounds that an alert holds the metric to.
  let (atLeast, atMost): (Double?, Double?)
  /// Whether windows overlap, so that what they say belongs to their ends.
  let overlaps: Bool

  /// The history that an exhibit tells, in its own buckets or in those of another.
  init?(_ exhibit: Exhibit, buckets others: TimeBuckets? = nil) {
    guard let metric = exhibit.words("metric")?.first else { return nil }
    let (final, labelled) = (exhibit.numbers("final") ?? [], exhibit.numbers("labelled") ?? [])
    let columns = ["since_start", "estimated"].map { exhibit.numbers($0) != nil }
    let all = exhibit.spans.map { row, start, end in
      Entry(
        start: start, end: end, isFinal: final.entry(row) == 1, labelled: labelled.entry(row) ?? 0,
        measured: exhibit.estimate("value", row: row, lower: "lower", upper: "upper"),
        sinceStart: columns[0] ? exhibit.estimate("since_start", row: row) : nil,
        estimated: columns[1] ? exhibit.estimate("estimated", row: row) : nil)
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    let buckets = others ?? TimeBuckets(all.lazy.map(\.start))
    (self.metric, slice, self.buckets) = (metric, exhibit.slice, buckets)
    windows = all
    entries = buckets.groups(all, start: \.start).map(Entry.init(merging:))
    (atLeast, atMost) = (exhibit.scalars["limit_at_least"], exhibit.scalars["limit_at_most"])
    overlaps = zip(all, all.dropFirst()).contains { $1.start < $0.end - 0.01 * ($0.end - $0.start) }
  }

  /// The histories of a record over all rows, each metric once, in its order.
  static func overall(in dossier: Dossier) -> [MetricHistory] {
    var seen: Set<String> = []
    return dossier.exhibits.lazy.filter { $0.kind == "watch_metric" && $0.slice == .all }
      .compactMap { MetricHistory($0) }.filter { seen.insert($0.metric).inserted }
  }

  /// Where an entry stands on the axis of time: in its middle, or at its end where windows overlap.
  func place(of entry: Entry) -> Double {
    overlaps ? entry.end : entry.start + (entry.end - entry.start) / 2
  }

  /// The last window with a value that is final, and so won't change.
  var latestFinal: Entry? { windows.last { $0.isFinal && $0.measured?.value != nil } }

  /// The last window with a value.
  var latest: Entry? { windows.last { $0.measured?.value != nil } }

  /// The final windows whose whole interval lies beyond a limit.
  var beyond: [Entry] {
    windows.filter { entry in
      guard entry.isFinal, let value = entry.measured?.value else { return false }
      let interval = entry.measured?.interval
      return (atLeast.map { interval?.upper ?? value < $0 } ?? false)
        || (atMost.map { interval?.lower ?? value > $0 } ?? false)
    }
  }

  /// The limits in words: `at least 0.7`.
  var limitWords: String? {
    let words = [
      atLeast.map { "at least \(NumberFormat.chosen($0))" },
      atMost.map { "at most \(NumberFormat.chosen($0))" },
    ].compactMap(\.self)
    return words.isEmpty ? nil : words.joined(separator: " and ")
  }
}

extension MetricHistory.Entry {
  /// Neighbouring windows as one: the mean of their values by labels, within all of their intervals,
  /// and the last word since the start.
  init(merging windows: [MetricHistory.Entry]) {
    guard windows.count > 1, let first = windows.first, let last = windows.last else {
      self = windows[0]
      return
    }
    start = first.start
    end = windows.map(\.end).max() ?? last.end
    isFinal = windows.allSatisfy(\.isFinal)
    labelled = windows.map(\.labelled).reduce(0, +)
    measured = Estimate(spanning: windows.map { ($0.measured, $0.labelled) })
    sinceStart = windows.last { $0.sinceStart != nil }?.sinceStart
    estimated = Estimate(spanning: windows.map { ($0.estimated, 1) })
  }
}

extension Estimate {
  /// The mean of values by weight, between the outermost of their bounds; `nil` without values.
  init?(spanning parts: [(estimate: Estimate?, weight: Double)]) {
    let known = parts.compactMap { part in
      part.estimate?.value.map { (value: $0, weight: max(part.weight, 0), part.estimate?.interval) }
    }
    guard !known.isEmpty else { return nil }
    let total = known.map(\.weight).reduce(0, +)
    let mean =
      total > 0
      ? known.map { $0.value * ($0.weight / total) }.reduce(0, +)
      : known.map { $0.value / Double(known.count) }.reduce(0, +)
    let intervals = known.compactMap(\.2)
    guard mean.isFinite, let lower = intervals.map(\.lower).min(),
      let upper = intervals.map(\.upper).max()
    else {
      self.init(mean)
      return
    }
    let interval = Interval(
      lower: min(lower, mean), upper: max(upper, mean), level: .ninetyFivePercent, method: "")
    self.init(mean, Uncertainty(interval: interval, curve: nil))
  }
}
