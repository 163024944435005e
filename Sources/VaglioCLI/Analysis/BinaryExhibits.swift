internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioTables

/// What a report draws of binary models.
struct BinaryExhibits {
  let plan: AnalysisPlan
  let data: InputData

  /// The exhibits of one model, or of candidate and production.
  func exhibits(
    of models: [BinaryOutcomes], _ outcomes: OutcomeTable, rowCount: Int
  ) throws -> [Exhibit] {
    let single = concurrentMap(models.count, threads: plan.threads) { index in
      let subject = plan.models[index].role
      return CurveExhibits(of: models[index], subject: subject).exhibits
        + CalibrationExhibits(
          of: models[index], subject: subject, level: plan.level, seed: UInt64(plan.seed),
          resamples: plan.resamples
        ).exhibits
    }
    guard models.count == 2 else { return single.flatMap { $0 } }
    let pair = Paired(candidate: models[0], production: models[1])
    return try single.flatMap { $0 } + disagreement(pair, outcomes, rowCount)
  }

  /// The rows on which the models disagree, by their ids where these can be looked up.
  private func disagreement(
    _ pair: Paired<BinaryOutcomes>, _ outcomes: OutcomeTable, _ rowCount: Int
  ) throws -> [Exhibit] {
    var shown: [Int] = []
    let unnamed = DisagreementExhibits.exhibits(of: pair) { row in
      shown.append(row)
      return place(ofRow: row, outcomes)
    }
    guard let id = plan.columns.id, let keys = pair.rows.keys else { return unnamed }
    let names = try data.names(
      ofKeys: Set(shown.map { keys[$0] }), id: id, rowCount: rowCount)
    guard !names.isEmpty else { return unnamed }
    return DisagreementExhibits.exhibits(of: pair) { row in
      names[keys[row]] ?? place(ofRow: row, outcomes)
    }
  }

  private func place(ofRow row: Int, _ outcomes: OutcomeTable) -> String {
    let source = outcomes.table.source(ofRow: row)
    return plan.data.count > 1
      ? "\(PathName(source.file).lastComponent), row \(source.row)" : "row \(source.row)"
  }
}
