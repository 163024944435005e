internal import VaglioFindings

/// What a terminal and a pull request show of a watch: what fires, the latest metrics, the alerts in
/// hindsight.
struct WatchSummary {
  /// The most firings that are told in full.
  static let limit = 8

  /// What fires at the end: a heading and what it said.
  let firing: [(title: String, text: String)]
  /// How many more fire.
  let rest: Int
  let metrics: DataTable?
  let hindsight: DataTable?

  /// The summary of a watch; `nil` for records of anything else.
  init?(_ dossier: Dossier) {
    guard dossier.isWatch else { return nil }
    let all = AlertLog(dossier).firing
    firing = all.prefix(Self.limit).map { episode in
      (
        "\(episode.title), since \(TimeText.moment(episode.firedAt)) UTC",
        AlertSection.explanation(of: episode)
      )
    }
    rest = max(all.count - Self.limit, 0)
    metrics = WatchPerformanceSection.latest(MetricHistory.overall(in: dossier), dossier)
    hindsight = HindsightSection.table(for: dossier)
  }
}
