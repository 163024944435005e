internal import VaglioFindings

/// The frame of a small plot: its scales, its grid, and the words on its axes.
struct PlotFrame: Sendable {
  static let width = 384.0
  static let (left, top, side) = (64.0, 34.0, 304.0)

  let x: LinearScale
  let y: LinearScale
  /// The height of the plotting area.
  let depth: Double

  /// A frame over two ranges of values, `depth` high.
  init(x: ClosedRange<Double>, y: ClosedRange<Double>, depth: Double = side) {
    self.init(
      x: LinearScale(x, from: Self.left, to: Self.left + Self.side),
      y: LinearScale(y, from: Self.top + depth, to: Self.top), depth: depth)
  }

  /// A frame whose ranges end at round values.
  init(coveringX x: [Double], y: [Double], depth: Double = side) {
    self.init(
      x: LinearScale(covering: x, from: Self.left, to: Self.left + Self.side),
      y: LinearScale(covering: y, from: Self.top + depth, to: Self.top), depth: depth)
  }

  private init(x: LinearScale, y: LinearScale, depth: Double) {
    (self.x, self.y, self.depth) = (x, y, depth)
  }

  /// The height of everything, with the axis below.
  var height: Double { bottom + 42 }

  /// Where the plotting area ends.
  var bottom: Double { Self.top + depth }

  /// The place of a pair of values.
  func point(_ x: Double, _ y: Double) -> Point { Point(self.x.position(x), self.y.position(y)) }

  /// Draws grid, tick labels and axis titles.
  func draw(x xTitle: String, y yTitle: String, on canvas: inout Canvas) {
    // From the right, where a label that is held within the drawing may need the next one's room.
    var room = Self.width
    for tick in x.ticks(5, apart: 8).reversed() {
      let position = x.position(tick.value)
      canvas.line(Point(position, Self.top), Point(position, bottom), .line)
      let middle = held(position, tick.label)
      let half = TextWidth.of(tick.label, size: 12) / 2
      guard middle + half <= room else { continue }
      canvas.text(tick.label, Point(middle, bottom + 18), .middle, .muted, size: 12)
      room = middle - half - 6
    }
    drawRows(x: xTitle, y: yTitle, on: &canvas)
  }

  /// Draws the grid's rows with their labels, and the axis titles: categories label themselves.
  func drawRows(x xTitle: String, y yTitle: String, on canvas: inout Canvas) {
    for tick in y.ticks(depth < 200 ? 3 : 5) {
      let position = y.position(tick.value)
      canvas.line(Point(Self.left, position), Point(Self.left + Self.side, position), .line)
      canvas.text(
        yLabel(of: tick), Point(Self.left - 8, position + 4), .end, .muted, size: 12,
        limit: Self.left - 8)
    }
    canvas.text(
      xTitle, Point(Self.left + Self.side, bottom + 36), .end, .muted, size: 12, limit: Self.side)
    canvas.text(yTitle, Point(0, 12), .start, .muted, size: 12, limit: 150)
  }

  /// A tick's label, in the compact form where the plain one is too wide for the margin.
  private func yLabel(of tick: (value: Double, label: String)) -> String {
    TextWidth.of(tick.label, size: 12) <= Self.left - 8
      ? tick.label : NumberFormat.compact(tick.value)
  }

  /// A label's middle, moved so that the label stays within the drawing.
  func held(_ middle: Double, _ label: String) -> Double {
    min(middle, Self.width - 1 - TextWidth.of(label, size: 12) / 2)
  }

  /// Names the lines above the plot, each beside a piece of itself.
  func key(_ subjects: [Subject], on canvas: inout Canvas) {
    var right = Self.left + Self.side
    for subject in subjects.reversed() {
      canvas.text(
        subject.rawValue, Point(right, 12), .end, subject.ink, size: 12, bold: true)
      right -= TextWidth.of(subject.rawValue, size: 12, bold: true) + 6
      canvas.curve(
        [Point(right - 22, 8), Point(right, 8)], subject.ink, dashed: subject.isDashed)
      right -= 34
    }
  }
}
