internal import VaglioFindings

/// A feature's effect on the output: a curve with its band over numbers, marks with bars over
/// categories.
struct EffectChart {
  /// The exhibit `partial_dependence`, `accumulated_local_effects` or `accumulated_category_effects`.
  let exhibit: Exhibit
  /// The column of the curve: `mean`, `effect`.
  let column: String
  /// What the curve is.
  let quantity: String
  let title: String

  private struct Place {
    let (label, x): (String, Double)
    let (value, lower, upper): (Double, Double?, Double?)
  }

  private static let depth = 220.0

  private var feature: String { SafeText.shortened(exhibit.words("feature")?.first ?? "feature") }

  /// Whether the places are numbers; else they are written below the plot one beside the other.
  private var isNumeric: Bool { (exhibit.numbers("x") ?? []).contains { $0 != nil } }

  private var places: [Place] {
    let (values, points) = (
      exhibit.numbers(column) ?? [], exhibit.words("point") ?? exhibit.words("level") ?? []
    )
    let (x, lower, upper) = (
      exhibit.numbers("x") ?? [], exhibit.numbers("lower") ?? [], exhibit.numbers("upper") ?? []
    )
    return values.indices.compactMap { index in
      guard let value = values[index] else { return nil }
      let position = isNumeric ? (index < x.count ? x[index] : nil) : Double(index)
      guard let position else { return nil }
      return Place(
        label: index < points.count ? points[index] : NumberFormat.bare(position), x: position,
        value: value, lower: index < lower.count ? lower[index] : nil,
        upper: index < upper.count ? upper[index] : nil)
    }
  }

  /// The chart; `nil` with fewer than two places.
  var chart: Chart? {
    let places = places
    guard places.count > 1 else { return nil }
    let reach = places.flatMap { [$0.value, $0.lower, $0.upper] }.compactMap(\.self)
    let frame = PlotFrame(
      coveringX: isNumeric ? places.map(\.x) : [-0.5, Double(places.count) - 0.5], y: reach,
      depth: Self.depth)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    if isNumeric {
      frame.draw(x: feature, y: quantity, on: &canvas)
      curve(places, frame, on: &canvas)
    } else {
      frame.drawRows(x: feature, y: quantity, on: &canvas)
      marks(places, frame, on: &canvas)
    }
    return Chart(
      title: title, caption: caption, alternative: alternative(places), table: table(places),
      canvas: canvas)
  }

  private func curve(_ places: [Place], _ frame: PlotFrame, on canvas: inout Canvas) {
    let banded = places.filter { $0.lower != nil && $0.upper != nil }
    canvas.area(
      banded.map { frame.point($0.x, $0.lower ?? $0.value) }
        + banded.reversed().map { frame.point($0.x, $0.upper ?? $0.value) }, .candidate,
      opacity: 0.18)
    canvas.curve(places.map { frame.point($0.x, $0.value) }, .candidate)
    canvas.dots(places.map { frame.point($0.x, $0.value) }, .candidate, diameter: 5, opacity: 1)
  }

  private func marks(_ places: [Place], _ frame: PlotFrame, on canvas: inout Canvas) {
    let room = PlotFrame.side / Double(places.count)
    for place in places {
      let (x, y) = (frame.x.position(place.x), frame.y.position(place.value))
      if let lower = place.lower, let upper = place.upper {
        canvas.line(
          Point(x, frame.y.position(lower)), Point(x, frame.y.position(upper)), .candidate, width: 2
        )
      }
      canvas.mark(.dot, Point(x, y), .candidate)
      if room >= 28 {
        canvas.text(
          place.label, Point(x, frame.bottom + 18), .middle, .muted, size: 12, limit: room - 6)
      }
    }
  }

  private var caption: String {
    let level = NumberFormat.level(exhibit.scalars["level"] ?? 0.95)
    let rows = exhibit.scalars["rows"].map { " over \(NumberFormat.count(Int($0))) rows" } ?? ""
    return "\(quantity.prefix(1).uppercased() + quantity.dropFirst())\(rows), with its pointwise "
      + "\(level) band."
  }

  private func alternative(_ places: [Place]) -> String {
    let shown = DataTable.thinned(places, to: 11)
    return "\(quantity) by \(feature): "
      + shown.map { "\($0.label): \(NumberFormat.bare($0.value))" }.joined(separator: "; ") + "."
  }

  private func table(_ places: [Place]) -> DataTable {
    DataTable(
      caption: "\(quantity) by \(feature)",
      columns: [.words(feature), .numbers("Value"), .numbers("Lower"), .numbers("Upper")],
      rows: DataTable.thinned(places, to: 40).map { place in
        [
          .init(SafeText.shortened(place.label)), .init(NumberFormat.bare(place.value)),
          .init(place.lower.map(NumberFormat.bare) ?? NumberFormat.missing),
          .init(place.upper.map(NumberFormat.bare) ?? NumberFormat.missing),
        ]
      })
  }
}
