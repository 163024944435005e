internal import VaglioFindings

/// Where labels lie in their forecast distributions, in shares of equally likely bins, with the band
/// in which a calibrated forecast's bins would lie.
struct PlaceHistogramChart {
  let exhibit: Exhibit
  let subject: Subject

  /// A bin's edges and its share.
  private struct Bin {
    let (lower, upper, share): (Double, Double, Double)
    let name: String
  }

  private var isOfRanks: Bool { exhibit.kind == "rank_histogram" }

  private var bins: [Bin] {
    if isOfRanks {
      return exhibit.rows("rank", "share").map { rank in
        Bin(
          lower: rank[0] - 0.5, upper: rank[0] + 0.5, share: rank[1],
          name: NumberFormat.bare(rank[0]))
      }
    }
    return exhibit.rows("lower", "upper", "share").map { bin in
      Bin(
        lower: bin[0], upper: bin[1], share: bin[2],
        name: "\(NumberFormat.bare(bin[0])) – \(NumberFormat.bare(bin[1]))")
    }
  }

  private var band: ClosedRange<Double>? {
    guard let lower = exhibit.scalars["band_lower"], let upper = exhibit.scalars["band_upper"],
      lower <= upper
    else { return nil }
    return lower...upper
  }

  private func isOff(_ bin: Bin) -> Bool { band.map { !$0.contains(bin.share) } ?? false }

  /// The chart; `nil` where no bin has a share.
  var chart: Chart? {
    let bins = bins
    guard let first = bins.first, let last = bins.last, first.lower < last.upper else { return nil }
    let most = (bins.map(\.share) + [band?.upperBound ?? 0]).max() ?? 1
    let frame = PlotFrame(
      x: first.lower...last.upper, y: 0...max(most * 1.08, 1e-9), depth: 190)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(
      x: isOfRanks ? "rank of the label among the members" : "place in the forecast",
      y: "share of rows", on: &canvas)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    draw(bins, frame, on: &canvas)
    return Chart(
      title: title(bins), caption: caption, alternative: alternative(bins), table: table(bins),
      canvas: canvas)
  }

  private func draw(_ bins: [Bin], _ frame: PlotFrame, on canvas: inout Canvas) {
    for bin in bins {
      let (left, right) = (frame.x.position(bin.lower), frame.x.position(bin.upper))
      let top = frame.y.position(bin.share)
      canvas.rectangle(
        Point(left + 0.5, top), width: max(right - left - 1, 0.5), height: frame.bottom - top,
        isOff(bin) ? .fail : subject.ink, opacity: 0.75)
    }
    if let band {
      let (top, bottom) = (
        frame.y.position(band.upperBound), frame.y.position(band.lowerBound)
      )
      canvas.rectangle(
        Point(PlotFrame.left, top), width: PlotFrame.side, height: bottom - top, .production,
        opacity: 0.25)
    }
    if let expected = exhibit.scalars["expected"] {
      let y = frame.y.position(expected)
      canvas.line(
        Point(PlotFrame.left, y), Point(PlotFrame.left + PlotFrame.side, y), .text, dashed: true)
    }
  }

  private func title(_ bins: [Bin]) -> String {
    let off = bins.filter(isOff).count
    let name = subject.rawValue.prefix(1).uppercased() + subject.rawValue.dropFirst()
    guard band != nil else { return "\(name): where labels lie in their forecasts" }
    return off == 0
      ? "\(name): labels lie where forecasts say"
      : "\(name): \(off) of \(bins.count) \(isOfRanks ? "ranks" : "bins") too full or too empty"
  }

  private var caption: String {
    let level = NumberFormat.level(exhibit.scalars["level"] ?? 0.95)
    return
      "Grey band: where the bins of a calibrated forecast would lie \(level) of the time. High "
      + "ends: forecasts too narrow; a high middle: too wide; a slope: too high or too low."
  }

  private func alternative(_ bins: [Bin]) -> String {
    let points = bins.map {
      "\($0.name) \(NumberFormat.fixed($0.share, decimals: 3))" + (isOff($0) ? " (off)" : "")
    }
    let what = isOfRanks ? "Ranks of labels among the members" : "Places of labels in the forecasts"
    return "\(what) of \(subject.rawValue): " + points.joined(separator: "; ") + "."
  }

  private func table(_ bins: [Bin]) -> DataTable {
    DataTable(
      caption: isOfRanks
        ? "Rows by rank of the label, \(subject.rawValue)"
        : "Rows by place in the forecast, \(subject.rawValue)",
      columns: [.words(isOfRanks ? "Rank" : "Place"), .numbers("Share")],
      rows: bins.map { [.init($0.name), .init(NumberFormat.fixed($0.share, decimals: 4))] })
  }
}
