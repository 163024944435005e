internal import VaglioFindings
internal import VaglioStatistics

/// Unlabelled rows with the probability of each label, of which every metric of labelled rows can be
/// read: expected cells, areas over fractional labels, expected losses.
struct SupposedLabels<Observed: SupposableOutcomes>: Sendable {
  /// One list per class: the probability of it, one per row.
  let shares: [[Double]]
  private let current: Rows
  private let outcomes: Observed

  /// - Precondition: as many shares as rows.
  init(_ scores: UnlabelledScores, shares: [[Double]], like reference: Observed) {
    (self.shares, current) = (shares, scores.rows)
    let own = scores.rows.weights
    let weights = shares.flatMap { column in
      column.enumerated().map { row, share in share * (own?[row] ?? 1) }
    }
    let rows = Rows(count: weights.count, weights: Weights(weights, kind: .importance))
    outcomes = reference.supposed(scores.columns, rows: rows)
  }

  /// What a metric comes to, and how it hangs on the rows and on the shares.
  struct Reading {
    let value: Double
    /// The error that comes from the current rows being a sample; `nil` where the metric is not
    /// smooth.
    let samplingError: StandardError?
    /// One list per class: what the value gains when that class's share of a row grows, one per row.
    let slopes: [[Double]]?
    let notes: [String]
  }

  /// The value of a metric where each label has its share.
  func reading(of metric: some Metric<Observed>) throws(Undefined) -> Reading {
    var statistic = metric.makeStatistic()
    statistic.add(outcomes, rows: 0..<outcomes.count)
    let reading = statistic.read()
    let value = try metric.value(of: reading)
    let notes = metric.notes(of: reading)
    guard !metric.isBiasedByChance, let influence = metric.influence(of: reading, on: outcomes)
    else { return Reading(value: value, samplingError: nil, slopes: nil, notes: notes) }
    let φ = influence.values(outcomes.count)
    let total = current.totalWeight
    var mean = [Double](repeating: 0, count: current.count)
    var slopes: [[Double]] = []
    for (number, column) in shares.enumerated() {
      let own = φ[number * current.count..<(number + 1) * current.count]
      for (row, value) in own.enumerated() { mean[row] += column[row] * value }
      slopes.append(
        own.enumerated().map { row, value in value * (current.weights?[row] ?? 1) / total })
    }
    return Reading(
      value: value, samplingError: Linearization(current).standardError(of: mean), slopes: slopes,
      notes: notes)
  }
}
