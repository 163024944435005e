public import VaglioFindings
internal import VaglioStatistics

/// The classes' shares among rows without labels, if rows of each class still look as in the reference
/// (label shift), and what metrics come to there.
///
/// Black-box shift estimation (Lipton, Wang and Smola 2018, arXiv:1802.03916): with the joint shares
/// C[decision, label] of the reference and the shares μ[decision] of the current rows, the ratios of
/// current to reference shares are w = C⁻¹μ, and the shares themselves w·π. A metric is then that of the reference
/// rows weighted by the ratio of their class. All errors are linear in single rows, of both parts, and
/// their variances are added.
public struct LabelShift<Observed: SupposableOutcomes>: Sendable {
  /// The classes' names, in the order of everything here.
  public let classes: [String]
  /// Current share over reference share of each class; never below 0.
  public let ratios: [Double]
  /// The share of each class among reference rows.
  public let referenceShares: [Double]
  /// The estimated share of each class among current rows, with its interval.
  public let shares: [Estimate]
  /// What a reader must know.
  public let notes: [String]

  private let reference: Observed
  private let currentRows: Rows
  /// How the ratios move with a reference row, and with a current row: one list per class.
  private let referenceInfluences: [[Double]]
  private let currentInfluences: [[Double]]

  /// Works out the shares.
  ///
  /// - Throws: ``WithoutLabelsError`` where a class is missing in the reference, rows are too few, or
  ///   decisions don't tell the classes apart.
  public init(
    reference: Observed, current: UnlabelledScores, level: ConfidenceLevel
  ) throws(WithoutLabelsError) {
    let columns = reference.scoreColumns.count
    guard current.columns.count == columns else {
      throw .differentScores(reference: columns, current: current.columns.count)
    }
    guard reference.count >= 100 else {
      throw .tooFewRows(part: "reference", count: reference.count, fewest: 100)
    }
    classes = reference.classNames
    for column in reference.scoreColumns {
      try UnlabelledScores.check(column, part: "reference")
    }
    let table = DecisionTable(reference, current)
    if let missing = table.labelShares.firstIndex(where: { !($0 > 0) }) {
      throw .unusable(
        "no reference row is labelled \(classes[missing]): its share can't be estimated")
    }
    guard let inverse = SquareMatrix(inverting: table.joint)?.inverse else {
      throw .indistinguishableClasses
    }
    let solved = inverse.map { row in zip(row, table.currentShares).reduce(0) { $0 + $1.0 * $1.1 } }
    referenceInfluences = table.referenceInfluences(inverse, solved)
    currentInfluences = table.currentInfluences(inverse, solved)
    (self.reference, currentRows, referenceShares) = (reference, current.rows, table.labelShares)
    let sum = zip(solved, table.labelShares).reduce(0) { $0 + max(0, $1.0) * $1.1 }
    ratios = solved.map { max(0, $0) / sum }
    notes =
      [WithoutLabelsNote.labelShift]
      + (solved.contains { $0 < 0 } ? ["a share below 0 was taken for 0"] : [])
    let (ofReference, ofCurrent) = (referenceInfluences, currentInfluences)
    shares = solved.indices.map { number in
      let (share, ratio) = (table.labelShares[number], solved[number])
      let φ = table.labels.enumerated().map { row, label in
        share * ofReference[number][row] + ratio * ((Int(label) == number ? 1 : 0) - share)
      }
      let learning = Linearization(reference.rows).standardError(of: φ)
      let sampling = Linearization(current.rows).standardError(
        of: ofCurrent[number].map { share * $0 })
      let value = min(1, max(0, share * ratio))
      return Estimate(
        value,
        Uncertainty(at: level) { level in
          guard let learning, let sampling else { return nil }
          return IntervalScale.identity.interval(
            share * ratio, sampling.joined(with: learning), level: level, method: "bbse")?
            .within(0...1).stretched(to: value)
        })
    }
  }

  /// The estimates of metrics among current rows, in the order of the metrics.
  public func estimates(
    of metrics: [any Metric<Observed>], level: ConfidenceLevel
  ) -> [PerformanceEstimate] {
    let weighted = reference.weighted(byClass: ratios)
    return metrics.map { estimate($0, weighted, level) }
  }

  private func estimate(
    _ metric: some Metric<Observed>, _ weighted: Observed, _ level: ConfidenceLevel
  ) -> PerformanceEstimate {
    var statistic = metric.makeStatistic()
    statistic.add(weighted, rows: 0..<weighted.count)
    let reading = statistic.read()
    let value: Double
    do {
      value = try metric.value(of: reading)
    } catch {
      return result(metric, .undefined(error), weighted, nil, nil)
    }
    guard !metric.isBiasedByChance, let influence = metric.influence(of: reading, on: weighted)
    else { return result(metric, Estimate(value), weighted, nil, nil) }
    let (ofReference, ofCurrent) = influences(influence.values(weighted.count), weighted)
    let learning = Linearization(reference.rows).standardError(of: ofReference)
    let sampling = Linearization(currentRows).standardError(of: ofCurrent)
    let uncertainty = Uncertainty(at: level) { level in
      guard let learning, let sampling else { return nil }
      return metric.scale.interval(
        value, sampling.joined(with: learning), level: level, method: "label-shift")?
        .within(metric.measure.range)
    }
    return result(metric, Estimate(value, uncertainty), weighted, sampling?.value, learning?.value)
  }

  /// How the metric moves with a row of either part: through the rows that it is read off, and
  /// through the ratios.
  private func influences(
    _ φ: [Double], _ weighted: Observed
  ) -> (reference: [Double], current: [Double]) {
    let total = weighted.rows.totalWeight
    var slopes = [Double](repeating: 0, count: classes.count)
    for (row, value) in φ.enumerated() {
      slopes[reference.classNumber(of: row)] += value * (reference.rows.weights?[row] ?? 1) / total
    }
    let scale = reference.rows.totalWeight / total
    var ofReference = φ.enumerated().map { row, value in
      scale * ratios[reference.classNumber(of: row)] * value
    }
    var ofCurrent = [Double](repeating: 0, count: currentRows.count)
    for (number, slope) in slopes.enumerated() {
      for (row, value) in referenceInfluences[number].enumerated() {
        ofReference[row] += slope * value
      }
      for (row, value) in currentInfluences[number].enumerated() { ofCurrent[row] += slope * value }
    }
    return (ofReference, ofCurrent)
  }

  private func result(
    _ metric: some Metric<Observed>, _ estimate: Estimate, _ weighted: Observed,
    _ sampling: Double?, _ learning: Double?
  ) -> PerformanceEstimate {
    PerformanceEstimate(
      metric: metric.name, estimator: "label-shift", estimate: estimate, count: currentRows.count,
      effectiveReferenceCount: weighted.rows.effectiveCount, samplingError: sampling,
      learningError: learning, notes: notes)
  }
}
