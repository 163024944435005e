internal import VaglioFindings

/// A metric of the confusion matrix: all rows of a cell have the same influence.
public protocol CellMetric: Metric
where Observed == BinaryOutcomes, Statistic == ConfusionMatrix {
  /// The influence of a row of each cell, in the order of ``Cell``, at a table where the value is
  /// defined.
  func influences(of reading: CellWeights) -> [Double]
}

extension CellMetric {
  public var hasRowwiseInfluence: Bool { true }

  public func makeStatistic() -> ConfusionMatrix { ConfusionMatrix() }

  public func influence(of reading: CellWeights, on outcomes: BinaryOutcomes) -> Influence? {
    let values = influences(of: reading)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let cell = Cell.index(
          label: outcomes.labels[row], predictedPositive: outcomes.isPredictedPositive(row))
        φ[position] = values[cell]
      }
    }
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    { level in delta(at: reading, level: level) }
  }

  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: CellWeights, production: CellWeights
  ) -> Intervals? {
    { level in pairedDelta(of: pair, level: level) }
  }

  /// The multinomial delta method on the metric's scale, from the table alone.
  ///
  /// A table without visible variance (a perfect prediction, say) would give an interval of no
  /// width, however few its rows; there half a row is added to each cell, and the interval is
  /// stretched to hold the plain estimate.
  func delta(at table: CellWeights, level: ConfidenceLevel) -> Interval? {
    guard let value = try? value(of: table) else { return nil }
    let error = standardError(table.weights, influences(of: table))
    if error.value > 0 {
      return scale.interval(value, error, level: level, method: linearization)
    }
    let (table, method) = (table.smoothed, linearization + "-half-row")
    guard let center = try? self.value(of: table) else { return nil }
    return scale.interval(
      center, standardError(table.weights, influences(of: table)), level: level, method: method)?
      .stretched(to: value)
  }

  /// The multinomial delta method on the pairs of cells, with half a row more in each where no
  /// variance is to be seen.
  func pairedDelta(of pair: Paired<BinaryOutcomes>, level: ConfidenceLevel) -> Interval? {
    let cells = PairedCells(pair)
    guard let plain = pairedEstimate(cells.weights(smoothed: false)) else { return nil }
    if plain.error.value > 0 || pair.areIdentical {
      return IntervalScale.identity.interval(
        plain.difference, plain.error, level: level, method: "paired-" + linearization)
    }
    return pairedEstimate(cells.weights(smoothed: true)).flatMap { smoothed in
      IntervalScale.identity.interval(
        smoothed.difference, smoothed.error, level: level,
        method: "paired-" + linearization + "-half-row")?.stretched(to: plain.difference)
    }
  }

  private func pairedEstimate(
    _ paired: (weights: [Double], squares: [Double])
  ) -> (difference: Double, error: StandardError)? {
    let candidate = PairedCells.margin(paired, candidate: true)
    let production = PairedCells.margin(paired, candidate: false)
    guard let first = try? value(of: candidate), let second = try? value(of: production) else {
      return nil
    }
    let (φ, ψ) = (influences(of: candidate), influences(of: production))
    var differences = [Double](repeating: 0, count: 16)
    for (cell, other) in PairedCells.pairs {
      differences[PairedCells.position(cell, other)] = φ[cell.rawValue] - ψ[other.rawValue]
    }
    return (first - second, standardError(paired.weights, differences))
  }

  /// √(Σ w φ²/(N(N−1))) over cells.
  private func standardError(_ weights: [Double], _ influences: [Double]) -> StandardError {
    let total = weights.reduce(0, +)
    let squares = zip(weights, influences).reduce(0) { $0 + $1.0 * $1.1.square }
    return StandardError(
      value: (squares / total / max(total - 1, 1)).squareRoot(),
      degreesOfFreedom: max(total - 1, 1))
  }
}
