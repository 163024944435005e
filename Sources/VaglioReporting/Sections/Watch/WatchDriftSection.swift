internal import VaglioFindings

/// Which columns moved, and when?
struct WatchDriftSection: Section {
  let identifier = "watch-drift"

  func title(for dossier: Dossier) -> String { "Which columns moved, and when?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let period = WatchPeriod(dossier), let (columns, buckets) = DriftHistory.all(in: dossier)
    else { return [] }
    let chart = DriftStripChart(columns: columns, buckets: buckets, span: period.span).chart
    return chart.map { [.charts([$0])] } ?? []
  }
}
