internal import VaglioFindings

/// How the features of one row lead from the base value to the model's output, the largest first.
struct WaterfallChart {
  /// The exhibit `decision`: words `row`, the same in every line, `feature` and `value`, as it is
  /// written; numbers `attribution`, and `error`, its standard error, where it is sampled. Scalars
  /// `base_value`, `output`, and `threshold` where a decision hangs on it.
  let exhibit: Exhibit
  /// What the output is measured in.
  let unit: String

  private struct Step {
    let label: String
    let change: Double
    let error: Double?
  }

  /// The most features that are drawn by themselves.
  static let limit = 12
  private static let (width, plotEnd) = (896.0, 760.0)
  private static let (rowHeight, head, foot) = (26.0, 30.0, 44.0)

  private var row: String { SafeText.shortened(exhibit.words("row")?.first ?? "") }

  private var all: [Step] {
    let (features, values) = (exhibit.words("feature") ?? [], exhibit.words("value") ?? [])
    let (changes, errors) = (
      exhibit.numbers("attribution") ?? [], exhibit.numbers("error") ?? []
    )
    let steps = features.enumerated().compactMap { index, feature -> Step? in
      guard index < changes.count, let change = changes[index] else { return nil }
      let value = index < values.count ? values[index] : ""
      return Step(
        label: value.isEmpty ? feature : "\(feature) = \(Self.short(value))", change: change,
        error: index < errors.count ? errors[index] : nil)
    }
    return steps.enumerated().sorted {
      let (a, b) = (abs($0.element.change), abs($1.element.change))
      return a != b ? a > b : $0.offset < $1.offset
    }.map(\.element)
  }

  /// A value as it is written, a number of many digits to four of them.
  private static func short(_ value: String) -> String {
    guard value.utf8.count > 8, let number = Double(value), number.isFinite else { return value }
    return NumberFormat.bare(number)
  }

  /// The largest steps, the others as one.
  private func drawn(_ all: [Step]) -> [Step] {
    guard all.count > Self.limit else { return all }
    let others = all.dropFirst(Self.limit - 1)
    return all.prefix(Self.limit - 1) + [
      Step(
        label: "\(others.count) other features", change: others.reduce(0) { $0 + $1.change },
        error: nil)
    ]
  }

  /// The chart; `nil` where the exhibit has no base value, output or attributions.
  var chart: Chart? {
    let all = all
    guard let base = exhibit.scalars["base_value"], let output = exhibit.scalars["output"],
      !all.isEmpty
    else { return nil }
    let steps = drawn(all)
    var ends = [base]
    for step in steps { ends.append((ends.last ?? base) + step.change) }
    let labelEnd = LabelColumn.end(of: steps.map(\.label))
    let bottom = Self.head + Self.rowHeight * Double(steps.count + 2)
    var canvas = Canvas(width: Self.width, height: bottom + Self.foot)
    let threshold = exhibit.scalars["threshold"]
    let scale = LinearScale(
      covering: ends + [output] + (threshold.map { [$0] } ?? []), ticks: 6, from: labelEnd + 20,
      to: Self.plotEnd)
    grid(scale, threshold, bottom: bottom, labelEnd: labelEnd, on: &canvas)
    level("base value", base, at: y(0), scale, labelEnd, on: &canvas)
    for (index, step) in steps.enumerated() {
      draw(step, from: ends[index], at: y(index + 1), scale, labelEnd, on: &canvas)
    }
    level("output", output, at: y(steps.count + 1), scale, labelEnd, on: &canvas)
    return Chart(
      title: title(all, base, output), caption: caption,
      alternative: alternative(steps, base, output),
      table: table(all, base, output), canvas: canvas)
  }

  private func y(_ row: Int) -> Double { Self.head + Self.rowHeight * (Double(row) + 0.5) }

  private func grid(
    _ scale: LinearScale, _ threshold: Double?, bottom: Double, labelEnd: Double,
    on canvas: inout Canvas
  ) {
    canvas.text("Feature and its value", Point(0, 13), bold: true, limit: labelEnd)
    canvas.text("change", Point(Self.width, 13), .end, bold: true)
    for tick in scale.ticks(6, apart: 14) {
      let x = scale.position(tick.value)
      canvas.line(Point(x, Self.head - 6), Point(x, bottom + 2), .line)
      canvas.text(tick.label, Point(x, bottom + 19), .middle, .muted, size: 12)
    }
    canvas.text(unit, Point(Self.plotEnd, bottom + 37), .end, .muted, size: 12)
    guard let threshold else { return }
    let x = scale.position(threshold)
    canvas.line(Point(x, Self.head - 6), Point(x, bottom + 2), .text, width: 2, dashed: true)
  }

  private func level(
    _ name: String, _ value: Double, at y: Double, _ scale: LinearScale, _ labelEnd: Double,
    on canvas: inout Canvas
  ) {
    canvas.text(name, Point(0, y + 4.5), bold: true, limit: labelEnd)
    canvas.mark(.diamond, Point(scale.position(value), y), .text, radius: 4)
    canvas.text(NumberFormat.bare(value), Point(Self.width, y + 4.5), .end, bold: true)
  }

  private func draw(
    _ step: Step, from start: Double, at y: Double, _ scale: LinearScale, _ labelEnd: Double,
    on canvas: inout Canvas
  ) {
    let (left, right) = (scale.position(start), scale.position(start + step.change))
    canvas.text(step.label, Point(0, y + 4.5), limit: labelEnd)
    canvas.line(
      Point(right, y + 8), Point(right, y + Self.rowHeight - 8), .axis)
    canvas.rectangle(
      Point(min(left, right), y - 8), width: max(abs(right - left), 1), height: 16,
      step.change < 0 ? .lowers : .raises, opacity: 0.85, rounding: 2)
    canvas.text(written(step), Point(Self.width, y + 4.5), .end, limit: 130)
  }

  private func written(_ step: Step) -> String {
    let uncertainty = step.error.flatMap { error in
      error > 0
        ? Uncertainty(
          interval: Interval(
            lower: step.change - 1.96 * error, upper: step.change + 1.96 * error,
            level: .ninetyFivePercent, method: ""), curve: nil)
        : nil
    }
    return NumberFormat.difference(Estimate(step.change, uncertainty))
  }

  private func title(_ all: [Step], _ base: Double, _ output: Double) -> String {
    let first = all.first.map { SafeText.shortened($0.label) } ?? ""
    let name = exhibit.words("output")?.first.map { ", \(SafeText.shortened($0))" } ?? ""
    return
      "Row \(row)\(name): from \(NumberFormat.bare(base)) to \(NumberFormat.bare(output)), most of it by "
      + first
  }

  private var caption: String {
    "Orange raises the output, blue lowers it."
      + (exhibit.scalars["threshold"] == nil ? "" : " The dashed line is the decision's threshold.")
      + (exhibit.numbers("error") == nil ? "" : " ± are 95 % of the attributions' own errors.")
  }

  private func alternative(_ steps: [Step], _ base: Double, _ output: Double) -> String {
    "Base value \(NumberFormat.bare(base)); "
      + steps.map { "\($0.label): \(written($0))" }.joined(separator: "; ")
      + "; output \(NumberFormat.bare(output))."
  }

  private func table(_ all: [Step], _ base: Double, _ output: Double) -> DataTable {
    DataTable(
      caption: "Row \(row), \(unit)",
      columns: [.words("Feature and its value"), .numbers("Change")],
      rows: [["base value", .init(NumberFormat.bare(base))]]
        + all.map { [.init(SafeText.shortened($0.label)), .init(written($0))] }
        + [["output", .init(NumberFormat.bare(output))]])
  }
}
