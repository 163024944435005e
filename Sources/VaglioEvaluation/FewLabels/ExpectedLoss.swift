internal import VaglioStatistics

/// What a loss is expected to be on each row without label, and how uncertain that is, from the
/// probabilities of the labels.
public struct ExpectedLoss: Hashable, Sendable {
  /// Σ pₖℓₖ over the labels k, one per row.
  public let means: [Double]
  /// √Σ pₖ(ℓₖ − mean)², one per row: the standard deviation of what a label would show.
  public let deviations: [Double]

  /// The expected loss of a metric.
  ///
  /// `probabilities`: Of the labels, in the shape of the scores: recalibrated ones, or the scores.
  /// `reference`: Outcomes of the same model, for its threshold and classes.
  ///
  /// - Throws: ``WithoutLabelsError`` where a probability is none.
  public init<M: MeanMetric>(
    of metric: M, on current: UnlabelledScores, probabilities: [[Double]],
    like reference: M.Observed
  ) throws(WithoutLabelsError) where M.Observed: SupposableOutcomes {
    for column in probabilities {
      try UnlabelledScores.check(column, part: "probabilities")
    }
    let shares = M.Observed.classShares(probabilities)
    let count = current.count
    let copies = reference.supposed(current.columns, rows: Rows(count: count * shares.count))
    let losses = [Double](unsafeUninitializedCapacity: copies.count) { buffer, written in
      metric.loss.write(
        copies, rows: 0..<copies.count,
        into: UnsafeMutableBufferPointer(rebasing: buffer[0..<copies.count]))
      written = copies.count
    }
    var (means, deviations) = ([Double](), [Double]())
    for row in 0..<count {
      var (mean, square) = (0.0, 0.0)
      for (number, column) in shares.enumerated() {
        mean += column[row] * losses[number * count + row]
      }
      for (number, column) in shares.enumerated() {
        square += column[row] * (losses[number * count + row] - mean).square
      }
      means.append(mean)
      deviations.append(square.squareRoot())
    }
    (self.means, self.deviations) = (means, deviations)
  }
}
