internal import VaglioFindings

/// Observed frequency against predicted probability, with the band in which a calibrated model's
/// bins would lie, and the number of rows in each bin.
struct ReliabilityChart {
  let exhibit: Exhibit
  let subject: Subject
  /// What kind of bins these are, where it is not the usual one: `bins of equal weight`.
  var kind = ""

  private struct Bin {
    let (lower, upper, score, rate, count): (Double, Double, Double, Double, Double)
    let band: (lower: Double, upper: Double)?

    var isOutside: Bool { band.map { rate < $0.lower || rate > $0.upper } ?? false }
  }

  private var bins: [Bin] {
    let bands = exhibit.numbers("band_lower").flatMap { lower in
      exhibit.numbers("band_upper").map { Array(zip(lower, $0)) }
    }
    let names = ["lower", "upper", "mean_score", "event_rate", "count"]
    let columns = names.compactMap { exhibit.numbers($0) }
    guard columns.count == names.count, let length = columns.map(\.count).min() else { return [] }
    return (0..<length).compactMap { index in
      let values = columns.compactMap { $0[index] }
      guard values.count == names.count, values[4] > 0 else { return nil }
      var band: (Double, Double)?
      if let bands, bands.indices.contains(index), let lower = bands[index].0,
        let upper = bands[index].1
      {
        band = (lower, upper)
      }
      return Bin(
        lower: values[0], upper: values[1], score: values[2], rate: values[3], count: values[4],
        band: band)
    }
  }

  /// The chart; `nil` where no bin holds rows.
  var chart: Chart? {
    let bins = bins
    guard !bins.isEmpty else { return nil }
    let frame = PlotFrame(x: 0...1, y: 0...1)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height + 66)
    frame.draw(x: "predicted probability", y: "observed frequency", on: &canvas)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    drawBand(bins, frame, on: &canvas)
    canvas.line(frame.point(0, 0), frame.point(1, 1), .axis, dashed: true)
    canvas.curve(
      bins.map { frame.point($0.score, $0.rate) }, subject.ink, dashed: subject.isDashed)
    for bin in bins {
      canvas.mark(
        bin.isOutside ? .square : subject.mark, frame.point(bin.score, bin.rate),
        bin.isOutside ? .fail : subject.ink, radius: bin.isOutside ? 4.5 : 5)
    }
    drawCounts(bins, frame, on: &canvas)
    return Chart(
      title: title(bins), caption: caption, alternative: alternative(bins), table: table(bins),
      canvas: canvas)
  }

  private func drawBand(_ bins: [Bin], _ frame: PlotFrame, on canvas: inout Canvas) {
    let banded = bins.filter { $0.band != nil }
    let upper = banded.map { frame.point($0.score, $0.band?.upper ?? 0) }
    let lower = banded.map { frame.point($0.score, $0.band?.lower ?? 0) }
    canvas.area(upper + lower.reversed(), .production, opacity: 0.2)
  }

  private func drawCounts(_ bins: [Bin], _ frame: PlotFrame, on canvas: inout Canvas) {
    let (base, height) = (frame.height + 62, 44.0)
    let most = bins.map(\.count).max() ?? 1
    for bin in bins {
      let (left, right) = (frame.x.position(bin.lower), frame.x.position(bin.upper))
      let bar = max(height * bin.count / most, 1)
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

  private func title(_ bins: [Bin]) -> String {
    let outside = bins.filter(\.isOutside).count
    let name =
      subject.rawValue.prefix(1).uppercased() + subject.rawValue.dropFirst()
      + (kind.isEmpty ? "" : ", \(kind)")
    guard bins.contains(where: { $0.band != nil }) else { return "\(name): observed and predicted" }
    return outside == 0
      ? "\(name): every bin agrees with calibration"
      : "\(name): \(outside) of \(bins.count) bins off"
  }

  private var caption: String {
    let level = NumberFormat.level(exhibit.scalars["level"] ?? 0.95)
    return "Grey band: where the bins of a perfectly calibrated model would lie \(level) of the "
      + "time at these counts. ■ outside the band."
  }

  private func alternative(_ bins: [Bin]) -> String {
    let points = bins.map {
      "\(NumberFormat.fixed($0.score, decimals: 2)) predicted, "
        + "\(NumberFormat.fixed($0.rate, decimals: 2)) observed"
        + ($0.isOutside ? " (outside the band)" : "")
    }
    return "Reliability of \(subject.rawValue): " + points.joined(separator: "; ") + "."
  }

  private func table(_ bins: [Bin]) -> DataTable {
    DataTable(
      caption: "Reliability of \(subject.rawValue) by bin",
      columns: [
        .words("Bin"), .numbers("Rows"), .numbers("Predicted"), .numbers("Observed"),
        .numbers("Band"),
      ],
      rows: bins.map { bin in
        let ends = [bin.lower, bin.upper].map(NumberFormat.bare)
        let band = bin.band.map {
          "\(NumberFormat.fixed($0.lower, decimals: 3)) – "
            + NumberFormat.fixed($0.upper, decimals: 3)
        }
        return [
          .init("\(ends[0]) – \(ends[1])"), .init(NumberFormat.bare(bin.count)),
          .init(NumberFormat.fixed(bin.score, decimals: 3)),
          .init(NumberFormat.fixed(bin.rate, decimals: 3)), .init(band ?? NumberFormat.missing),
        ]
      })
  }
}
