internal import VaglioFindings

/// How good was the model over time?
struct WatchPerformanceSection: Section {
  let identifier = "watch-performance"

  /// The most metrics that are drawn.
  static let limit = 10

  func title(for dossier: Dossier) -> String { "How good was the model over time?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard let period = WatchPeriod(dossier) else { return [] }
    let histories = MetricHistory.overall(in: dossier)
    let log = AlertLog(dossier)
    let charts = histories.prefix(Self.limit).compactMap { history in
      MetricHistoryChart(
        history: history, measure: dossier.contract(of: history.metric), span: period.span,
        firing: Self.firing(about: history.metric, in: log, until: period.end)
      ).chart
    }
    guard !histories.isEmpty else { return [] }
    var blocks: [Block] = [.prose(.paragraph(.text(lead(histories, dossier))))]
    if let table = Self.latest(histories, dossier) { blocks.append(.table(table)) }
    return blocks + (charts.isEmpty ? [] : [.charts(charts)])
  }

  private func lead(_ histories: [MetricHistory], _ dossier: Dossier) -> String {
    let rest = histories.dropFirst(Self.limit).map {
      dossier.contract(of: $0.metric).shortTitle
    }
    let estimated = histories.contains { $0.entries.contains { $0.estimated != nil } }
    return (estimated ? WatchReading.estimates + " " : "")
      + "A hollow window still waits for labels, and those that come late may differ from the first."
      + (rest.isEmpty ? "" : " Not drawn: \(AlertLog.list(rest, limit: 12)).")
  }

  /// When alerts about a metric fired on all rows; alerts whose metric the record doesn't tell count.
  private static func firing(
    about metric: String, in log: AlertLog, until end: Double
  ) -> [ClosedRange<Double>] {
    let tells = log.episodes.contains { $0.metric != nil }
    return log.episodes.filter { !$0.isOfSegment && (tells ? $0.metric == metric : true) }
      .compactMap { $0.firing(until: end) }
      .sorted { $0.lowerBound < $1.lowerBound }
  }

  /// Each metric in the latest window that labels can't change any more, beside what else is known;
  /// `nil` where no metric has a value.
  static func latest(_ histories: [MetricHistory], _ dossier: Dossier) -> DataTable? {
    let known = histories.filter { history in
      history.entries.contains { $0.measured != nil || $0.estimated != nil }
    }
    guard !known.isEmpty else { return nil }
    func cell(_ estimate: Estimate?) -> DataTable.Cell {
      .init(estimate.map(NumberFormat.estimate) ?? NumberFormat.missing)
    }
    let table = DataTable(
      caption: "Metrics on all rows, with intervals; ↓ lower is better",
      columns: [
        .words("Metric"), .numbers("Latest final window"), .words("From, UTC"),
        .numbers("Since the start"), .numbers("Latest without labels"), .words("Should be"),
      ],
      rows: known.prefix(40).map { history in
        let last = history.latestFinal
        return [
          .init(dossier.contract(of: history.metric).arrowedTitle), cell(last?.measured),
          .init(TimeText.moment(last?.start)),
          cell(history.windows.last { $0.sinceStart != nil }?.sinceStart),
          cell(history.windows.last { $0.estimated != nil }?.estimated),
          .init(history.limitWords ?? NumberFormat.missing),
        ]
      })
    return table.withoutEmptyColumns(from: 3)
  }
}

extension DataTable {
  /// The table without the columns, from one on, in which no row has anything.
  func withoutEmptyColumns(from first: Int) -> DataTable {
    let kept = columns.indices.filter { column in
      column < first || rows.contains { $0[column].text != NumberFormat.missing }
    }
    return DataTable(
      caption: caption, columns: kept.map { columns[$0] },
      rows: rows.map { row in kept.map { row[$0] } })
  }
}
