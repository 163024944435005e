internal import VaglioFindings

/// A window of a watch, over all rows or a segment.
struct WatchWindow: Sendable {
  let start: Double
  let end: Double
  let asOf: Double?
  /// Whether no label can come any more.
  let isFinal: Bool
  let predictions: Double
  let labelled: Double
  /// The share of its labels that should be here by `asOf`.
  let expectedShare: Double?
  /// The share of its labels that should be here in the end.
  let expectedCoverage: Estimate?

  /// The share of predictions that have a label; `nil` without predictions.
  var labelledShare: Double? { predictions > 0 ? min(labelled / predictions, 1) : nil }
}

/// What was watched, and when.
struct WatchPeriod: Sendable {
  /// The windows over all rows in the order of time.
  let windows: [WatchWindow]
  /// Everything that charts over time show: windows, looks, alerts.
  let span: ClosedRange<Double>
  /// Whether windows share rows.
  let overlaps: Bool

  /// The period of a record; `nil` where it tells no time.
  init?(_ dossier: Dossier) {
    windows = dossier.exhibit("watch_windows", .model).map(Self.windows) ?? []
    let ends = windows.flatMap { [$0.start, $0.end, $0.asOf].compactMap(\.self) }
    let rung = AlertLog(dossier).episodes.flatMap {
      [$0.pendingSince, $0.firedAt, $0.resolvedAt].compactMap(\.self)
    }
    guard let first = (ends + rung).min(), let last = (ends + rung).max() else { return nil }
    span = first...last
    overlaps = zip(windows, windows.dropFirst()).contains { one, next in
      next.start < one.end - 0.01 * (one.end - one.start)
    }
  }

  private static func windows(of exhibit: Exhibit) -> [WatchWindow] {
    let numbers = exhibit.columns(
      "as_of", "final", "predictions", "labelled", "expected_share")
    return exhibit.spans.map { row, start, end in
      WatchWindow(
        start: start, end: end, asOf: CalendarTime.valid(numbers[0].entry(row)),
        isFinal: numbers[1].entry(row) == 1, predictions: max(numbers[2].entry(row) ?? 0, 0),
        labelled: max(numbers[3].entry(row) ?? 0, 0), expectedShare: numbers[4].entry(row),
        expectedCoverage: exhibit.estimate("expected_coverage", row: row))
    }.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
  }

  /// The end of what is told.
  var end: Double { span.upperBound }

  /// `2026-01-01 to 2026-04-01`.
  var words: String {
    "\(TimeText.moment(span.lowerBound)) to \(TimeText.moment(span.upperBound)) UTC"
  }

  /// The predictions of all windows, where windows share none.
  var predictions: Double? {
    overlaps || windows.isEmpty ? nil : windows.map(\.predictions).reduce(0, +)
  }

  /// The labelled predictions of all windows, where windows share none.
  var labelled: Double? {
    overlaps || windows.isEmpty ? nil : windows.map(\.labelled).reduce(0, +)
  }
}

extension CalendarTime {
  /// A time that can be shown; `nil` for none, and for what lies beyond `limit`.
  static func valid(_ seconds: Double?) -> Double? {
    seconds.flatMap { $0.magnitude <= limit ? $0 : nil }
  }
}

extension Exhibit {
  /// Columns of numbers by name; empty ones where they are absent.
  func columns(_ names: String...) -> [[Double?]] { names.map { numbers($0) ?? [] } }

  /// The rows whose `start` and `end` are times in this order.
  var spans: [(row: Int, start: Double, end: Double)] {
    let times = columns("start", "end")
    return times[0].indices.compactMap { row in
      guard let start = CalendarTime.valid(times[0].entry(row)),
        let end = CalendarTime.valid(times[1].entry(row)), end > start
      else { return nil }
      return (row, start, end)
    }
  }
}

extension [Double?] {
  /// The number in a row; `nil` where there is none, or no such row.
  func entry(_ row: Int) -> Double? { indices.contains(row) ? self[row] : nil }
}

extension [String] {
  /// The word in a row; empty where there is none.
  func entry(_ row: Int) -> String { indices.contains(row) ? self[row] : "" }
}
