internal import VaglioFindings

/// What would the alerts have cost and caught?
struct HindsightSection: Section {
  let identifier = "watch-hindsight"

  /// The most alerts that are told of in sentences, and rows of tables.
  static let (limit, rows) = (20, 60)

  func title(for dossier: Dossier) -> String { "What would the alerts have cost and caught?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let accounts = HindsightAccount.all(in: dossier)
    guard !accounts.isEmpty, let table = Self.table(for: dossier) else { return [] }
    let sentences = accounts.prefix(Self.limit).map {
      Markup.element("li", [:], .text($0.sentence))
    }
    var blocks: [Block] = [
      .prose(
        .paragraph(
          .text(
            "With all labels at hand, a stretch of windows is off where its whole interval lies on the "
              + "wrong side. An alert is right where it fires in such a stretch."))),
      .table(table), .prose(.element("ul", ["class": "plain"], containing: sentences)),
    ]
    if let stretches = stretches(of: dossier) {
      blocks.append(
        .folded(summary: "Every stretch that was off in hindsight", stretches))
    }
    return blocks
  }

  /// What each alert cost and caught; `nil` where the record does not tell.
  static func table(for dossier: Dossier) -> DataTable? {
    let accounts = HindsightAccount.all(in: dossier)
    guard !accounts.isEmpty else { return nil }
    let rest = accounts.count - rows
    return DataTable(
      caption: "Alerts in hindsight"
        + (rest > 0 ? "; \(NumberFormat.count(rest)) more are in the record" : ""),
      columns: [
        .words("Alert"), .numbers("Fired"), .numbers("Firing for"),
        .numbers("Bad stretches caught"), .numbers("Median delay"),
        .numbers("Bad predictions not told"), .numbers("Fired without a bad stretch"),
        .numbers("False alarms allowed"),
      ],
      rows: accounts.prefix(rows).map(\.cells))
  }

  private func stretches(of dossier: Dossier) -> DataTable? {
    let stretches = BadStretch.all(in: dossier)
    guard !stretches.isEmpty else { return nil }
    let rest = stretches.count - Self.rows
    return DataTable(
      caption: "Stretches that were off, UTC"
        + (rest > 0 ? "; \(NumberFormat.count(rest)) more are in the record" : ""),
      columns: [
        .words("Alert"), .words("From"), .words("To"), .numbers("Value"), .words("Fired"),
      ],
      rows: stretches.prefix(Self.rows).map { stretch in
        [
          .init(AlertLog.title(of: stretch.alert, stretch.slice)),
          .init(TimeText.moment(stretch.start)), .init(TimeText.moment(stretch.end)),
          .init(stretch.value.map(NumberFormat.estimate) ?? NumberFormat.missing),
          .init(stretch.firedAt.map(TimeText.moment) ?? "✕ missed"),
        ]
      })
  }
}

/// What an alert cost and caught on a history.
struct HindsightAccount: Sendable {
  let alert: String
  private let numbers: [String: Double]

  private static let names = [
    "fired", "firing_seconds", "allowed", "bad_stretches", "caught", "missed", "unexplained",
    "delay_seconds", "exposed",
  ]

  /// The accounts of a record, in its order.
  static func all(in dossier: Dossier) -> [HindsightAccount] {
    guard let exhibit = dossier.exhibit("watch_hindsight", .model),
      let alerts = exhibit.words("alert")
    else { return [] }
    let columns = names.map { ($0, exhibit.numbers($0) ?? []) }
    return alerts.enumerated().map { row, alert in
      HindsightAccount(
        alert: alert,
        numbers: Dictionary(
          uniqueKeysWithValues: columns.compactMap { name, values in
            values.entry(row).map { (name, max($0, 0)) }
          }))
    }
  }

  private func count(_ name: String) -> String {
    numbers[name].map(WatchBanner.whole) ?? NumberFormat.missing
  }

  private func span(_ name: String) -> String {
    numbers[name].map(TimeText.span) ?? NumberFormat.missing
  }

  private var allowed: String {
    numbers["allowed"].map(WatchBanner.brief) ?? NumberFormat.missing
  }

  /// The account as cells of the table.
  var cells: [DataTable.Cell] {
    [
      .init(AlertLog.title(of: alert, "")), .init(count("fired")), .init(span("firing_seconds")),
      .init(
        numbers["bad_stretches"] == nil
          ? NumberFormat.missing : "\(count("caught")) of \(count("bad_stretches"))"),
      .init(span("delay_seconds")), .init(count("exposed")), .init(count("unexplained")),
      .init(allowed),
    ]
  }

  /// The account in words.
  var sentence: String {
    let name = AlertLog.title(of: alert, "")
    let fired = numbers["fired"] ?? 0
    var text =
      fired == 0
      ? "\(name) never fired"
      : "\(name) fired \(Self.times(fired)) and was firing for \(span("firing_seconds"))"
    text += ". \(catches)"
    if let exposed = numbers["exposed"], exposed > 0 {
      text +=
        " \(WatchBanner.whole(exposed)) predictions were made in bad stretches while it did not "
        + "fire."
    }
    return text + falseAlarms
  }

  private var catches: String {
    guard let bad = numbers["bad_stretches"] else {
      return "What it should have caught is not known."
    }
    guard bad > 0 else { return "There was nothing to catch." }
    let (caught, all) = (numbers["caught"] ?? 0, WatchBanner.whole(bad))
    guard caught > 0 else {
      return bad == 1
        ? "It missed the one bad stretch." : "It missed all of \(all) bad stretches."
    }
    let found = bad == 1 ? "the one" : "\(WatchBanner.whole(caught)) of \(all)"
    let delay = numbers["delay_seconds"].map {
      ", \(caught > 1 ? "in the median " : "")\(TimeText.span($0)) after "
        + "\(caught > 1 ? "they" : "it") began"
    }
    return "It caught \(found) bad \(bad == 1 ? "stretch" : "stretches")\(delay ?? "")."
  }

  private var falseAlarms: String {
    guard numbers["allowed"] != nil else { return "" }
    let budget = "its budget allows \(allowed) false alarms in this time."
    guard numbers["bad_stretches"] != nil else {
      return " I" + budget.dropFirst()
    }
    switch numbers["unexplained"] ?? 0 {
    case 0: return " It never fired without a bad stretch; \(budget)"
    case let count: return " It fired \(Self.times(count)) without a bad stretch; \(budget)"
    }
  }

  private static func times(_ count: Double) -> String {
    switch count {
    case 0: "never"
    case 1: "once"
    case 2: "twice"
    default: "\(WatchBanner.whole(count)) times"
    }
  }
}
