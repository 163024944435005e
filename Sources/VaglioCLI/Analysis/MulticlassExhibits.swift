internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings

/// What a report draws of models of several classes.
struct MulticlassExhibits {
  let plan: AnalysisPlan

  /// The exhibits of one model, or of candidate and production.
  func exhibits(of models: [MulticlassOutcomes], _ rowNames: RowNames) throws -> [Exhibit] {
    let single = concurrentMap(models.count, threads: plan.threads) { index in
      ClassExhibits(of: models[index], subject: plan.models[index].role, level: plan.level).exhibits
    }.flatMap { $0 }
    guard models.count == 2 else { return single }
    let pair = Paired(candidate: models[0], production: models[1])
    return try single
      + rowNames.exhibits(keys: pair.rows.keys) {
        DisagreementExhibits.exhibits(of: pair, name: $0)
      }
  }
}
