internal import VaglioFindings

/// How did the evidence grow?
struct EvidenceSection: Section {
  let identifier = "watch-evidence"

  /// The most alerts and segments that are drawn, and where nothing fired.
  static let (limit, quiet) = (12, 4)

  func title(for dossier: Dossier) -> String { "How did the evidence grow?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let period = WatchPeriod(dossier) else { return [] }
    let histories = EvidenceHistory.all(in: dossier)
    guard !histories.isEmpty else { return [] }
    let hasFired = histories.contains { $0.firstFiring != nil } || !AlertLog(dossier).fired.isEmpty
    let limit = hasFired ? Self.limit : Self.quiet
    let charts = histories.prefix(limit).compactMap {
      EvidenceChart(history: $0, span: period.span).chart
    }
    guard !charts.isEmpty else { return [] }
    let rest = histories.dropFirst(limit).map(\.title)
    let lead =
      (hasFired
        ? "Of what fired, the latest first."
        : "Nothing fired; this is what came nearest.")
      + (rest.isEmpty ? "" : " Not drawn: \(AlertLog.list(rest, limit: 12)).")
    return [.prose(.paragraph(.text(lead))), .charts(charts)]
  }
}
