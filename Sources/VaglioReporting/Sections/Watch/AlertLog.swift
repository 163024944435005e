internal import VaglioFindings

/// One time that an alert was pending or fired.
struct AlertEpisode: Sendable {
  let alert: String
  /// The segment as a slice is written; `all`.
  let slice: String
  let severity: String
  /// What it said when it fired.
  let text: String
  /// The metric that it judges; `nil` where it judges none, or the record does not tell.
  let metric: String?
  let pendingSince: Double?
  let firedAt: Double?
  let resolvedAt: Double?
  /// How many predictions were made while it fired.
  let predictions: Double?

  /// Whether it fires at the end of what is told.
  var isFiring: Bool { firedAt != nil && resolvedAt == nil }
  /// Whether it is pending at the end of what is told.
  var isPending: Bool { firedAt == nil && resolvedAt == nil && pendingSince != nil }
  /// Whether it is about a segment.
  var isOfSegment: Bool { slice != "all" && !slice.isEmpty }
  /// Alert and segment: `calibration in region=north`.
  var title: String { AlertLog.title(of: alert, slice) }

  /// The time during which it fired, up to the end of what is told; `nil` where it did not.
  func firing(until end: Double) -> ClosedRange<Double>? {
    firedAt.map { $0...max($0, resolvedAt ?? end) }
  }

  /// The time during which it was pending; `nil` where it was not, or fired at once.
  func pending(until end: Double) -> ClosedRange<Double>? {
    guard firedAt == nil || pendingSince != firedAt else { return nil }
    return pendingSince.map { $0...max($0, firedAt ?? resolvedAt ?? end) }
  }
}

/// Everything that rang, or was about to.
struct AlertLog: Sendable {
  /// In the order of the record.
  let episodes: [AlertEpisode]
  private let names: [String]

  /// The log of a record.
  init(_ dossier: Dossier) {
    let exhibit = dossier.exhibit("watch_alerts", .model)
    episodes = exhibit.map(Self.episodes) ?? []
    names = dossier.exhibit("watch_budget", .model)?.words("alert") ?? []
  }

  private static func episodes(of exhibit: Exhibit) -> [AlertEpisode] {
    let words = ["slice", "severity", "text", "metric"].map { exhibit.words($0) ?? [] }
    let numbers = exhibit.columns("pending_since", "fired_at", "resolved_at", "predictions")
    return (exhibit.words("alert") ?? []).enumerated().compactMap { row, alert in
      let times = numbers.prefix(3).map { CalendarTime.valid($0.entry(row)) }
      guard times[0] != nil || times[1] != nil else { return nil }
      let metric = words[3].entry(row)
      return AlertEpisode(
        alert: alert, slice: words[0].entry(row), severity: words[1].entry(row),
        text: words[2].entry(row), metric: metric.isEmpty ? nil : metric, pendingSince: times[0],
        firedAt: times[1], resolvedAt: times[2], predictions: numbers[3].entry(row))
    }
  }

  /// What fires at the end, the gravest first and then what has fired longest.
  var firing: [AlertEpisode] {
    episodes.filter(\.isFiring).sorted {
      (Self.rank($0.severity), $0.firedAt ?? 0, $0.title)
        < (Self.rank($1.severity), $1.firedAt ?? 0, $1.title)
    }
  }

  /// What is pending at the end.
  var pending: [AlertEpisode] { episodes.filter(\.isPending) }

  /// What fired, the latest first.
  var fired: [AlertEpisode] {
    episodes.filter { $0.firedAt != nil }.enumerated().sorted {
      (-($0.element.firedAt ?? 0), $0.offset) < (-($1.element.firedAt ?? 0), $1.offset)
    }.map(\.element)
  }

  /// How many alerts were set up; as many as are told of where the record tells no budget.
  var alertCount: Int { Set(names + episodes.map(\.alert)).count }

  /// Severities that people get up for come first, those for working hours next.
  private static func rank(_ severity: String) -> Int {
    switch severity.lowercased() {
    case "page", "critical", "fatal", "emergency": 0
    case "error", "high", "major": 1
    default: 2
    }
  }

  /// An alert on a segment, in words.
  static func title(of alert: String, _ slice: String) -> String {
    let name = SafeText.shortened(alert)
    let shown = name.isEmpty ? "(unnamed)" : name
    return slice == "all" || slice.isEmpty ? shown : "\(shown) in \(SafeText.shortened(slice))"
  }

  /// The first titles, and how many more there are: `a, b and 3 more`.
  static func list(_ titles: [String], limit: Int) -> String {
    let rest = titles.count - limit
    if rest > 0 {
      return titles.prefix(limit).joined(separator: ", ") + " and \(NumberFormat.count(rest)) more"
    }
    return titles.joined(separator: ", ")
  }
}
