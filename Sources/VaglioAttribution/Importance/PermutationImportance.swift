public import VaglioEvaluation
public import VaglioFindings
public import VaglioModels
public import VaglioStatistics

/// How much worse a model becomes when the values of a feature, or of a group of features, are handed
/// round among the rows: permutation importance (Breiman 2001, doi:10.1023/A:1010933404324; model
/// reliance of Fisher, Rudin and Dominici 2019, arXiv:1801.01489), of any metric of the catalogues.
///
/// The importance of a group is what the metric loses, in its own unit: original less shuffled where
/// higher is better, shuffled less original where lower is, the growth of the distance where a number
/// is best; of a metric that does not judge, shuffled less original. It is a difference on the same
/// rows, and its interval is paired: Student's t on √(rows² + shuffles²), with Hall's correction for
/// skew as means of skewed losses have it. The error of the rows counts
/// each row both as the one that takes a value and as the one that gives it, with clusters and weights
/// as everywhere, and the error of the shuffles is what more repeats would still remove.
///
/// **Correlated features.** Shuffling one of two features that say the same leaves the model the other,
/// and asks the model about rows that do not occur: both look unimportant, or the model is judged where
/// it never learned (Hooker, Mentch and Zhou 2021, doi:10.1007/s11222-021-10057-z). Features that
/// belong together are shuffled together: give them as one group.
///
/// A group that no prediction depends on has importance 0 for certain. Metrics without an influence
/// function have the percentile interval of the paired bootstrap, up to
/// ``IntervalPlan/mostRowsUnasked`` rows; those that cannot be resampled either (the largest error,
/// what chance alone moves) have a value and no interval.
///
/// The shuffles hang on the seed, the group's name, the repeat and the rows' identities: the same bytes
/// for any number of threads and whatever other groups are asked for.
public struct PermutationImportance<Observed: Outcomes>: Sendable {
  private let metrics: [any Metric<Observed>]
  private let repeats: Int
  private let seed: UInt64
  private let level: ConfidenceLevel
  private let correction: MultiplicityCorrection
  private let threads: Int

  /// Importances by `metrics` over so many repeats; the tests of one metric over all groups are
  /// corrected together.
  ///
  /// - Precondition: at least one repeat and one thread.
  public init(
    metrics: [any Metric<Observed>], repeats: Int = 5, seed: UInt64 = 7,
    level: ConfidenceLevel = .ninetyFivePercent, correction: MultiplicityCorrection = .holm,
    threads: Int = 1
  ) {
    precondition(repeats > 0 && threads > 0, "at least one repeat and one thread")
    (self.metrics, self.repeats, self.seed) = (metrics, repeats, seed)
    (self.level, self.correction, self.threads) = (level, correction, threads)
  }

  /// The importance of each group of features, by default of each feature by itself, for each metric.
  ///
  /// Asks the model about repeats × groups × rows rows, some thousands at a time. One row is refused,
  /// as are rows none of which has weight.
  public func importances(
    of model: any Model, on data: LabelledFeatures<Observed>, groups: FeatureGroups? = nil
  ) throws(AttributionError) -> PermutationImportances {
    guard data.rows.count > 1 else {
      throw .refused(
        "there \(data.rows.count == 1 ? "is one row" : "are no rows")",
        remedy: "shuffling takes at least two")
    }
    guard data.rows.haveWeight else { throw .refused("no row has a weight above 0") }
    let asked = try ScaledModel(model, threads: threads)
    let answers = try asked.steadyAnswers(to: data.features)
    let groups = groups ?? FeatureGroups(each: asked.features(of: data.features))
    guard groups.groupOfFeature.count == data.features.columns.count else {
      throw .refused(
        "the groups are of \(groups.groupOfFeature.count) features, and the rows have "
          + "\(data.features.columns.count)")
    }
    try checkProbabilities(answers)
    let base = Readings(of: try data.outcomes(answers))
    var entries: [PermutationImportances.Entry] = []
    for group in 0..<groups.count {
      let shuffled = try shuffled(group, of: groups, asked, data, base)
      entries += concurrentMap(metrics.count, threads: threads) { metric in
        entry(metrics[metric], groups.names[group], shuffled)
      }
    }
    return PermutationImportances(
      corrected(entries), rows: data.rows, repeats: repeats, seed: seed, level: level)
  }

  private func checkProbabilities(_ answers: OutputMatrix) throws(AttributionError) {
    guard let metric = metrics.first(where: \.needsProbabilities),
      let value = answers.values.first(where: { !(0...1).contains($0) })
    else { return }
    throw .refused(
      "\(metric.name) needs probabilities, and the model answered \(value)",
      remedy: "measure a score by a metric that only orders rows, such as roc_auc")
  }
}

extension PermutationImportance {
  /// About how many rows the model is asked at a time where there are fewer.
  private static var rowsPerCall: Int { 8192 }

  /// The outcomes of each repeat with a group shuffled.
  private func shuffled(
    _ group: Int, of groups: FeatureGroups, _ model: ScaledModel,
    _ data: LabelledFeatures<Observed>, _ base: Readings<Observed>
  ) throws(AttributionError) -> ShuffledMetric<Observed> {
    let shuffle = RowShuffle(rows: data.rows, seed: seed)
    let donors = concurrentMap(repeats, threads: threads) { repetition in
      shuffle.donors(group: groups.names[group], repetition: repetition)
    }
    let columns = groups.groupOfFeature.indices.filter { groups.groupOfFeature[$0] == group }
    let together = max(1, Self.rowsPerCall / data.rows.count)
    var outcomes: [Observed] = []
    for start in stride(from: 0, to: repeats, by: together) {
      let part = donors[start..<min(repeats, start + together)]
      let answers = try model.answers(to: Self.rows(data.features, columns, part)) {
        "row \($0 % data.rows.count + 1) with \"\(groups.names[group])\" shuffled"
      }
      for position in 0..<part.count {
        let own = answers.rows(position * data.rows.count..<(position + 1) * data.rows.count)
        try checkProbabilities(own)
        outcomes.append(try data.outcomes(own))
      }
    }
    return ShuffledMetric(base: base, shuffled: outcomes.map { Readings(of: $0) }, donors: donors)
  }

  /// The rows of some repeats, one behind the other. The columns that stay are not copied for one.
  private static func rows(
    _ rows: FeatureMatrix, _ columns: [Int], _ donors: ArraySlice<[Int32]>
  ) -> FeatureMatrix {
    let all = Array(donors.joined())
    var replaced: [Int: FeatureMatrix.Column] = [:]
    for column in columns { replaced[column] = rows.columns[column].gathered(all) }
    guard donors.count > 1 else { return rows.replacing(replaced) }
    let tiled = Array((0..<donors.count).map { _ in 0..<Int32(rows.rowCount) }.joined())
    return FeatureMatrix(
      rows.columns.indices.map { replaced[$0] ?? rows.columns[$0].gathered(tiled) },
      rowCount: all.count)
  }

  private func entry(
    _ metric: some Metric<Observed>, _ group: String, _ shuffled: ShuffledMetric<Observed>
  ) -> PermutationImportances.Entry {
    let name = metric.name
    do {
      let change = try shuffled.change(of: metric)
      let (uncertainty, pValue, notes) = uncertainty(of: change, metric, shuffled)
      return PermutationImportances.Entry(
        feature: group, metric: name, direction: metric.measure.direction,
        importance: Estimate(change.worsening, uncertainty), original: change.original,
        shuffled: change.shuffled, rowError: change.isCertain ? 0 : change.errors?.rows.value,
        shuffleError: change.isCertain ? 0 : change.errors?.shuffles?.value,
        test: pValue.map {
          SignificanceTest(name: uncertainty?.interval.method ?? "identical", pValue: min(1, $0))
        }, notes: notes)
    } catch {
      return PermutationImportances.Entry(
        feature: group, metric: name, direction: metric.measure.direction,
        importance: .undefined(error), original: nil, shuffled: nil, rowError: nil,
        shuffleError: nil, test: nil, notes: [])
    }
  }

  /// What is known of a change: its uncertainty, a p-value where the curve does not give it, notes.
  private func uncertainty<M: Metric<Observed>>(
    of change: ShuffledMetric<Observed>.Change, _ metric: M, _ shuffled: ShuffledMetric<Observed>
  ) -> (Uncertainty?, pValue: Double?, notes: [String]) {
    if change.isCertain {
      let certain = Uncertainty(at: level) { level in
        Interval(lower: 0, upper: 0, level: level, method: "identical")
      }
      return (certain, 1, ["no prediction changes"])
    }
    guard let errors = change.errors else {
      return resampled(change, metric, shuffled)
        ?? (nil, nil, ["no interval: the metric can be neither linearised nor resampled"])
    }
    let error = CombinedError([errors.rows] + (errors.shuffles.map { [$0] } ?? []))
    guard error.value > 0x1p-46 * max(abs(change.original), abs(change.shuffled)) else {
      return (nil, nil, ["no interval: these rows show no variance"])
    }
    let uncertainty = error.uncertainty(
      of: change.worsening, at: level,
      method: "permutation-" + shuffled.base.outcomes.rows.errorMethod + "-hall",
      skew: errors.skew)
    return (uncertainty, uncertainty?.curve?.pValue(of: 0), [])
  }

  /// The paired bootstrap of each repeat against the rows as they are, all replicates together: it
  /// takes the chance of one shuffle for that of the mean of all, and is too wide rather than too
  /// narrow.
  private func resampled<M: Metric<Observed>>(
    _ change: ShuffledMetric<Observed>.Change, _ metric: M, _ shuffled: ShuffledMetric<Observed>
  ) -> (Uncertainty?, pValue: Double?, notes: [String])? {
    guard metric.canBeResampled, shuffled.base.outcomes.count <= IntervalPlan.mostRowsUnasked
    else { return nil }
    let sign: Double
    switch metric.measure.direction {
    case .higherIsBetter: sign = -1
    case .lowerIsBetter, .neutral: sign = 1
    case .nearerIsBetter: return nil
    }
    var replicates: [Double?] = []
    for (position, repetition) in shuffled.shuffled.enumerated() {
      let plan = IntervalPlan(
        level: level, resamples: (Self.resamples - 1) / shuffled.shuffled.count + 1,
        seed: seed &+ UInt64(position))
      let bootstrap = Bootstrap([metric], of: [repetition, shuffled.base], plan: plan)
      guard let own = bootstrap.intervals(ofDifference: metric.name, estimate: 0) else { continue }
      replicates += own.replicates.values.map { sign * $0 }
      replicates += Array(repeating: nil, count: own.replicates.undefinedCount)
    }
    let all = Replicates(estimate: change.worsening, replicates)
    guard all.vary else { return nil }
    let uncertainty = Uncertainty(at: level) { level in
      all.percentile(level: level)?.stretched(to: change.worsening).renamed(
        "permutation-bootstrap-percentile", level)
    }
    return uncertainty.map { ($0, all.percentilePValue(of: 0), []) }
  }

  /// How many replicates a metric has that is not linearised.
  private static var resamples: Int { 1000 }

  /// The tests of each metric, corrected over its groups.
  private func corrected(
    _ entries: [PermutationImportances.Entry]
  ) -> [PermutationImportances.Entry] {
    var entries = entries
    for metric in metrics.indices {
      let places = Array(stride(from: metric, to: entries.count, by: metrics.count))
      let adjusted = correction.adjusted(places.map { entries[$0].test?.pValue })
      let family = places.count { entries[$0].test != nil }
      for (place, pValue) in zip(places, adjusted) {
        entries[place] = entries[place].corrected(pValue, correction, family: family)
      }
    }
    return entries
  }
}

extension Interval {
  fileprivate func renamed(_ method: String, _ level: ConfidenceLevel) -> Interval {
    Interval(lower: lower, upper: upper, level: level, method: method)
  }
}

extension OutputMatrix {
  /// Some rows of an answer.
  func rows(_ range: Range<Int>) -> OutputMatrix {
    OutputMatrix(
      values: Array(values[range.lowerBound * outputCount..<range.upperBound * outputCount]),
      outputCount: outputCount)
  }
}
