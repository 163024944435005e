/// The key in the left margin of a wide chart over time: each mark beside its name, one below the other.
struct ChartKey {
  /// What an entry shows beside its words.
  enum Sample {
    case dot(Ink)
    case ring(Ink)
    case line(Ink, dashed: Bool)
    /// A filled area, with a line through it where `line` is told.
    case band(Ink, opacity: Double, line: Ink?, dashed: Bool)
    case bar(Ink, height: Double, outline: Ink?)
    case mark(Canvas.Mark, Ink)
  }

  private(set) var y: Double
  private static let step = 19.0

  /// A key whose first entry's base line is at `y`.
  init(from y: Double) { self.y = y }

  /// Writes a heading.
  mutating func heading(_ text: String, on canvas: inout Canvas) {
    canvas.text(text, Point(3, y), bold: true, limit: TimelineFrame.keyWidth - 3)
    y += Self.step + 2
  }

  /// Writes an entry.
  mutating func entry(_ sample: Sample, _ text: String, on canvas: inout Canvas) {
    sample.draw(at: Point(3, y - 4), on: &canvas)
    canvas.text(text, Point(33, y), .start, .muted, size: 12, limit: TimelineFrame.keyWidth - 33)
    y += Self.step
  }
}

/// The key above a chart whose left margin is taken: its entries one beside the other.
struct KeyRow {
  private(set) var x: Double
  let y: Double

  /// A key whose first entry begins at `x`, on a base line at `y`.
  init(from x: Double, y: Double) { (self.x, self.y) = (x, y) }

  /// Writes an entry.
  mutating func entry(_ sample: ChartKey.Sample, _ text: String, on canvas: inout Canvas) {
    sample.draw(at: Point(x, y - 4), on: &canvas)
    canvas.text(text, Point(x + 30, y), .start, .muted, size: 12)
    x += 30 + TextWidth.of(text, size: 12) + 20
  }
}

extension ChartKey.Sample {
  /// Draws the sample, 22 wide, its middle at the height of `start`.
  func draw(at start: Point, on canvas: inout Canvas) {
    let (x, y) = (start.x, start.y)
    switch self {
    case .dot(let ink):
      canvas.line(Point(x + 11, y - 7), Point(x + 11, y + 7), ink, width: 1.5)
      canvas.mark(.dot, Point(x + 11, y), ink, radius: 3.5)
    case .ring(let ink):
      canvas.line(Point(x + 11, y - 7), Point(x + 11, y + 7), ink, width: 1.5)
      canvas.mark(.ring, Point(x + 11, y), ink, radius: 4)
    case .mark(let mark, let ink): canvas.mark(mark, Point(x + 11, y), ink, radius: 4)
    case .line(let ink, let dashed):
      canvas.curve([Point(x, y), Point(x + 22, y)], ink, dashed: dashed)
    case .band(let ink, let opacity, let line, let dashed):
      canvas.rectangle(Point(x, y - 6), width: 22, height: 12, ink, opacity: opacity)
      guard let line else { return }
      canvas.curve([Point(x, y), Point(x + 22, y)], line, width: 1.5, dashed: dashed)
    case .bar(let ink, let height, let outline):
      canvas.rectangle(Point(x, y - height / 2), width: 22, height: height, ink)
      guard let outline else { return }
      canvas.outlines([.init(x: x, y: y - height / 2, width: 22, height: height)], outline)
    }
  }
}
