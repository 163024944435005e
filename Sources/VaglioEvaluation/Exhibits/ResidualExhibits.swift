public import VaglioFindings

/// What a report draws of a regression model: where predictions and labels lie, and how the
/// residuals prediction − label spread along the predictions.
public struct ResidualExhibits: Sendable {
  /// Bins along each axis of the map of predictions and labels.
  public static let bins = 24
  /// Groups of predictions for the quantiles of residuals.
  public static let groups = 12

  private let outcomes: RegressionOutcomes
  private let subject: Subject
  private let range: ClosedRange<Double>
  private let residualRange: ClosedRange<Double>

  /// The residuals of one model's outcomes, on axes that hold `range` and `residualRange`.
  public init(
    of outcomes: RegressionOutcomes, subject: Subject, range: ClosedRange<Double>,
    residualRange: ClosedRange<Double>
  ) {
    (self.outcomes, self.subject) = (outcomes, subject)
    (self.range, self.residualRange) = (range, residualRange)
  }

  /// Axes that several models share, so that their pictures can be compared.
  public static func ranges(
    _ models: [RegressionOutcomes]
  ) -> (values: ClosedRange<Double>, residuals: ClosedRange<Double>)? {
    let values = models.flatMap { [$0.actual, $0.predicted] }
    let residuals = models.map { model in zip(model.predicted, model.actual).map { $0.0 - $0.1 } }
    guard let all = range(values), let left = range(residuals) else { return nil }
    return (all, left)
  }

  private static func range(_ columns: [[Double]]) -> ClosedRange<Double>? {
    let lows = columns.compactMap { $0.min() }
    let highs = columns.compactMap { $0.max() }
    guard let low = lows.min(), let high = highs.max(), (high - low).isFinite else { return nil }
    guard low == high else { return low...high }
    // One value alone stands in the middle of an axis, however large it is.
    let margin = max(0.5, abs(low) / 8)
    return low - margin...high + margin
  }

  /// `predicted_actual`, `residual_quantiles` and `residual_histogram`.
  public var exhibits: [Exhibit] {
    outcomes.count == 0 ? [] : [map, quantiles, histogram]
  }

  private func bin(_ value: Double, in range: ClosedRange<Double>) -> Int {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return min(Self.bins - 1, max(0, Int(share * Double(Self.bins))))
  }

  private func edges(of range: ClosedRange<Double>) -> [Double] {
    (0...Self.bins).map { bin in
      range.lowerBound
        + (range.upperBound - range.lowerBound) * Double(bin) / Double(Self.bins)
    }
  }

  private var map: Exhibit {
    var counts = [Int](repeating: 0, count: Self.bins * Self.bins)
    for (actual, predicted) in zip(outcomes.actual, outcomes.predicted) {
      counts[bin(predicted, in: range) * Self.bins + bin(actual, in: range)] += 1
    }
    let filled = counts.indices.filter { counts[$0] > 0 }
    let edges = edges(of: range)
    return Exhibit(
      kind: "predicted_actual", subject: subject,
      series: [
        "predicted_lower": .numbers(filled.map { edges[$0 / Self.bins] }),
        "predicted_upper": .numbers(filled.map { edges[$0 / Self.bins + 1] }),
        "actual_lower": .numbers(filled.map { edges[$0 % Self.bins] }),
        "actual_upper": .numbers(filled.map { edges[$0 % Self.bins + 1] }),
        "count": .numbers(filled.map { Double(counts[$0]) }),
      ])
  }

  /// Equally large groups of rows by prediction; equal predictions may fall into two groups.
  private var quantiles: Exhibit {
    let order = outcomes.predicted.indices.sorted {
      (outcomes.predicted[$0], outcomes.actual[$0]) < (outcomes.predicted[$1], outcomes.actual[$1])
    }
    let groups = min(Self.groups, max(1, order.count / 20))
    let parts = (0..<groups).map { group in
      order[order.count * group / groups..<order.count * (group + 1) / groups]
    }
    let residuals = parts.map { part in
      part.map { outcomes.predicted[$0] - outcomes.actual[$0] }.sorted()
    }
    var series: [String: Exhibit.Series] = [
      "predicted_lower": .numbers(parts.map { $0.first.map { outcomes.predicted[$0] } }),
      "predicted_upper": .numbers(parts.map { $0.last.map { outcomes.predicted[$0] } }),
      "count": .numbers(parts.map { Double($0.count) }),
    ]
    for (name, share) in [
      ("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95),
    ] {
      series[name] = .numbers(residuals.map { Self.quantile(share, ofSorted: $0) })
    }
    return Exhibit(kind: "residual_quantiles", subject: subject, series: series)
  }

  /// Type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566, as in numpy.
  private static func quantile(_ share: Double, ofSorted values: [Double]) -> Double? {
    guard let last = values.indices.last else { return nil }
    let place = share * Double(last)
    let below = Int(place)
    let above = min(below + 1, last)
    return values[below] + (place - Double(below)) * (values[above] - values[below])
  }

  private var histogram: Exhibit {
    var counts = [Int](repeating: 0, count: Self.bins)
    for (actual, predicted) in zip(outcomes.actual, outcomes.predicted) {
      counts[bin(predicted - actual, in: residualRange)] += 1
    }
    let edges = edges(of: residualRange)
    return Exhibit(
      kind: "residual_histogram", subject: subject,
      series: [
        "lower": .numbers(edges.dropLast().map { $0 }),
        "upper": .numbers(edges.dropFirst().map { $0 }),
        "count": .numbers(counts.map { Double($0) }),
      ])
  }
}
