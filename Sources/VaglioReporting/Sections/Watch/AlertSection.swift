internal import VaglioFindings

/// What rang, and when?
struct AlertSection: Section {
  let identifier = "watch-alerts"

  /// The most firings whose explanation is told in full.
  static let limit = 30
  /// The most characters of an explanation.
  private static let length = 4000

  func title(for dossier: Dossier) -> String { "What rang, and when?" }

  func blocks(for dossier: Dossier) -> [Block] {
    guard dossier.isWatch, let period = WatchPeriod(dossier) else { return [] }
    let log = AlertLog(dossier)
    let lanes = AlertLane.all(log, of: dossier)
    guard let chart = AlertLanesChart(lanes: lanes, span: period.span).chart else {
      return [.prose(.paragraph("No alert fired, and none was pending."))]
    }
    return [.charts([chart])]
      + (log.episodes.isEmpty ? [] : [.prose(explanations(log, until: period.end))])
  }

  private func explanations(_ log: AlertLog, until end: Double) -> Markup {
    let told = log.firing + log.fired.filter { !$0.isFiring }
    guard !told.isEmpty else { return .paragraph("Nothing fired.") }
    let rest = told.count - Self.limit
    let entries = told.prefix(Self.limit).flatMap { episode -> [Markup] in
      [
        .element("h3", [:], containing: heading(of: episode, until: end)),
        .paragraph(.text(Self.explanation(of: episode))),
      ]
    }
    return .group(
      entries
        + (rest > 0
          ? [
            .paragraph(
              .text(
                "\(NumberFormat.count(rest)) more firings with what they said stand in the record.")
            )
          ] : []))
  }

  private func heading(of episode: AlertEpisode, until end: Double) -> [Markup] {
    let severity = SafeText.shortened(episode.severity)
    let state =
      episode.isFiring
      ? ", firing since \(TimeText.moment(episode.firedAt)) UTC"
      : ", \(TimeText.moment(episode.firedAt)) to \(TimeText.moment(episode.resolvedAt)) UTC"
    let firing = episode.firing(until: end)
    let lasted = firing.map { ", \(TimeText.span($0.upperBound - $0.lowerBound))" } ?? ""
    return [
      .text(episode.isFiring ? "▲ " : ""), .name(episode.title, limit: 120),
      .text(state + lasted), severity.isEmpty ? [] : [" (", .name(severity), ")"],
    ]
  }

  /// What an alert said, in full up to a length that no honest explanation has.
  static func explanation(of episode: AlertEpisode) -> String {
    let text = SafeText.shortened(episode.text, to: length)
    return text.isEmpty ? "It told no reason." : text
  }
}
