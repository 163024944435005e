import Foundation
import Testing
import VaglioFindings

@testable import VaglioReporting

/// The monitoring report, from the ordinary to the absurd.
struct WatchSectionTests {
  private static let identifiers = [
    "watch-alerts", "watch-performance", "watch-segments", "watch-evidence", "watch-labels",
    "watch-drift", "watch-hindsight", "watch-budget", "watch-events",
  ]

  private static func charts(_ section: any Section, _ dossier: Dossier) -> [Chart] {
    section.blocks(for: dossier).flatMap { block -> [Chart] in
      guard case .charts(let charts) = block else { return [] }
      return charts
    }
  }

  private static func text(_ section: any Section, _ dossier: Dossier) -> String {
    section.blocks(for: dossier).map { $0.markup(identifier: "x").plainText }
      .joined(separator: " ")
  }

  private static func elements(_ markup: Markup, _ name: String, ink: Ink) -> [String] {
    switch markup {
    case .node(let element):
      let own = element.attributes.contains {
        $0.name.description == "class" && $0.value.contains(ink.rawValue)
      }
      let data = element.attributes.first { $0.name.description == "d" }?.value
      return (own && element.name.description == name ? [data ?? ""] : [])
        + element.children.flatMap { elements($0, name, ink: ink) }
    case .group(let pieces): return pieces.flatMap { elements($0, name, ink: ink) }
    default: return []
    }
  }

  @Test func `a watch has all of its sections, and nothing else has one of them`() throws {
    let own = SectionCatalogue.all.filter { Self.identifiers.contains($0.identifier) }
    #expect(own.map(\.identifier) == Self.identifiers)
    for section in own {
      #expect(!section.blocks(for: SampleWatch().dossier()).isEmpty, "\(section.identifier)")
      for name in ["binary", "regression", "hostile", "explanation"] {
        let other = try #require(SampleDossier.all[name])
        #expect(section.blocks(for: other).isEmpty, "\(section.identifier) of \(name)")
      }
    }
  }

  @Test func `the documentation lists the sections with their titles and identifiers`() throws {
    let page = try String(
      contentsOf: Repository.root.appending(path: "docs/monitoring-report.md"), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.contains("| `watch-") }.map {
      $0.split(separator: "|").prefix(2).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let dossier = SampleWatch(windows: 3).dossier()
    let sections = SectionCatalogue.all.filter { $0.identifier.hasPrefix("watch-") }
    #expect(rows == sections.map { [$0.title(for: dossier), "`\($0.identifier)`"] })
  }

  @Test func `every explanation of a firing stands there in full`() {
    let dossier = SampleWatch().dossier()
    let text = Self.text(AlertSection(), dossier)
    let told = dossier.exhibit("watch_alerts", .model)?.words("text")?.filter { !$0.isEmpty } ?? []
    #expect(told.count == 3)
    for explanation in told { #expect(text.contains(explanation)) }
    #expect(text.contains("▲ calibration in region=re_3, firing since"))
  }

  @Test func `lanes say by shape and word what their colours say`() throws {
    let chart = try #require(Self.charts(AlertSection(), SampleWatch().dossier()).first)
    #expect(chart.title == "calibration in region=re_3 is firing at the end")
    let words = chart.canvas.labels.map(\.text)
    #expect(words.contains("▲ firing") && words.contains("▲ resolved") && words.contains("pending"))
    #expect(words.contains("off in hindsight, with all labels"))
    #expect(chart.table.rows.contains { $0.map(\.text).contains("still pending") })
  }

  @Test func `an alert that fires at once was not pending`() throws {
    func words(_ pending: Double) throws -> [String] {
      let alerts = WatchBannerTests.alerts([("loss", "all", "", pending, 86_400, nil)])
      let dossier = WatchBannerTests.dossier([WatchBannerTests.windows(5), alerts])
      return try #require(Self.charts(AlertSection(), dossier).first).canvas.labels.map(\.text)
    }
    #expect(try !words(86_400).contains("pending"))
    #expect(try words(0).contains("pending"))
  }

  @Test func `two hundred alerts at once stay readable, and those left out are named`() throws {
    let dossier = SampleDossier.watchHostile()
    let chart = try #require(Self.charts(AlertSection(), dossier).first)
    #expect(chart.canvas.labels.filter { $0.text == "▲ firing" }.count <= AlertLanesChart.limit)
    #expect(chart.caption.contains("more lanes are not drawn"))
    #expect(chart.title.hasPrefix("200 alerts are firing at the end"))
  }

  @Test func `a gap without data is a gap, not a line across`() throws {
    func curves(_ gap: Range<Int>) throws -> Int {
      let dossier = SampleWatch(gap: gap).dossier()
      let chart = try #require(Self.charts(WatchPerformanceSection(), dossier).first)
      return chart.canvas.shapes.flatMap { Self.elements($0, "path", ink: .notEvaluated) }.count
    }
    // An area and a line for each stretch, and the sample of the key.
    #expect(try curves(0..<0) + 2 == curves(40..<70))
  }

  @Test func `windows whose labels still come are hollow and told so`() throws {
    let dossier = SampleWatch().dossier()
    let chart = try #require(Self.charts(WatchPerformanceSection(), dossier).first)
    #expect(chart.canvas.labels.map(\.text).contains("labels still coming"))
    // Fourteen windows are not final, and the last of them has no label at all.
    let hollow = chart.canvas.shapes.flatMap { Self.elements($0, "path", ink: .background) }
    #expect(hollow.count == 1 && hollow[0].filter { $0 == "M" }.count == 13)
    #expect(chart.table.rows.contains { $0.last?.text == "labels still coming" })
    let final = SampleWatch(horizon: 0).dossier()
    let settled = try #require(Self.charts(WatchPerformanceSection(), final).first)
    #expect(!settled.canvas.labels.map(\.text).contains("labels still coming"))
  }

  @Test func `the title tells how often a window lay wholly beyond its limit`() {
    let titles = Self.charts(WatchPerformanceSection(), SampleWatch().dossier()).map(\.title)
    #expect(titles[0] == "ROC AUC: no window lies wholly outside the limit of at least 0.71")
    #expect(
      titles[1].hasPrefix("Brier score should be at most 0.115: 5 of 70 final windows lie wholly"))
    #expect(titles[2].hasPrefix("Recall: ") && titles[2].contains("in the latest final window"))
  }

  @Test func `an alert's firing shades its own metric alone, where the record tells which`() throws
  {
    let charts = Self.charts(WatchPerformanceSection(), SampleWatch().dossier())
    let shaded = charts.map { chart in
      chart.canvas.shapes.contains { !Self.elements($0, "path", ink: .failTint).isEmpty }
    }
    #expect(shaded == [true, true, false])
  }

  @Test func `the segment that broke comes first, and the others that are not drawn are named`()
    throws
  {
    let dossier = SampleWatch(segments: 15).dossier()
    let chart = try #require(Self.charts(WatchSegmentSection(), dossier).last)
    #expect(
      chart.title.hasPrefix("Brier score: region=re_3 is clearly worse than all rows in "))
    #expect(chart.table.rows.first?.first?.text == "region=re_3")
    let lanes = chart.canvas.labels.filter { $0.text.hasPrefix("region=") }
    #expect(lanes.count == SegmentHistoryChart.limit)
    #expect(chart.caption.contains("Not drawn, as fewer windows are clear: region="))
  }

  @Test func `evidence is drawn for what fired, and for what came nearest where nothing did`() {
    let fired = Self.charts(EvidenceSection(), SampleWatch().dossier())
    #expect(fired.count == 3 && fired.allSatisfy { $0.title.contains(" rang on ") })
    let quiet = Self.charts(EvidenceSection(), SampleWatch(gap: 0..<0, rang: false).dossier())
    #expect(!quiet.isEmpty)
    #expect(Self.text(EvidenceSection(), SampleWatch(rang: false).dossier()).contains("fired"))
  }

  @Test func `columns stand by their largest distance, moved ones by a dot and a bold name`() throws
  {
    let chart = try #require(Self.charts(WatchDriftSection(), SampleWatch().dossier()).first)
    #expect(chart.title.hasPrefix("3 of 20 columns moved"))
    let first = chart.table.rows.prefix(3).map { $0[0].text }
    #expect(Set(first) == ["income", "channel", "tenure"])
    let most = try #require(Self.charts(WatchDriftSection(), SampleDossier.watchLarge()).first)
    #expect(most.caption.contains("Not drawn, as they were nearer"))
  }

  @Test func `hindsight tells what each alert caught, missed and cost`() {
    let text = Self.text(HindsightSection(), SampleWatch().dossier())
    #expect(
      text.contains(
        "calibration fired once and was firing for 42 days. It caught the one bad stretch, 2 days 18 h after it began."
      ))
    #expect(
      text.contains("auc fired once and was firing for 8 days. It missed the one bad stretch."))
    #expect(
      text.contains(
        "It fired once without a bad stretch; its budget allows 0.25 false alarms in this time."))
    #expect(text.contains("income never fired. What it should have caught is not known."))
    #expect(text.contains("✕ missed"))
  }

  @Test func `the budget and the events say what they mean`() {
    let dossier = SampleWatch().dossier()
    #expect(
      Self.text(BudgetSection(), dossier).contains(
        "All alerts together may ring falsely once in 90 days"))
    let events = Self.text(WatchEventSection(), dossier)
    #expect(events.contains("Taken plainly: 700,412 predictions, 588,120 labels, 311 corrections."))
    #expect(events.contains("Duplicates") && !events.contains("Clock jumps"))
  }

  @Test func `without labels there are still predictions, estimates and a page`() throws {
    let dossier = SampleWatch(hasLabels: false).dossier()
    let labels = try #require(Self.charts(LabelMaturitySection(), dossier).first)
    #expect(labels.title == "No label has come")
    let performance = Self.charts(WatchPerformanceSection(), dossier)
    #expect(performance.first?.title == "ROC AUC: no window has a value yet")
    #expect(performance.count == 2)
  }

  @Test(arguments: [0, 1, 2])
  func `no window, one and two make a page`(count: Int) {
    let dossier = SampleWatch(windows: count, gap: 0..<0, rang: count > 0).dossier()
    let page = Page(HTMLReport().render(dossier))
    #expect(page.problem == nil)
    #expect(page.named("h1").first?.text == "credit-2026-05")
  }

  @Test func `each exhibit may be absent, and each of its columns`() {
    let whole = SampleWatch(windows: 8, columns: 2, segments: 2, gap: 3..<5).dossier()
    for (position, exhibit) in whole.exhibits.enumerated() {
      var fewer = whole.exhibits
      fewer.remove(at: position)
      #expect(Page(HTMLReport().render(WatchBannerTests.dossier(fewer))).problem == nil)
      for name in exhibit.series.keys where position < 4 || position > whole.exhibits.count - 11 {
        fewer = whole.exhibits
        fewer[position] = Exhibit(
          kind: exhibit.kind, subject: exhibit.subject, slice: exhibit.slice,
          series: exhibit.series.filter { $0.key != name }, scalars: exhibit.scalars)
        #expect(!HTMLReport().render(WatchBannerTests.dossier(fewer)).isEmpty)
      }
    }
  }

  @Test func `numbers may all be absent`() {
    let exhibits = SampleWatch(windows: 8, columns: 2, segments: 2).dossier().exhibits.map {
      exhibit in
      Exhibit(
        kind: exhibit.kind, subject: exhibit.subject, slice: exhibit.slice,
        series: exhibit.series.mapValues { series in
          guard case .numbers(let values) = series else { return series }
          return .numbers(values.map { _ in nil })
        })
    }
    let page = Page(HTMLReport().render(WatchBannerTests.dossier(exhibits)))
    #expect(page.problem == nil)
    #expect(page.text(of: "watch-alerts").isEmpty)
  }

  @Test(arguments: [-62_135_596_800.0, -2_208_988_800, 4_102_444_800, 9e12])
  func `any age of the world can be watched`(start: Double) {
    let dossier = SampleWatch(start: start, windows: 30, columns: 3, segments: 2).dossier()
    let page = Page(HTMLReport().render(dossier))
    #expect(page.problem == nil)
    #expect(page.text(of: "watch-performance").contains("UTC, \(TimeText.moment(start)) to"))
  }

  @Test func `a page stays small with fifty columns and twenty segments, and bounded beyond`() {
    #expect(HTMLReport().render(SampleDossier.watchLarge()).count <= 500_000)
    let long = SampleWatch(windows: 3000, columns: 6, segments: 4).dossier()
    let bytes = HTMLReport().render(long)
    #expect(bytes.count <= 1_000_000)
    #expect(
      String(decoding: bytes, as: UTF8.self).contains("neighbouring windows are drawn as one"))
    let broad = SampleWatch(windows: 20, columns: 500, segments: 500, gap: 0..<0).dossier()
    #expect(HTMLReport().render(broad).count <= 1_000_000)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
  func `ten thousand windows of five hundred columns and segments stay below two megabytes`() {
    let dossier = SampleWatch(windows: 10_000, columns: 500, segments: 500).dossier()
    #expect(HTMLReport().render(dossier).count <= 2_000_000)
  }

  @Test func `terminal and pull request show what fires, the latest metrics and hindsight`() {
    let dossier = SampleWatch().dossier()
    let text = String(decoding: TextReport().render(dossier), as: UTF8.self)
    #expect(text.hasPrefix("▲ FIRING  credit-2026-05"))
    for part in ["▲ calibration in region=re_3", "ROC AUC", "Alerts in hindsight"] {
      #expect(text.contains(part))
    }
    #expect(text.split(separator: "\n").allSatisfy { TerminalText.width(of: String($0)) <= 100 })
    let markdown = String(decoding: MarkdownReport().render(dossier), as: UTF8.self)
    for part in ["## ▲ FIRING", "### Firing", "| ROC AUC |", "### Alerts in hindsight"] {
      #expect(markdown.contains(part))
    }
  }
}
