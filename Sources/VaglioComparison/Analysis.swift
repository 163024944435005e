public import VaglioEvaluation
public import VaglioFindings

/// All findings of an analysis: on all rows and on every slice, for one model or for two.
///
/// Findings stand slice by slice, in each metric by metric, for each metric the candidate's,
/// production's and the difference. Contrasts between the groups of a slicing follow its slices.
/// The number of threads shows in nothing but the time.
public struct Analysis<Observed: Outcomes>: Sendable {
  private let metrics: [any Metric<Observed>]
  private let plan: IntervalPlan
  private let contrast: GroupContrast
  private let contrasted: Set<String>
  private let threads: Int

  /// An analysis by `metrics` on at most `threads` threads, at least 1; the groups of the metrics
  /// whose names are in `contrasted` are held against each other. `intervals` names the method of
  /// all intervals.
  public init(
    metrics: [any Metric<Observed>], level: ConfidenceLevel, resamples: Int, seed: UInt64,
    contrasted: Set<String>, threads: Int, intervals: IntervalChoice = .best
  ) {
    self.metrics = metrics
    plan = IntervalPlan(
      level: level, choice: intervals, resamples: resamples, seed: seed, threads: threads)
    contrast = GroupContrast(level: level)
    (self.contrasted, self.threads) = (contrasted, threads)
  }

  /// The findings about one model.
  ///
  /// `slicings` has one list of slices per request; all rows are looked at in any case.
  public func findings(on model: Observed, slicings: [[SliceRows]]) -> [Finding] {
    let all = Evaluation(metrics: metrics, intervals: plan).findings(on: model, subject: .model)
    let evaluation = Evaluation(metrics: metrics, intervals: plan.onOneThread)
    return all
      + findings(slicings) { slice in
        evaluation.findings(on: model.taking(slice.rows), subject: .model, slice: slice.slice)
      }
  }

  /// The findings about two models on the same rows.
  ///
  /// `slicings` has one list of slices per request; all rows are looked at in any case.
  public func findings(on pair: Paired<Observed>, slicings: [[SliceRows]]) -> [Finding] {
    let all = findings(on: pair, slice: .all, plan)
    return all
      + findings(slicings) { slice in
        findings(on: pair.taking(slice.rows), slice: slice.slice, plan.onOneThread)
      }
  }

  /// The findings about one model on rows of which only some have labels.
  public func findings(
    on model: PartlyLabelled<Observed>, slicings: [[SliceRows]]
  ) -> [Finding] {
    let all = FewLabels(metrics: metrics, intervals: plan)
    let part = FewLabels(metrics: metrics, intervals: plan.onOneThread)
    return all.findings(on: model, subject: .model, slice: .all)
      + findings(slicings) { slice in
        part.findings(on: model.taking(slice.rows), subject: .model, slice: slice.slice)
      }
  }

  /// The findings about two models on rows of which only some have labels.
  public func findings(
    on pair: PartlyLabelledPair<Observed>, slicings: [[SliceRows]]
  ) -> [Finding] {
    findings(on: pair, slice: .all, plan)
      + findings(slicings) { slice in
        findings(on: pair.taking(slice.rows), slice: slice.slice, plan.onOneThread)
      }
  }

  private func findings(
    on pair: PartlyLabelledPair<Observed>, slice: Slice, _ plan: IntervalPlan
  ) -> [Finding] {
    let fewLabels = FewLabels(metrics: metrics, intervals: plan)
    let candidate = fewLabels.findings(on: pair.candidate, subject: .candidate, slice: slice)
    let production = fewLabels.findings(on: pair.production, subject: .production, slice: slice)
    let differences = fewLabels.findings(on: pair, slice: slice)
    return differences.indices.flatMap { [candidate[$0], production[$0], differences[$0]] }
  }

  private func findings(
    on pair: Paired<Observed>, slice: Slice, _ plan: IntervalPlan
  ) -> [Finding] {
    let evaluation = Evaluation(metrics: metrics, intervals: plan)
    let comparison = Comparison(metrics: metrics, intervals: plan)
    let readings = [Readings(of: pair.candidate), Readings(of: pair.production)]
    let wanted = concurrentMap(2, threads: threads) { model in
      evaluation.resampled(readings[model]).map { $0.name }
    }
    let names = Set(
      wanted.joined()
        + comparison.resampled(pair, readings[0], readings[1]).map { $0.name })
    let bootstrap = Bootstrap(
      metrics.filter { names.contains($0.name) }, of: readings, plan: plan)
    let own = concurrentMap(2, threads: threads) { model in
      evaluation.findings(
        readings[model], bootstrap, model: model,
        subject: model == 0 ? .candidate : .production, slice: slice)
    }
    let differences = comparison.findings(
      on: pair, readings[0], readings[1], bootstrap, slice: slice)
    return differences.indices.flatMap { [own[0][$0], own[1][$0], differences[$0]] }
  }

  private func findings(
    _ slicings: [[SliceRows]], _ evaluate: @Sendable (SliceRows) -> [Finding]
  ) -> [Finding] {
    let slices = slicings.flatMap { $0 }
    var found = concurrentMap(slices.count, threads: threads) { evaluate(slices[$0]) }[...]
    var findings: [Finding] = []
    for slicing in slicings {
      let groups = found.prefix(slicing.count)
      found = found.dropFirst(slicing.count)
      findings += groups.flatMap { $0 } + contrasts(of: Array(groups))
    }
    return SliceMultiplicity.adjusted(findings)
  }

  /// The contrasts of the groups of one slicing, metric by metric.
  private func contrasts(of groups: [[Finding]]) -> [Finding] {
    guard let first = groups.first else { return [] }
    return first.indices.filter { position in
      contrasted.contains(first[position].measure) && first[position].subject != .difference
    }.flatMap { position in contrast.findings(of: groups.map { $0[position] }) }
  }
}
