internal import VaglioFindings

/// How are the false alarms shared out?
struct BudgetSection: Section {
  let identifier = "watch-budget"

  private static let limit = 60

  func title(for dossier: Dossier) -> String { "How are the false alarms shared out?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let exhibit = dossier.exhibit("watch_budget", .model),
      let alerts = exhibit.words("alert"), !alerts.isEmpty
    else { return [] }
    return [
      .prose(.paragraph(.text(lead(exhibit)))), .table(table(exhibit, alerts)),
    ]
  }

  private func lead(_ exhibit: Exhibit) -> String {
    let days = exhibit.scalars["days"]
    let sum = (exhibit.numbers("false_alarms") ?? []).compactMap(\.self).reduce(0, +)
    let rate = [
      exhibit.scalars["rows_per_day"].map { "\(WatchBanner.whole($0)) rows" },
      exhibit.scalars["looks_per_day"].map {
        $0 == 1 ? "one look" : "\(NumberFormat.bare($0)) looks"
      },
    ].compactMap(\.self)
    return "All alerts together may ring falsely \(Self.times(sum))"
      + (days.map { " in \(NumberFormat.bare($0)) days" } ?? "")
      + (rate.isEmpty ? "" : ", at \(rate.joined(separator: " and ")) a day")
      + ". The shares add up, however much the alerts hang together, and are bounds: as a rule fewer "
      + "ring."
  }

  private static func times(_ count: Double) -> String {
    (count - 1).magnitude < 1e-9 ? "once" : "\(WatchBanner.brief(count)) times"
  }

  private func table(_ exhibit: Exhibit, _ alerts: [String]) -> DataTable {
    let kinds = exhibit.words("kind") ?? []
    let numbers = exhibit.columns("watches", "weight", "false_alarms", "threshold")
    let rest = alerts.count - Self.limit
    func number(_ column: Int, _ row: Int, _ write: (Double) -> String) -> DataTable.Cell {
      .init(numbers[column].entry(row).map(write) ?? NumberFormat.missing)
    }
    return DataTable(
      caption: "Each alert's share of the budget"
        + (rest > 0 ? "; \(NumberFormat.count(rest)) more are in the record" : ""),
      columns: [
        .words("Alert"), .words("Judged by"), .numbers("Segments"), .numbers("Weight"),
        .numbers("False alarms allowed"), .numbers("Rings at"),
      ],
      rows: alerts.indices.prefix(Self.limit).map { row in
        [
          .init(AlertLog.title(of: alerts[row], "")), .init(Self.kind(kinds.entry(row))),
          number(0, row, WatchBanner.whole), number(1, row, NumberFormat.chosen),
          number(2, row, WatchBanner.brief),
          number(3, row) { Self.threshold($0, kinds.entry(row)) },
        ]
      })
  }

  /// The level of a test or an interval, or the evidence at which a detector rings.
  private static func threshold(_ value: Double, _ kind: String) -> String {
    switch kind {
    case "calibration", "interval": "α = \(NumberFormat.bare(value))"
    case "detector": "A = \(NumberFormat.bare(value))"
    default: NumberFormat.bare(value)
    }
  }

  private static func kind(_ name: String) -> String {
    switch name {
    case "calibration": "sequential test of calibration"
    case "detector": "e-detector of a risen loss"
    case "interval": "interval at each look"
    default: SafeText.shortened(name)
    }
  }
}
