internal import VaglioFindings

/// The isotonic regression of what came true on what was predicted, with the band in which that of a
/// calibrated model would lie, and the distribution of the scores beneath.
struct CalibrationCurveChart {
  let curve: Exhibit
  let band: Exhibit?
  let scores: Exhibit?
  let subject: Subject

  private typealias Block = (lower: Double, upper: Double, rate: Double, weight: Double)

  private var blocks: [Block] {
    curve.rows("score_lower", "score_upper", "event_rate", "weight")
      .map { ($0[0], $0[1], $0[2], $0[3]) }
  }

  private var bounds: [(score: Double, lower: Double, upper: Double)] {
    (band?.rows("score", "lower", "upper") ?? []).map { ($0[0], $0[1], $0[2]) }
  }

  /// The chart; `nil` where there is no curve.
  var chart: Chart? {
    let blocks = blocks
    guard !blocks.isEmpty else { return nil }
    let frame = PlotFrame(x: 0...1, y: 0...1)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height + 66)
    frame.draw(x: "predicted probability", y: "recalibrated probability", on: &canvas)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    let bounds = bounds
    canvas.area(
      bounds.map { frame.point($0.score, $0.upper) }
        + bounds.reversed().map { frame.point($0.score, $0.lower) }, .production, opacity: 0.2)
    canvas.line(frame.point(0, 0), frame.point(1, 1), .axis, dashed: true)
    canvas.curve(
      blocks.flatMap { [frame.point($0.lower, $0.rate), frame.point($0.upper, $0.rate)] },
      subject.ink, dashed: subject.isDashed)
    if blocks.count == 1 {
      canvas.mark(subject.mark, frame.point(blocks[0].lower, blocks[0].rate), subject.ink)
    }
    drawScores(frame, on: &canvas)
    return Chart(
      title: title, caption: caption, alternative: alternative(blocks), table: table(blocks),
      canvas: canvas)
  }

  private func drawScores(_ frame: PlotFrame, on canvas: inout Canvas) {
    let bins = scores?.rows("lower", "upper", "positives", "negatives") ?? []
    let (base, height) = (frame.height + 62, 44.0)
    let most = bins.map { $0[2] + $0[3] }.max() ?? 0
    guard most > 0 else { return }
    for bin in bins where bin[2] + bin[3] > 0 {
      let (left, right) = (frame.x.position(bin[0]), frame.x.position(bin[1]))
      let bar = max(height * (bin[2] + bin[3]) / most, 1)
      canvas.rectangle(
        Point(left + 0.5, base - bar), width: max(right - left - 1, 1), height: bar, subject.ink,
        opacity: 0.45)
    }
    canvas.line(
      Point(PlotFrame.left, base), Point(PlotFrame.left + PlotFrame.side, base), .axis)
    canvas.text("rows", Point(PlotFrame.left - 8, base - 1), .end, .muted, size: 12)
    canvas.text(
      NumberFormat.bare(most.rounded()), Point(PlotFrame.left - 8, base - height + 9), .end, .muted,
      size: 12, limit: PlotFrame.left - 8)
  }

  private var name: String {
    subject.rawValue.prefix(1).uppercased() + subject.rawValue.dropFirst()
  }

  private var title: String {
    let outside = outside
    guard !bounds.isEmpty else { return "\(name): recalibrated and predicted" }
    return outside.isEmpty
      ? "\(name): the curve of a calibrated model"
      : "\(name): the curve leaves the band"
  }

  /// The scores at which the curve lies outside the band.
  private var outside: [Double] {
    let blocks = blocks
    return bounds.filter { place in
      guard let block = blocks.last(where: { $0.lower <= place.score }) else { return false }
      let value = Self.value(of: block, next: blocks.first { $0.lower > place.score }, place.score)
      return value < place.lower || value > place.upper
    }.map(\.score)
  }

  /// The curve's height at a score: level within a block, straight between two.
  private static func value(of block: Block, next: Block?, _ score: Double) -> Double {
    guard score > block.upper, let next, next.lower > block.upper else { return block.rate }
    let share = (score - block.upper) / (next.lower - block.upper)
    return block.rate + share * (next.rate - block.rate)
  }

  private var caption: String {
    let level = NumberFormat.level(band?.scalars["level"] ?? 0.95)
    let band =
      bounds.isEmpty
      ? "" : " Grey band: where a calibrated model's curve would lie \(level) of the time."
    return "Isotonic regression of what came true.\(band)" + parts
  }

  private var parts: String {
    let names = ["miscalibration", "discrimination", "uncertainty"]
    let values = names.compactMap { curve.scalars[$0] }
    guard values.count == names.count else { return "" }
    let words = zip(names, values).map { "\($0) \(NumberFormat.fixed($1, decimals: 4))" }
    return " Brier score \(NumberFormat.fixed(values[0] - values[1] + values[2], decimals: 4)) = "
      + "\(words[0]) − \(words[1]) + \(words[2])."
  }

  private func alternative(_ blocks: [Block]) -> String {
    let shown = DataTable.thinned(blocks, to: 6).map {
      "\(number($0.rate)) for predictions of \(number($0.lower)) to \(number($0.upper))"
    }
    let outside = outside
    let band =
      bounds.isEmpty
      ? ""
      : outside.isEmpty
        ? " It stays within the band of a calibrated model."
        : " It leaves the band of a calibrated model between \(number(outside.min() ?? 0)) and "
          + "\(number(outside.max() ?? 1))."
    return "Recalibrated probability of \(subject.rawValue): \(shown.joined(separator: "; "))."
      + band + parts
  }

  private func number(_ value: Double) -> String { NumberFormat.fixed(value, decimals: 3) }

  private func table(_ blocks: [Block]) -> DataTable {
    DataTable(
      caption:
        "Isotonic regression of \(subject.rawValue): at most 21 blocks; all are in the record",
      columns: [.words("Predicted"), .numbers("Recalibrated"), .numbers("Weight")],
      rows: DataTable.thinned(blocks).map { block in
        [
          .init("\(number(block.lower)) – \(number(block.upper))"), .init(number(block.rate)),
          .init(NumberFormat.bare(block.weight)),
        ]
      })
  }
}
