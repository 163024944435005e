internal import VaglioFindings

/// Does anything ring, what, where, and since when?
struct WatchBanner {
  let dossier: Dossier
  private let log: AlertLog
  private let period: WatchPeriod?

  init(dossier: Dossier) {
    self.dossier = dossier
    (log, period) = (AlertLog(dossier), WatchPeriod(dossier))
  }

  /// The state in a word, with its sign and colour.
  var state: (word: String, sign: String, ink: Ink) {
    if !log.firing.isEmpty { return ("FIRING", "▲", .fail) }
    if !log.pending.isEmpty { return ("PENDING", "◆", .inconclusive) }
    guard let period, !period.windows.isEmpty else { return ("NO DATA", "○", .notEvaluated) }
    return ("QUIET", "✓", .pass)
  }

  /// What rings, where and since when; or that nothing does.
  var sentence: String {
    let firing = log.firing
    if !firing.isEmpty {
      let named = firing.prefix(2).map { "\($0.title) since \(TimeText.moment($0.firedAt)) UTC" }
      let rest = firing.count - named.count
      return "Firing: \(named.joined(separator: "; "))"
        + (rest > 0 ? "; and \(NumberFormat.count(rest)) more." : ".")
    }
    if let pending = log.pending.first {
      return "Nothing fires; pending: \(pending.title) since "
        + "\(TimeText.moment(pending.pendingSince)) UTC"
        + (log.pending.count > 1 ? ", and \(NumberFormat.count(log.pending.count - 1)) more." : ".")
    }
    guard let period, !period.windows.isEmpty else {
      return "There is no window to look at: nothing was watched."
    }
    guard let last = log.fired.first else { return "Nothing fires, and nothing has fired." }
    return "Nothing fires. Last: \(last.title), from \(TimeText.moment(last.firedAt)) to "
      + "\(TimeText.moment(last.resolvedAt)) UTC."
  }

  /// When it was watched, and how.
  var summary: String {
    guard let period else { return "No time is told." }
    let alerts = log.alertCount
    return "Watched from \(period.words), in "
      + "\(TimeText.count(period.windows.count, "window"))"
      + (alerts > 0 ? ", by \(TimeText.count(alerts, "alert"))." : ".")
  }

  /// Firing, fired, predictions, labels.
  var tiles: [HeadlineTiles.Tile] {
    let (firing, fired) = (log.firing.count, log.fired.count)
    let pending = log.pending.count
    var tiles = [
      HeadlineTiles.Tile(
        name: "Firing at the end", value: NumberFormat.count(firing),
        detail: "\(NumberFormat.count(pending)) pending"),
      HeadlineTiles.Tile(
        name: "Fired in all", value: NumberFormat.count(fired), detail: allowance ?? ""),
    ]
    if let predictions = period?.predictions ?? events["predictions"] {
      let days = period.map { TimeText.span($0.span.upperBound - $0.span.lowerBound) }
      tiles.append(
        .init(
          name: "Predictions", value: Self.whole(predictions),
          detail: days.map { "in \($0)" } ?? ""))
    }
    if let labels = labels { tiles.append(labels) }
    return tiles
  }

  private var labels: HeadlineTiles.Tile? {
    if let labelled = period?.labelled, let predictions = period?.predictions, predictions > 0 {
      return .init(
        name: "Labels", value: Self.whole(labelled),
        detail: "of \(NumberFormat.percent(min(labelled / predictions, 1))) of predictions")
    }
    return events["labels"].map { .init(name: "Labels", value: Self.whole($0), detail: "") }
  }

  /// How many false alarms the budget allows in this length of history.
  private var allowance: String? {
    let allowed = (dossier.exhibit("watch_hindsight", .model)?.numbers("allowed") ?? [])
      .compactMap(\.self)
    guard !allowed.isEmpty else { return nil }
    let sum = Self.brief(max(allowed.reduce(0, +), 0))
    return "budget: \(sum) false \(sum == "1" ? "alarm" : "alarms")"
  }

  private var events: [String: Double] { WatchEventSection.counts(in: dossier) }

  /// A count that came as a double.
  static func whole(_ value: Double) -> String {
    value.magnitude < 1e12 ? NumberFormat.count(Int(value.rounded())) : NumberFormat.bare(value)
  }

  /// A number to two digits, such as the false alarms that a budget allows: `0.25`, `0.97`, `1`.
  static func brief(_ value: Double) -> String {
    let digits = DecimalDigits(value)
    guard value >= 0, (-4...11).contains(digits.magnitude) else { return NumberFormat.bare(value) }
    let rounded = digits.rounded(toDecimals: max(1 - digits.magnitude, 0))
    return rounded.plain(decimals: rounded.decimals)
  }
}

extension Dossier {
  /// Whether a model was watched over time.
  var isWatch: Bool { task == "watch" }
}
