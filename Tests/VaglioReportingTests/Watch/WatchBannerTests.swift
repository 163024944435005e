import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct WatchBannerTests {
  static func dossier(_ exhibits: [Exhibit], verdict: Verdict? = nil) -> Dossier {
    Dossier(
      task: "watch", models: [], findings: Findings([]), measures: [], exhibits: exhibits,
      verdict: verdict,
      provenance: Provenance(vaglio: "0.1.0", seed: 0, data: [], options: [:]))
  }

  static func windows(_ count: Int) -> Exhibit {
    let starts = (0..<count).map { Double($0) * 86_400 }
    return Exhibit(
      kind: "watch_windows", subject: .model,
      series: [
        "start": .numbers(starts), "end": .numbers(starts.map { $0 + 86_400 }),
        "predictions": .numbers(starts.map { _ in 100 }),
        "labelled": .numbers(starts.map { _ in 40 }), "final": .numbers(starts.map { _ in 1 }),
      ])
  }

  static func alerts(
    _ rows: [(
      name: String, slice: String, severity: String, pending: Double?, fired: Double?,
      resolved: Double?
    )]
  ) -> Exhibit {
    Exhibit(
      kind: "watch_alerts", subject: .model,
      series: [
        "alert": .words(rows.map(\.name)), "slice": .words(rows.map(\.slice)),
        "severity": .words(rows.map(\.severity)),
        "text": .words(rows.map { "\($0.name) said why" }),
        "pending_since": .numbers(rows.map(\.pending)), "fired_at": .numbers(rows.map(\.fired)),
        "resolved_at": .numbers(rows.map(\.resolved)),
      ])
  }

  @Test func `what fires is named with its segment and since when, the gravest first`() {
    let dossier = Self.dossier([
      Self.windows(9),
      Self.alerts([
        ("loss", "all", "warning", nil, 86_400, nil), ("old", "all", "page", nil, 0, 86_400),
        ("calibration", "region=north", "page", nil, 172_800, nil),
        ("slow", "all", "warning", nil, 259_200, nil),
      ]),
    ])
    let banner = VerdictBanner(dossier: dossier)
    #expect(banner.word == "FIRING" && banner.sign == "▲" && banner.ink == .fail)
    #expect(
      banner.sentence
        == "Firing: calibration in region=north since 1970-01-03 UTC; loss since 1970-01-02 UTC; and 1 more."
    )
    #expect(
      banner.summary == "Watched from 1970-01-01 to 1970-01-10 UTC, in 9 windows, by 4 alerts.")
  }

  @Test func `pending, quiet and nothing at all have their own words`() {
    func word(_ exhibits: [Exhibit]) -> String {
      VerdictBanner(dossier: Self.dossier(exhibits)).word
    }
    let pending = Self.alerts([("loss", "all", "", 0, nil, nil)])
    #expect(word([Self.windows(2), pending]) == "PENDING")
    #expect(word([Self.windows(2)]) == "QUIET")
    #expect(word([]) == "NO DATA")
    let over = Self.alerts([("loss", "all", "", 0, 3600, 7200)])
    #expect(
      VerdictBanner(dossier: Self.dossier([Self.windows(2), over])).sentence
        == "Nothing fires. Last: loss, from 1970-01-01 01:00 to 1970-01-01 02:00 UTC.")
  }

  @Test func `with a policy the verdict leads, and what fires is told beside it`() {
    let fires = Self.alerts([("loss", "all", "", nil, 3600, nil)])
    let banner = VerdictBanner(
      dossier: Self.dossier(
        [Self.windows(2), fires], verdict: Verdict(ruling: .pass, judgements: [])))
    #expect(banner.word == "PASS")
    #expect(banner.summary.contains("Firing: loss since 1970-01-01 01:00 UTC."))
  }

  @Test func `the tiles count what fires, predictions and labels`() {
    let tiles = HeadlineTiles(dossier: Self.dossier([Self.windows(10)])).tiles
    #expect(tiles.map(\.name) == ["Firing at the end", "Fired in all", "Predictions", "Labels"])
    #expect(tiles.map(\.value) == ["0", "0", "1,000", "400"])
    #expect(tiles.last?.detail == "of 40.0 % of predictions")
  }

  @Test func `windows that share rows are not added up`() {
    let overlapping = Exhibit(
      kind: "watch_windows", subject: .model,
      series: [
        "start": .numbers([0, 10]), "end": .numbers([100, 110]), "predictions": .numbers([5, 5]),
      ])
    let tiles = HeadlineTiles(dossier: Self.dossier([overlapping])).tiles
    #expect(tiles.map(\.name) == ["Firing at the end", "Fired in all"])
  }

  @Test(arguments: [
    (0.25, "0.25"), (0.97222, "0.97"), (1, "1"), (0, "0"), (12.34, "12"), (0.031, "0.031"),
  ])
  func `what a budget allows is told to two digits`(value: Double, words: String) {
    #expect(WatchBanner.brief(value) == words)
  }
}
