internal import VaglioFindings

/// Which segments differ, and when?
struct WatchSegmentSection: Section {
  let identifier = "watch-segments"

  /// The most metrics that are drawn by segment.
  static let limit = 3

  func title(for dossier: Dossier) -> String { "Which segments differ, and when?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let period = WatchPeriod(dossier) else { return [] }
    let sliced = Set(
      dossier.exhibits.lazy.filter { $0.kind == "watch_metric" && $0.slice != .all }
        .compactMap { $0.words("metric")?.first })
    let histories = MetricHistory.overall(in: dossier).filter { sliced.contains($0.metric) }
    let charts = histories.prefix(Self.limit).compactMap { overall -> Chart? in
      let measure = dossier.contract(of: overall.metric)
      return SegmentHistoryChart(
        segments: SegmentHistory.all(
          of: overall, in: dossier, by: measure.judges ? measure.orientation : 0),
        overall: overall, measure: measure, span: period.span
      ).chart
    }
    guard !charts.isEmpty else { return [] }
    let rest = histories.dropFirst(Self.limit).map { dossier.contract(of: $0.metric).shortTitle }
    let remark =
      rest.isEmpty
      ? []
      : [
        Block.prose(
          .paragraph(
            .text("By segment there are also, in the record: \(AlertLog.list(rest, limit: 12)).")))
      ]
    return [.charts(charts)] + remark
  }
}
