internal import VaglioFindings

/// An alert on a segment with everything that became of it.
struct AlertLane: Sendable {
  let title: String
  let alert: String
  let slice: String
  let episodes: [AlertEpisode]
  /// When the model was off in hindsight.
  let stretches: [ClosedRange<Double>]

  var isFiring: Bool { episodes.contains(where: \.isFiring) }

  /// Every alert and segment that was pending or fired, or should have: what fires first, then what
  /// fired last, then what was missed.
  static func all(_ log: AlertLog, of dossier: Dossier) -> [AlertLane] {
    struct Key: Hashable {
      let alert: String
      let slice: String
    }
    var episodes: [Key: [AlertEpisode]] = [:]
    var stretches: [Key: [ClosedRange<Double>]] = [:]
    var order: [Key] = []
    for episode in log.episodes {
      let key = Key(alert: episode.alert, slice: episode.slice)
      if episodes[key] == nil { order.append(key) }
      episodes[key, default: []].append(episode)
    }
    for stretch in BadStretch.all(in: dossier) {
      let key = Key(alert: stretch.alert, slice: stretch.slice)
      if episodes[key] == nil && stretches[key] == nil { order.append(key) }
      stretches[key, default: []].append(stretch.start...stretch.end)
    }
    return order.map { key in
      AlertLane(
        title: AlertLog.title(of: key.alert, key.slice), alert: key.alert, slice: key.slice,
        episodes: episodes[key] ?? [], stretches: stretches[key] ?? [])
    }.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
  }

  private var rank: Double {
    if let first = episodes.filter(\.isFiring).compactMap(\.firedAt).min() {
      return first - 10 * CalendarTime.limit
    }
    return -(episodes.compactMap { $0.firedAt }.max() ?? -CalendarTime.limit)
  }
}

/// A stretch of windows that were off in hindsight, with all labels.
struct BadStretch: Sendable {
  let alert: String
  let slice: String
  let start: Double
  let end: Double
  let firedAt: Double?
  let value: Estimate?

  /// Every stretch of a record, in its order.
  static func all(in dossier: Dossier) -> [BadStretch] {
    guard let exhibit = dossier.exhibit("watch_stretches", .model) else { return [] }
    let (alerts, slices) = (exhibit.words("alert") ?? [], exhibit.words("slice") ?? [])
    let fired = exhibit.numbers("fired_at") ?? []
    return exhibit.spans.map { row, start, end in
      BadStretch(
        alert: alerts.entry(row), slice: slices.entry(row), start: start, end: end,
        firedAt: CalendarTime.valid(fired.entry(row)),
        value: exhibit.estimate("value", row: row, lower: "lower", upper: "upper"))
    }
  }
}
