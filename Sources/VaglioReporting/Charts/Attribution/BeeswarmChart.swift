internal import VaglioFindings

/// Each dot a row: how far a feature moves its prediction, coloured by the feature's own value.
struct BeeswarmChart {
  /// The exhibit `attribution_sample`: words `feature`; numbers `attribution`, and `place`, the share
  /// of rows with a lower value of the feature, missing where the value is or has no order.
  let exhibit: Exhibit
  /// What the attributions are measured in.
  let unit: String
  let title: String

  private struct Dot {
    let value: Double
    let place: Double?
  }

  /// The most features that are drawn; the table holds all.
  static let limit = 15
  private static let (width, plotEnd) = (896.0, 880.0)
  private static let (rowHeight, head, foot, step) = (34.0, 30.0, 44.0, 3.4)

  private var features: [(name: String, dots: [Dot])] {
    let names = exhibit.words("feature") ?? []
    let (values, places) = (exhibit.numbers("attribution") ?? [], exhibit.numbers("place") ?? [])
    var order: [String] = []
    var dots: [String: [Dot]] = [:]
    for row in names.indices where row < values.count {
      guard let value = values[row] else { continue }
      if dots[names[row]] == nil { order.append(names[row]) }
      let place = row < places.count ? places[row] : nil
      dots[names[row], default: []].append(Dot(value: value, place: place))
    }
    return order.map { ($0, dots[$0] ?? []) }
  }

  /// The chart; `nil` where there is nothing to draw.
  var chart: Chart? {
    let features = features
    let shown = features.prefix(Self.limit)
    guard !shown.isEmpty else { return nil }
    let labelEnd = LabelColumn.end(of: shown.map(\.name))
    let bottom = Self.head + Self.rowHeight * Double(shown.count)
    var canvas = Canvas(width: Self.width, height: bottom + Self.foot)
    let reach = [0.0] + shown.flatMap { $0.dots.map(\.value) }
    let scale = LinearScale(covering: reach, ticks: 7, from: labelEnd + 20, to: Self.plotEnd)
    canvas.text("Feature", Point(0, 13), bold: true, limit: labelEnd)
    key(on: &canvas)
    for tick in scale.ticks(7, apart: 14) {
      let x = scale.position(tick.value)
      canvas.line(Point(x, Self.head - 6), Point(x, bottom + 2), .line)
      canvas.text(
        tick.label, Point(held(x, tick.label), bottom + 19), .middle, .muted, size: 12)
    }
    let zero = scale.position(0)
    canvas.line(Point(zero, Self.head - 6), Point(zero, bottom + 2), .axis, width: 1.5)
    canvas.text(
      "attribution, \(unit)", Point(Self.plotEnd, bottom + 37), .end, .muted, size: 12)
    for (index, feature) in shown.enumerated() {
      let y = Self.head + Self.rowHeight * (Double(index) + 0.5)
      canvas.text(feature.name, Point(0, y + 4.5), limit: labelEnd)
      draw(feature.dots, at: y, scale, on: &canvas)
    }
    return Chart(
      title: title, caption: caption(features.count), alternative: alternative(Array(shown)),
      table: table(features), canvas: canvas)
  }

  private func held(_ middle: Double, _ label: String) -> Double {
    min(middle, Self.width - 1 - TextWidth.of(label, size: 12) / 2)
  }

  private func key(on canvas: inout Canvas) {
    let words = ("low", "value of the feature", "high")
    var right = Self.plotEnd
    canvas.text(words.2, Point(right, 13), .end, .muted, size: 12)
    right -= TextWidth.of(words.2, size: 12) + 8
    for ink in Ink.sequential.reversed() {
      canvas.rectangle(Point(right - 16, 4), width: 16, height: 10, ink)
      right -= 16
    }
    canvas.text(words.0, Point(right - 6, 13), .end, .muted, size: 12)
    right -= TextWidth.of(words.0, size: 12) + 18
    canvas.text(words.1, Point(right, 13), .end, .muted, size: 12)
  }

  /// Dots that would lie on each other are moved up and down by turns, as far as the row is high.
  private func draw(_ dots: [Dot], at y: Double, _ scale: LinearScale, on canvas: inout Canvas) {
    var heaps: [Int: Int] = [:]
    var points: [Ink: [Point]] = [:]
    let most = Int((Self.rowHeight / 2 - 3) / Self.step)
    for dot in dots {
      let x = scale.position(dot.value)
      let column = Int((x / Self.step).rounded(.down))
      let height = heaps[column, default: 0]
      heaps[column] = height + 1
      let level = min((height + 1) / 2, most)
      let offset = Double(height % 2 == 0 ? level : -level) * Self.step
      points[ink(of: dot), default: []].append(Point(x, y + offset))
    }
    for ink in [.axis] + Ink.sequential { canvas.dots(points[ink] ?? [], ink) }
  }

  private func ink(of dot: Dot) -> Ink {
    guard let place = dot.place else { return .axis }
    return Ink.sequential[min(max(Int(place * 5), 0), 4)]
  }

  private func caption(_ count: Int) -> String {
    "Each dot is a row. To the right the feature raises the output, to the left it lowers it. "
      + "Grey: the value is missing, or has no order."
      + (count > Self.limit
        ? " The first \(Self.limit) of \(NumberFormat.count(count)) features; the table has all."
        : "")
  }

  private func alternative(_ shown: [(name: String, dots: [Dot])]) -> String {
    shown.map { feature in
      let values = feature.dots.map(\.value).sorted()
      return "\(feature.name): from \(NumberFormat.bare(values.first ?? 0)) to "
        + "\(NumberFormat.bare(values.last ?? 0)), \(direction(feature.dots))"
    }.joined(separator: "; ") + "."
  }

  /// Whether high values go with high attributions, by the sign of their covariance.
  private func direction(_ dots: [Dot]) -> String {
    let pairs = dots.compactMap { dot in dot.place.map { ($0, dot.value) } }
    guard pairs.count > 1 else { return "values without an order" }
    let count = Double(pairs.count)
    let (x, y) = (
      pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count
    )
    let covariance = pairs.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    return covariance > 0
      ? "high values raise the output"
      : covariance < 0 ? "high values lower the output" : "no direction"
  }

  private func table(_ features: [(name: String, dots: [Dot])]) -> DataTable {
    DataTable(
      caption: "Attributions by feature, \(unit)",
      columns: [
        .words("Feature"), .numbers("Rows"), .numbers("Lowest"), .numbers("Median"),
        .numbers("Highest"), .words("Direction"),
      ],
      rows: features.map { feature in
        let values = feature.dots.map(\.value).sorted()
        return [
          .init(SafeText.shortened(feature.name)), .init(NumberFormat.count(values.count)),
          .init(NumberFormat.signedBare(values.first ?? 0)),
          .init(NumberFormat.signedBare(values[(values.count - 1) / 2])),
          .init(NumberFormat.signedBare(values.last ?? 0)), .init(direction(feature.dots)),
        ]
      })
  }
}
