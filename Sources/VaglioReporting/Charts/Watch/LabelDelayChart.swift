internal import VaglioFindings

/// Which share of predictions has its label after how long, with its band.
struct LabelDelayChart {
  let exhibit: Exhibit

  private static let depth = 190.0

  private struct Entry {
    let age: Double
    let coverage: Estimate
  }

  private var entries: [Entry] {
    let ages = exhibit.numbers("age_seconds") ?? []
    return ages.indices.compactMap { row -> Entry? in
      guard let age = ages.entry(row), (0...CalendarTime.limit).contains(age),
        let coverage = exhibit.estimate("coverage", row: row, lower: "lower", upper: "upper"),
        coverage.value != nil
      else { return nil }
      return Entry(age: age, coverage: coverage)
    }.sorted { $0.age < $1.age }
  }

  /// The unit in which ages are told: seconds, minutes, hours or days.
  private static func unit(upTo age: Double) -> (name: String, seconds: Double) {
    switch age {
    case 172_800...: ("days", 86_400)
    case 7200...: ("hours", 3600)
    case 120...: ("minutes", 60)
    default: ("seconds", 1)
    }
  }

  /// The chart; `nil` with fewer than two ages.
  var chart: Chart? {
    let entries = DataTable.thinned(entries, to: 200)
    guard entries.count > 1, let last = entries.last, last.age > 0 else { return nil }
    let unit = Self.unit(upTo: last.age)
    let frame = PlotFrame(x: 0...(last.age / unit.seconds), y: 0...1, depth: Self.depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: "age of the prediction, \(unit.name)", y: "share with a label", on: &canvas)
    canvas.area(
      entries.map {
        frame.point($0.age / unit.seconds, $0.coverage.interval?.lower ?? $0.coverage.value ?? 0)
      }
        + entries.reversed().map {
          frame.point($0.age / unit.seconds, $0.coverage.interval?.upper ?? $0.coverage.value ?? 0)
        }, .candidate, opacity: 0.18)
    canvas.curve(
      entries.map { frame.point($0.age / unit.seconds, $0.coverage.value ?? 0) }, .candidate)
    return Chart(
      title: title(entries),
      caption: "From the delays of labels that came, and from predictions that "
        + "still wait (Kaplan and Meier's curve), with its band.",
      alternative: alternative(entries), table: table(entries), canvas: canvas)
  }

  private func title(_ entries: [Entry]) -> String {
    let half = entries.first { ($0.coverage.value ?? 0) >= 0.5 }
    if let half { return "Half of the labels are here after \(TimeText.span(half.age))" }
    let last = entries.last
    return "After \(TimeText.span(last?.age ?? 0)) "
      + "\(NumberFormat.percent(last?.coverage.value ?? 0)) of predictions have a label"
  }

  private func alternative(_ entries: [Entry]) -> String {
    let shown = DataTable.thinned(entries, to: 9).map {
      "\(TimeText.span($0.age)) \(NumberFormat.percent($0.coverage.value ?? 0))"
    }
    return "Share of predictions with a label by age: \(shown.joined(separator: "; "))."
  }

  private func table(_ entries: [Entry]) -> DataTable {
    DataTable(
      caption: "Share of predictions with a label by age",
      columns: [.words("Age"), .numbers("Share")],
      rows: DataTable.thinned(entries, to: 30).map {
        [.init(TimeText.span($0.age)), .init(NumberFormat.estimate($0.coverage))]
      })
  }
}
