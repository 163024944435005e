public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Average thresholded confidence (ATC): accuracy on rows without labels as the share of them that is
/// decided more surely than a threshold, below which the reference has just its share of errors.
///
/// Garg et al. 2022, arXiv:2201.04234, equation 1, with the score of the class that is decided on. Where
/// rows tie at the threshold, the part of them that the reference needs counts. The interval counts
/// the current rows being a sample and the threshold being learnt: what moves the reference's share
/// of errors moves the estimate by the ratio of current to reference rows near the threshold.
public struct AverageThresholdedConfidence<Observed: SupposableOutcomes>: Sendable {
  /// The confidence below which a row counts as an error; `nil` where every reference row is one.
  public let threshold: Double?
  /// The part of the rows at the threshold that counts as errors.
  private let tied: Double
  private let reference: Observed
  private let confidences: [Double]
  private let isError: [Double]

  /// Learns the threshold from labelled rows.
  ///
  /// - Throws: ``WithoutLabelsError`` where a score is not a probability, or rows are too few.
  public init(reference: Observed) throws(WithoutLabelsError) {
    for column in reference.scoreColumns {
      try UnlabelledScores.check(column, part: "reference")
    }
    guard reference.count >= 100 else {
      throw .tooFewRows(part: "reference", count: reference.count, fewest: 100)
    }
    self.reference = reference
    let decisions = reference.decisions(of: reference.scoreColumns)
    confidences = reference.confidences(of: reference.scoreColumns, decisions)
    isError = decisions.indices.map {
      Int(decisions[$0]) == reference.classNumber(of: $0) ? 0 : 1
    }
    let order = ScoreOrder(confidences)
    let errors = reference.rows.mean(of: isError) * reference.rows.totalWeight
    var below = 0.0
    var found: (threshold: Double, tied: Double)?
    for group in 0..<order.groupCount where found == nil {
      let rows = order.rows(inGroup: group)
      let weight = rows.reduce(0) { $0 + (reference.rows.weights?[Int($1)] ?? 1) }
      if below + weight > errors {
        found = (confidences[Int(rows[rows.startIndex])], (errors - below) / weight)
      }
      below += weight
    }
    (threshold, tied) = (found?.threshold, found?.tied ?? 0)
  }

  /// The estimated accuracy on current rows.
  public func accuracy(
    on current: UnlabelledScores, level: ConfidenceLevel
  ) throws(WithoutLabelsError) -> PerformanceEstimate {
    let columns = reference.scoreColumns.count
    guard current.columns.count == columns else {
      throw .differentScores(reference: columns, current: current.columns.count)
    }
    let own = reference.confidences(of: current.columns, reference.decisions(of: current.columns))
    let sure = own.map { 1 - below($0) }
    let value = current.rows.mean(of: sure)
    let slope = slope(own)
    let residuals = zip(confidences, isError).map { slope * (below($0) - $1) }
    let sampling = Linearization(current.rows).standardError(of: sure.map { $0 - value })
    let learning = Linearization(reference.rows).standardError(of: residuals)
    let uncertainty = Uncertainty(at: level) { level in
      guard let sampling, let learning, sampling.value > 0 else { return nil }
      return IntervalScale.logit.interval(
        value, sampling.joined(with: learning), level: level, method: "average-threshold")?
        .within(0...1)
    }
    return PerformanceEstimate(
      metric: "accuracy", estimator: "average-threshold", estimate: Estimate(value, uncertainty),
      count: current.count, effectiveReferenceCount: reference.rows.effectiveCount,
      samplingError: sampling?.value, learningError: learning?.value,
      notes: [WithoutLabelsNote.conceptDrift])
  }

  /// Whether a confidence counts as an error; the part of it at the threshold.
  private func below(_ confidence: Double) -> Double {
    guard let threshold else { return 1 }
    return confidence < threshold ? 1 : confidence == threshold ? tied : 0
  }

  /// How many current rows there are near the threshold for each reference row, in proportion to all.
  private func slope(_ own: [Double]) -> Double {
    guard let threshold else { return 1 }
    let sorted = confidences.sorted()
    let middle = sorted.firstIndex(notBelow: threshold)
    // The window of a density's derivative-free estimate: n^0.8 rows about the threshold.
    let reach = max(10, Int(pow(Double(sorted.count), 0.8) / 2))
    let low = sorted[max(0, middle - reach)]
    let high = sorted[min(sorted.count - 1, middle + reach)]
    func share(_ values: [Double]) -> Double {
      Double(values.count { low <= $0 && $0 <= high }) / Double(values.count)
    }
    return share(own) / share(confidences)
  }
}

extension SupposableOutcomes {
  /// The score of the class that is decided on, one per row.
  func confidences(of scores: [[Double]], _ decisions: [Int32]) -> [Double] {
    let shares = Self.classShares(scores)
    return decisions.enumerated().map { row, decision in shares[Int(decision)][row] }
  }
}
