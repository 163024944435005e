internal import VaglioFindings

/// The share of labels at or below each predicted quantile against the quantile's level, with the
/// shares' intervals.
struct QuantileCalibrationChart {
  let exhibit: Exhibit
  let subject: Subject

  /// A level with its share and the share's bounds.
  private struct Level {
    let (nominal, observed): (Double, Double)
    let bounds: ClosedRange<Double>?

    var isOff: Bool { bounds.map { !$0.contains(nominal) } ?? false }
  }

  private var levels: [Level] {
    let bounds = exhibit.numbers("lower").flatMap { lower in
      exhibit.numbers("upper").map { Array(zip(lower, $0)) }
    }
    let (nominal, observed) = (
      exhibit.numbers("nominal") ?? [], exhibit.numbers("observed") ?? []
    )
    return zip(nominal, observed).enumerated().compactMap { index, pair in
      guard let nominal = pair.0, let observed = pair.1 else { return nil }
      var range: ClosedRange<Double>?
      if let bounds, bounds.indices.contains(index), let lower = bounds[index].0,
        let upper = bounds[index].1, lower <= upper
      {
        range = lower...upper
      }
      return Level(nominal: nominal, observed: observed, bounds: range)
    }
  }

  /// The chart; `nil` where no level has a share.
  var chart: Chart? {
    let levels = levels
    guard !levels.isEmpty else { return nil }
    let frame = PlotFrame(x: 0...1, y: 0...1)
    var canvas = Canvas(width: PlotFrame.width, height: frame.height)
    frame.draw(x: "level of the quantile", y: "labels at or below", on: &canvas)
    canvas.text(
      subject.rawValue, Point(PlotFrame.left + PlotFrame.side, 12), .end, subject.ink, size: 12,
      bold: true)
    canvas.line(frame.point(0, 0), frame.point(1, 1), .axis, dashed: true)
    canvas.curve(
      levels.map { frame.point($0.nominal, $0.observed) }, subject.ink,
      dashed: subject.isDashed)
    for level in levels {
      if let bounds = level.bounds {
        canvas.line(
          frame.point(level.nominal, bounds.lowerBound),
          frame.point(level.nominal, bounds.upperBound), subject.ink, width: 2)
      }
      canvas.mark(
        level.isOff ? .square : subject.mark, frame.point(level.nominal, level.observed),
        level.isOff ? .fail : subject.ink, radius: level.isOff ? 4.5 : 5)
    }
    return Chart(
      title: title(levels), caption: caption, alternative: alternative(levels),
      table: table(levels), canvas: canvas)
  }

  private func title(_ levels: [Level]) -> String {
    let off = levels.filter(\.isOff).count
    let name = subject.rawValue.prefix(1).uppercased() + subject.rawValue.dropFirst()
    return off == 0
      ? "\(name): every quantile keeps its level"
      : "\(name): \(off) of \(levels.count) quantiles off their level"
  }

  private var caption: String {
    let level = NumberFormat.level(exhibit.scalars["level"] ?? 0.95)
    return "Bars: \(level) intervals of the shares; on the dashed line a quantile keeps its word. "
      + "■ its level lies outside the interval."
  }

  private func alternative(_ levels: [Level]) -> String {
    let points = levels.map {
      "\(NumberFormat.bare($0.nominal)) announced, "
        + "\(NumberFormat.fixed($0.observed, decimals: 3)) observed"
        + ($0.isOff ? " (off)" : "")
    }
    return "Quantiles of \(subject.rawValue): " + points.joined(separator: "; ") + "."
  }

  private func table(_ levels: [Level]) -> DataTable {
    DataTable(
      caption: "Labels at or below the quantiles of \(subject.rawValue)",
      columns: [.words("Level"), .numbers("Observed"), .numbers("Interval")],
      rows: DataTable.thinned(levels, to: 40).map { level in
        let bounds = level.bounds.map {
          "\(NumberFormat.fixed($0.lowerBound, decimals: 3)) – "
            + NumberFormat.fixed($0.upperBound, decimals: 3)
        }
        return [
          .init(NumberFormat.bare(level.nominal)),
          .init(NumberFormat.fixed(level.observed, decimals: 3)),
          .init(bounds ?? NumberFormat.missing),
        ]
      })
  }
}
