internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// What a report draws of binary models.
struct BinaryExhibits {
  let plan: AnalysisPlan
  /// Whether there are decisions alone, and no curve to draw.
  var areLabels = false

  /// The exhibits of one model, or of candidate and production.
  func exhibits(of models: [BinaryOutcomes], _ rowNames: RowNames) throws -> [Exhibit] {
    let single = concurrentMap(areLabels ? 0 : models.count, threads: plan.threads) { index in
      let subject = plan.models[index].role
      return CurveExhibits(of: models[index], subject: subject).exhibits
        + CalibrationExhibits(
          of: models[index], subject: subject, level: plan.level, seed: UInt64(plan.seed),
          resamples: plan.resamples
        ).exhibits
    }.flatMap { $0 }
    guard models.count == 2 else { return single }
    let pair = Paired(candidate: models[0], production: models[1])
    return try single
      + rowNames.exhibits(keys: pair.rows.keys) {
        DisagreementExhibits.exhibits(of: pair, name: $0)
      }
  }
}
