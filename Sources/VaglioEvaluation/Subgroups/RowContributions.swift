internal import VaglioFindings

/// What each row adds to a metric: on a subgroup S the metric is worse by about Σu/Σv over its rows.
///
/// For a proportion u/v is the share itself less that of all rows, exactly; for a mean of losses the
/// mean less that of all rows; else u is the influence function and v the weight.
struct RowContributions: Sendable {
  /// How much worse the row makes it, times its weight.
  let worsening: [Double]
  /// The row's part in what the metric divides by, times its weight.
  let share: [Double]

  /// Contributions of rows, one each.
  init(worsening: [Double], share: [Double]) {
    (self.worsening, self.share) = (worsening, share)
  }

  /// The contributions to one model's metric; `nil` where it is not smooth or judges nothing.
  init?<M: Metric>(of metric: M, on outcomes: M.Observed) throws(Undefined) {
    guard let sign = metric.measure.direction.worsening else { return nil }
    let reading = Readings(of: outcomes).reading(for: metric)
    let value = try metric.value(of: reading)
    if let proportion = metric as? any ProportionMetric, let binary = outcomes as? BinaryOutcomes {
      self.init(cellsOf: proportion, at: value, sign: sign, on: binary)
      return
    }
    guard let influence = metric.influence(of: reading, on: outcomes) else { return nil }
    self.init(Self.written(influence, outcomes.count).map { sign * $0 }, outcomes.rows)
  }

  /// The contributions to candidate minus production; `nil` where the metric is not smooth or judges
  /// nothing.
  init?<M: Metric>(
    ofDifference metric: M, on pair: Paired<M.Observed>
  ) throws(Undefined) {
    guard let sign = metric.measure.direction.worsening else { return nil }
    let readings = (Readings(of: pair.candidate), Readings(of: pair.production))
    let (first, second) = (readings.0.reading(for: metric), readings.1.reading(for: metric))
    let difference = try metric.value(of: first) - metric.value(of: second)
    guard let own = metric.influence(of: first, on: pair.candidate),
      let other = metric.influence(of: second, on: pair.production)
    else { return nil }
    let values = zip(Self.written(own, pair.rows.count), Self.written(other, pair.rows.count))
      .map { sign * ($0 - $1 + difference) }
    self.init(values, pair.rows)
  }

  private init(_ worsening: [Double], _ rows: Rows) {
    guard let weights = rows.weights else {
      self.init(
        worsening: worsening, share: [Double](repeating: 1, count: worsening.count))
      return
    }
    self.init(
      worsening: worsening.indices.map { worsening[$0] * weights[$0] },
      share: worsening.indices.map { weights[$0] })
  }

  private init(
    cellsOf metric: some ProportionMetric, at value: Double, sign: Double,
    on outcomes: BinaryOutcomes
  ) {
    let parts = Cell.allCases.map { metric.denominator.contains($0) ? 1.0 : 0 }
    let gains = zip(Cell.allCases, parts).map { cell, part in
      sign * ((metric.numerator.contains(cell) ? 1 : 0) - value * part)
    }
    let cells = (0..<outcomes.count).map { row in
      Cell.index(
        label: outcomes.labels[row], predictedPositive: outcomes.isPredictedPositive(row))
    }
    let weights = outcomes.rows.weights
    self.init(
      worsening: cells.indices.map { gains[cells[$0]] * (weights?[$0] ?? 1) },
      share: cells.indices.map { parts[cells[$0]] * (weights?[$0] ?? 1) })
  }

  private static func written(_ influence: Influence, _ rows: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows) { buffer, count in
      influence.write(0..<rows, UnsafeMutableBufferPointer(rebasing: buffer[0..<rows]))
      count = rows
    }
  }
}

extension Direction {
  /// 1 where a larger value is worse, −1 where a smaller one is; `nil` where neither is.
  var worsening: Double? {
    switch self {
    case .higherIsBetter: -1
    case .lowerIsBetter: 1
    case .nearerIsBetter, .neutral: nil
    }
  }
}
