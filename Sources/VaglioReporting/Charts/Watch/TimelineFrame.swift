/// The frame of a chart over time. Wide ones all have the same margins, so that what happened at one
/// time stands at one place down the page; their left margin holds the key.
struct TimelineFrame: Sendable {
  static let (width, left, right) = (896.0, 236.0, 880.0)
  /// Above the plot and below it.
  static let (head, foot) = (14.0, 44.0)
  /// How wide the key may be beside the labels of the value axis.
  static let keyWidth = 172.0

  let time: TimeScale
  let values: LinearScale
  /// The height of the plotting area.
  let depth: Double

  /// A frame over a span of time, with a value axis that holds `values`.
  init(_ span: ClosedRange<Double>, covering values: [Double], depth: Double) {
    time = TimeScale(span, from: Self.left, to: Self.right)
    self.values = LinearScale(
      covering: values, ticks: 4, from: Self.head + depth, to: Self.head)
    self.depth = depth
  }

  /// A frame whose value axis runs over a given range.
  init(_ span: ClosedRange<Double>, values: ClosedRange<Double>, depth: Double) {
    time = TimeScale(span, from: Self.left, to: Self.right)
    self.values = LinearScale(values, from: Self.head + depth, to: Self.head)
    self.depth = depth
  }

  var bottom: Double { Self.head + depth }
  /// The height of everything, with the axis below.
  var height: Double { bottom + Self.foot }

  /// The place of a value at a time.
  func point(_ time: Double, _ value: Double) -> Point {
    Point(self.time.position(time), values.position(value))
  }

  /// Draws the grid in both directions with its labels.
  func draw(on canvas: inout Canvas) {
    for tick in values.ticks(depth < 120 ? 3 : 4) {
      let y = values.position(tick.value)
      canvas.line(Point(Self.left, y), Point(Self.right, y), .line)
      canvas.text(
        TextWidth.of(tick.label, size: 12) <= 52 ? tick.label : NumberFormat.compact(tick.value),
        Point(Self.left - 8, y + 4), .end, .muted, size: 12, limit: 56)
    }
    drawTime(on: &canvas)
  }

  /// Draws the time's grid and axis alone.
  func drawTime(on canvas: inout Canvas) {
    Self.drawTime(time, from: Self.head, to: bottom, width: Self.width, on: &canvas)
    canvas.text(
      time.title, Point(Self.right, bottom + 36), .end, .muted, size: 12, limit: Self.right)
  }

  /// Draws a time axis below a plot that ends at `bottom`: from the right, where a label that is held
  /// within the drawing may need the next one's room.
  static func drawTime(
    _ time: TimeScale, from top: Double, to bottom: Double, width: Double, apart gap: Double = 14,
    on canvas: inout Canvas
  ) {
    var room = width
    for tick in time.ticks(apart: gap).reversed() {
      let x = time.position(tick.time)
      canvas.line(Point(x, top), Point(x, bottom + 4), .line)
      let half = TextWidth.of(tick.label, size: 12) / 2
      let middle = max(min(x, width - 1 - half), half + 1)
      guard middle + half <= room else { continue }
      canvas.text(tick.label, Point(middle, bottom + 18), .middle, .muted, size: 12)
      room = middle - half - 6
    }
    canvas.line(Point(time.start, bottom), Point(time.end, bottom), .axis)
  }

  /// Shades spans of time over the whole depth.
  func shade(_ spans: [ClosedRange<Double>], _ ink: Ink, on canvas: inout Canvas) {
    let places = Self.joined(
      spans.map { time.position($0.lowerBound)...time.position($0.upperBound) }, gap: 0.5)
    canvas.boxes(
      places.map {
        Canvas.Box(
          x: $0.lowerBound, y: Self.head, width: max($0.upperBound - $0.lowerBound, 1.5),
          height: depth)
      }, ink)
  }

  /// Marks where spans begin by a line with a triangle on top, which the key's `▲` names.
  func flag(_ spans: [ClosedRange<Double>], _ ink: Ink, on canvas: inout Canvas) {
    let places = Self.joined(
      spans.map { time.position($0.lowerBound)...time.position($0.upperBound) }, gap: 8)
    canvas.lines(
      places.map { (Point($0.lowerBound, Self.head), Point($0.lowerBound, bottom)) }, ink,
      width: 1.5)
    for place in places.prefix(60) {
      let x = place.lowerBound
      canvas.area(
        [Point(x - 5, Self.head), Point(x + 5, Self.head), Point(x, Self.head - 8)], ink)
    }
  }

  /// Spans joined where they overlap or lie nearer than `gap`, in order.
  static func joined(_ spans: [ClosedRange<Double>], gap: Double) -> [ClosedRange<Double>] {
    var joined: [ClosedRange<Double>] = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, span.lowerBound <= last.upperBound + gap {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
    return joined
  }
}
