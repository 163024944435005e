/// A place in a drawing, right and down from its top left corner.
struct Point: Hashable, Sendable {
  let x: Double
  let y: Double

  /// The point (x, y).
  init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// A drawing in the making.
///
/// Each shape carries its light colour as an attribute, so that it survives where style sheets are
/// dropped, and a class by which the page's style sheet recolours it.
struct Canvas: Sendable {
  /// Where a text is held.
  enum Anchor: String, Sendable { case start, middle, end }

  /// Which shape marks a point; shapes differ, so that colour is never alone.
  enum Mark: Sendable { case dot, ring, square, diamond }

  /// A rectangle by its top left corner.
  struct Box: Hashable, Sendable {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
  }

  let width: Double
  let height: Double
  private(set) var shapes: [Markup] = []
  /// The boxes that the texts fill at most.
  private(set) var labels: [(text: String, left: Double, right: Double, baseline: Double)] = []

  /// An empty drawing.
  init(width: Double, height: Double) { (self.width, self.height) = (width, height) }

  /// A coordinate with one decimal, without a negative zero.
  static func coordinate(_ value: Double) -> String {
    let tenths = Int((min(max(value, -99_999), 99_999) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }

  private func at(_ value: Double) -> String { Self.coordinate(value) }

  /// A straight line.
  mutating func line(
    _ start: Point, _ end: Point, _ ink: Ink, width: Double = 1, dashed: Bool = false
  ) {
    path(
      "M\(at(start.x)) \(at(start.y))L\(at(end.x)) \(at(end.y))", stroke: ink, width: width,
      dash: dashed ? "4 3" : nil)
  }

  /// A line through points; a production line is dashed.
  mutating func curve(_ points: [Point], _ ink: Ink, width: Double = 2, dashed: Bool = false) {
    guard points.count > 1 else { return }
    path(outline(points), stroke: ink, width: width, dash: dashed ? "6 4" : nil)
  }

  /// A filled area between points, closed.
  mutating func area(_ points: [Point], _ ink: Ink, opacity: Double = 1) {
    guard points.count > 2 else { return }
    shapes.append(
      .element(
        "path",
        [
          "d": outline(points) + "Z", "class": "f-\(ink.rawValue)", "fill": ink.light,
          "fill-opacity": at2(opacity),
        ]))
  }

  /// A filled rectangle.
  mutating func rectangle(
    _ corner: Point, width: Double, height: Double, _ ink: Ink, opacity: Double = 1,
    rounding: Double = 0
  ) {
    shapes.append(
      .element(
        "rect",
        [
          "x": at(corner.x), "y": at(corner.y), "width": at(max(width, 0)),
          "height": at(max(height, 0)), "rx": at(rounding), "class": "f-\(ink.rawValue)",
          "fill": ink.light, "fill-opacity": at2(opacity),
        ]))
  }

  /// A mark around a point.
  mutating func mark(_ mark: Mark, _ point: Point, _ ink: Ink, radius: Double = 5) {
    let (x, y, r) = (point.x, point.y, radius)
    switch mark {
    case .dot:
      circle(point, radius: r, ["class": "f-\(ink.rawValue)", "fill": ink.light])
    case .ring:
      circle(
        point, radius: r - 1,
        [
          "class": "f-bg s-\(ink.rawValue)", "fill": Ink.background.light, "stroke": ink.light,
          "stroke-width": "2",
        ])
    case .square:
      rectangle(Point(x - r, y - r), width: 2 * r, height: 2 * r, ink)
    case .diamond:
      let s = r + 1.5
      area([Point(x, y - s), Point(x + s, y), Point(x, y + s), Point(x - s, y)], ink)
    }
  }

  /// Many small dots of one colour, as one shape.
  mutating func dots(_ points: [Point], _ ink: Ink, diameter: Double = 4, opacity: Double = 0.8) {
    guard !points.isEmpty else { return }
    let marks = points.map { "M\(at($0.x)) \(at($0.y))h0" }.joined()
    shapes.append(
      .element(
        "path",
        [
          "d": marks, "class": "s-\(ink.rawValue)", "fill": "none", "stroke": ink.light,
          "stroke-width": at(diameter), "stroke-linecap": "round", "stroke-opacity": at2(opacity),
        ]))
  }

  /// Many filled rectangles of one colour, as one shape.
  mutating func boxes(_ boxes: [Box], _ ink: Ink, opacity: Double = 1) {
    guard !boxes.isEmpty else { return }
    shapes.append(
      .element(
        "path",
        [
          "d": boxes.map(outline).joined(), "class": "f-\(ink.rawValue)", "fill": ink.light,
          "fill-opacity": at2(opacity),
        ]))
  }

  /// Many hollow rectangles of one colour, as one shape.
  mutating func outlines(_ boxes: [Box], _ ink: Ink, width: Double = 1) {
    guard !boxes.isEmpty else { return }
    path(boxes.map(outline).joined(), stroke: ink, width: width, dash: nil)
  }

  /// Many straight lines of one colour, as one shape.
  mutating func lines(_ lines: [(start: Point, end: Point)], _ ink: Ink, width: Double = 1) {
    guard !lines.isEmpty else { return }
    let data = lines.map { start, end in
      start.x == end.x
        ? "M\(at(start.x)) \(at(start.y))V\(at(end.y))"
        : "M\(at(start.x)) \(at(start.y))L\(at(end.x)) \(at(end.y))"
    }
    path(data.joined(), stroke: ink, width: width, dash: nil)
  }

  private func outline(_ box: Box) -> String {
    "M\(at(box.x)) \(at(box.y))h\(at(box.width))v\(at(box.height))h\(at(-box.width))z"
  }

  /// A text on one line; what does not fit into `limit` is cut, with the whole as a tooltip.
  mutating func text(
    _ text: String, _ point: Point, _ anchor: Anchor = .start, _ ink: Ink = .text,
    size: Double = 13, bold: Bool = false, limit: Double? = nil
  ) {
    let shown = TextWidth.fitted(text, width: limit ?? .infinity, size: size, bold: bold)
    let width = TextWidth.of(shown, size: size, bold: bold)
    let left = point.x - (anchor == .start ? 0 : anchor == .middle ? width / 2 : width)
    labels.append((shown, left, left + width, point.y))
    var content: [Markup] = [.text(shown)]
    if shown != SafeText.flattened(text) {
      content.insert(.element("title", [:], .text(SafeText.shortened(text, to: 300))), at: 0)
    }
    shapes.append(
      .element(
        "text",
        [
          "x": at(point.x), "y": at(point.y), "text-anchor": anchor.rawValue,
          "class": "f-\(ink.rawValue)", "fill": ink.light, "font-size": at(size),
          "font-weight": bold ? "600" : "400",
        ], containing: content))
  }

  private mutating func circle(
    _ center: Point, radius: Double, _ attributes: KeyValuePairs<StaticString, String>
  ) {
    let place: KeyValuePairs<StaticString, String> = [
      "cx": at(center.x), "cy": at(center.y), "r": at(radius),
    ]
    let all = (Array(place) + Array(attributes)).map {
      Markup.Attribute(name: $0.key, value: $0.value)
    }
    shapes.append(.node(Markup.Element(name: "circle", attributes: all, children: [])))
  }

  private mutating func path(_ data: String, stroke ink: Ink, width: Double, dash: String?) {
    var attributes = [
      Markup.Attribute(name: "d", value: data),
      Markup.Attribute(name: "class", value: "s-\(ink.rawValue)"),
      Markup.Attribute(name: "fill", value: "none"),
      Markup.Attribute(name: "stroke", value: ink.light),
      Markup.Attribute(name: "stroke-width", value: at(width)),
    ]
    if let dash { attributes.append(Markup.Attribute(name: "stroke-dasharray", value: dash)) }
    shapes.append(.node(Markup.Element(name: "path", attributes: attributes, children: [])))
  }

  private func outline(_ points: [Point]) -> String {
    "M" + points.map { "\(at($0.x)) \(at($0.y))" }.joined(separator: "L")
  }

  /// An opacity with two decimals.
  private func at2(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1) * 100).rounded())
    if hundredths == 100 { return "1" }
    return hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)"
  }
}
