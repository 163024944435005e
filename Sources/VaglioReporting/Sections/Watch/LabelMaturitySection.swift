internal import VaglioFindings

/// Are the labels here yet?
struct LabelMaturitySection: Section {
  let identifier = "watch-labels"

  func title(for dossier: Dossier) -> String { "Are the labels here yet?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let period = WatchPeriod(dossier), !period.windows.isEmpty else { return [] }
    let maturity = LabelMaturityChart(windows: period.windows, span: period.span).chart
    let delays = dossier.exhibit("watch_delays", .model).flatMap {
      LabelDelayChart(exhibit: $0).chart
    }
    return [maturity, delays].compactMap { $0.map { .charts([$0]) } }
  }
}
