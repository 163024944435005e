internal import VaglioFindings

/// A bar a row from zero, with the interval of its end: importances, shifts, pushes.
struct BarChart {
  /// A row.
  struct Bar: Sendable {
    let label: String
    let value: Double
    let interval: ClosedRange<Double>?

    /// Whether the interval leaves the sign open.
    var isUndecided: Bool { interval.map { $0.contains(0) } ?? false }
  }

  let bars: [Bar]
  /// What the rows are: feature, group.
  let noun: String
  /// What the bars measure.
  let quantity: String
  /// What the chart says.
  let title: String
  /// How to read it.
  let caption: String
  /// The colours of bars to the right and to the left of zero.
  var inks: (above: Ink, below: Ink) = (.candidate, .candidate)
  /// A tolerance on both sides of zero.
  var margin: Double?

  /// The most rows that are drawn; the table holds all.
  static let limit = 20
  private static let (width, plotEnd) = (896.0, 690.0)
  private static let (rowHeight, head, foot) = (24.0, 30.0, 26.0)

  private var shown: [Bar] { Array(bars.prefix(Self.limit)) }
  private var labelEnd: Double { LabelColumn.end(of: shown.map(\.label)) }
  private var isSigned: Bool { bars.contains { $0.value < 0 } }

  /// The chart; `nil` without rows.
  var chart: Chart? {
    guard !bars.isEmpty else { return nil }
    let bottom = Self.head + Self.rowHeight * Double(shown.count)
    var canvas = Canvas(width: Self.width, height: bottom + Self.foot)
    let reach = shown.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound] }
    let edges = [0.0] + reach.compactMap(\.self) + (margin.map { [-$0, $0] } ?? [])
    let scale = LinearScale(covering: edges, ticks: 6, from: labelEnd + 20, to: Self.plotEnd)
    canvas.text(
      noun.prefix(1).uppercased() + noun.dropFirst(), Point(0, 13), bold: true, limit: labelEnd)
    canvas.text(
      quantity, Point(Self.width, 13), .end, bold: true, limit: Self.width - labelEnd - 20)
    grid(scale, bottom: bottom, on: &canvas)
    for (index, bar) in shown.enumerated() {
      draw(bar, at: Self.head + Self.rowHeight * (Double(index) + 0.5), scale, on: &canvas)
    }
    return Chart(
      title: title, caption: caption + rest, alternative: alternative, table: table,
      canvas: canvas)
  }

  private func grid(_ scale: LinearScale, bottom: Double, on canvas: inout Canvas) {
    for tick in scale.ticks(6, apart: 14) {
      let x = scale.position(tick.value)
      canvas.line(Point(x, Self.head - 6), Point(x, bottom + 2), .line)
      canvas.text(tick.label, Point(x, bottom + 19), .middle, .muted, size: 12)
    }
    let zero = scale.position(0)
    canvas.line(Point(zero, Self.head - 6), Point(zero, bottom + 2), .axis, width: 1.5)
    for side in margin.map({ [-$0, $0] }) ?? [] {
      let x = scale.position(side)
      canvas.line(Point(x, Self.head - 6), Point(x, bottom + 2), .text, width: 2, dashed: true)
    }
  }

  private func draw(_ bar: Bar, at y: Double, _ scale: LinearScale, on canvas: inout Canvas) {
    let (zero, end) = (scale.position(0), scale.position(bar.value))
    let ink = bar.value < 0 ? inks.below : inks.above
    canvas.text(bar.label, Point(0, y + 4.5), limit: labelEnd)
    canvas.rectangle(
      Point(min(zero, end), y - 7), width: abs(end - zero), height: 14, ink,
      opacity: bar.isUndecided ? 0.35 : 0.85, rounding: 2)
    if let interval = bar.interval {
      let ends = [scale.position(interval.lowerBound), scale.position(interval.upperBound)]
      canvas.line(Point(ends[0], y), Point(ends[1], y), .text, width: 1.5)
      for x in ends { canvas.line(Point(x, y - 4), Point(x, y + 4), .text, width: 1.5) }
    }
    canvas.text(
      written(bar), Point(Self.width, y + 4.5), .end, limit: Self.width - Self.plotEnd - 14)
  }

  /// The value to the digits that its interval justifies.
  private func written(_ bar: Bar) -> String {
    let uncertainty = bar.interval.map {
      Uncertainty(
        interval: Interval(
          lower: $0.lowerBound, upper: $0.upperBound, level: .ninetyFivePercent, method: ""),
        curve: nil)
    }
    let estimate = Estimate(bar.value, uncertainty)
    return isSigned ? NumberFormat.difference(estimate) : NumberFormat.estimate(estimate)
  }

  private var rest: String {
    bars.count > Self.limit
      ? " The \(Self.limit) largest of \(NumberFormat.count(bars.count)); the table has all." : ""
  }

  private var alternative: String {
    shown.map { "\($0.label): \(written($0))" }.joined(separator: "; ")
      + (bars.count > Self.limit ? "; \(bars.count - Self.limit) more in the table." : ".")
  }

  private var table: DataTable {
    DataTable(
      caption: quantity,
      columns: [
        .words(noun.prefix(1).uppercased() + noun.dropFirst()), .numbers("Value"),
        .numbers("Lower"), .numbers("Upper"),
      ],
      rows: bars.map { bar in
        let bound = isSigned ? NumberFormat.signedBare : NumberFormat.bare
        return [
          .init(SafeText.shortened(bar.label)), .init(written(bar)),
          .init(bar.interval.map { bound($0.lowerBound) } ?? NumberFormat.missing),
          .init(bar.interval.map { bound($0.upperBound) } ?? NumberFormat.missing),
        ]
      })
  }
}

extension BarChart {
  /// The bars of an exhibit's columns, longest first; rows without a value are left out.
  static func bars(
    of exhibit: Exhibit, _ value: String, lower: String = "lower", upper: String = "upper",
    label: String = "feature"
  ) -> [Bar] {
    let (values, labels) = (exhibit.numbers(value) ?? [], exhibit.words(label) ?? [])
    let (lowers, uppers) = (exhibit.numbers(lower) ?? [], exhibit.numbers(upper) ?? [])
    let bars = zip(labels, values).enumerated().compactMap { row, entry -> Bar? in
      guard let value = entry.1 else { return nil }
      var interval: ClosedRange<Double>?
      if row < lowers.count, row < uppers.count, let lower = lowers[row], let upper = uppers[row],
        lower <= upper
      {
        interval = lower...upper
      }
      return Bar(label: entry.0, value: value, interval: interval)
    }
    return bars.enumerated().sorted {
      let (a, b) = (abs($0.element.value), abs($1.element.value))
      return a != b ? a > b : $0.offset < $1.offset
    }.map(\.element)
  }
}
