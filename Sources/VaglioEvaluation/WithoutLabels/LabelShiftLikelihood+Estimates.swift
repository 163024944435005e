public import VaglioFindings
internal import VaglioStatistics

extension LabelShiftLikelihood {
  /// The estimates of metrics among current rows, in the order of the metrics: those of the reference
  /// rows weighted by the ratio of their class.
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
    guard !metric.isBiasedByChance, let parts = learning.parts,
      let influence = metric.influence(of: reading, on: weighted)
    else { return result(metric, Estimate(value), weighted, nil, nil) }
    let φ = influence.values(weighted.count)
    let slopes = slopes(φ, weighted)
    let learnt = learning.standardError(effects(φ, slopes, weighted, parts))
    let sampling = Linearization(currentRows).standardError(
      of: (0..<currentRows.count).map { row in
        slopes.indices.reduce(0) { $0 + slopes[$1] * currentInfluences[$1][row] }
      })
    let uncertainty = Uncertainty(at: level) { level in
      guard let sampling else { return nil }
      return metric.scale.interval(
        value, sampling.joined(with: learnt), level: level, method: "label-shift-em")?
        .within(metric.measure.range)
    }
    return result(metric, Estimate(value, uncertainty), weighted, sampling?.value, learnt.value)
  }

  /// How the metric moves with each class's ratio.
  private func slopes(_ φ: [Double], _ weighted: Observed) -> [Double] {
    let total = weighted.rows.totalWeight
    var slopes = [ExactSum](repeating: ExactSum(), count: classes.count)
    for (row, value) in φ.enumerated() {
      slopes[reference.classNumber(of: row)].add(product: value, reference.rows.weights?[row] ?? 1)
    }
    return slopes.map { $0.value / total }
  }

  /// What leaving out each group of the reference does to the metric: through the rows that it is read
  /// off, and through the ratios.
  private func effects(
    _ φ: [Double], _ slopes: [Double], _ weighted: Observed, _ parts: [LabelShiftLearning.Part]
  ) -> [Double] {
    var sums = [ExactSum](repeating: ExactSum(), count: parts.count)
    var weights = sums
    for (row, group) in learning.groups.enumerated() {
      let weight = weighted.rows.weights?[row] ?? 1
      sums[group].add(product: weight, φ[row])
      weights[group].add(weight)
    }
    let total = weighted.rows.totalWeight
    return parts.indices.map { group in
      let direct = -sums[group].value / max(total - weights[group].value, total * 1e-9)
      let moved = zip(zip(parts[group].ratios, ratios), slopes).map { ratios, slope in
        slope * (ratios.0 - ratios.1)
      }
      return direct + moved.reduce(0, +)
    }
  }

  private func result(
    _ metric: some Metric<Observed>, _ estimate: Estimate, _ weighted: Observed,
    _ sampling: Double?, _ learnt: Double?
  ) -> PerformanceEstimate {
    PerformanceEstimate(
      metric: metric.name, estimator: "label-shift-em", estimate: estimate,
      count: currentRows.count, effectiveReferenceCount: weighted.rows.effectiveCount,
      samplingError: sampling, learningError: learnt, notes: notes)
  }
}

extension SupposableOutcomes {
  /// The same rows, each counting as often as the ratio of its class says.
  func weighted(byClass ratios: [Double]) -> Self {
    let own = rows.weights
    let weights = (0..<count).map { row in ratios[classNumber(of: row)] * (own?[row] ?? 1) }
    return with(
      Rows(
        count: rows.count, weights: Weights(weights, kind: .importance), clusters: rows.clusters,
        keys: rows.keys, clusterKeys: rows.clusterKeys, strata: rows.strata))
  }
}
