public import VaglioEvaluation
public import VaglioFindings

/// Where two models decide differently.
public struct DisagreementExhibits: Sendable {
  /// How many single rows are shown.
  public static let most = 10

  /// `disagreement`: how many rows each model gets right that the other gets wrong; and
  /// `disagreement_rows`: of the rows that are decided differently, those whose scores changed most.
  /// `name` tells what a row is called, its id or its number.
  public static func exhibits(
    of pair: Paired<BinaryOutcomes>, name: (Int) -> String
  ) -> [Exhibit] {
    let table = PairedCells(pair).discordance(
      numerator: Accuracy().numerator, denominator: Accuracy().denominator)
    return [
      Exhibit(
        kind: "disagreement", subject: .difference, series: [:],
        scalars: [
          "both_right": Double(table.both),
          "only_candidate_right": Double(table.onlyCandidate),
          "only_production_right": Double(table.onlyProduction),
          "both_wrong": Double(table.neither),
        ]),
      rows(mostChanged(pair), of: pair, name: name),
    ]
  }

  /// The rows with different decisions, the largest change of score first, ties by row.
  private static func mostChanged(_ pair: Paired<BinaryOutcomes>) -> [Int] {
    let (candidate, production) = (pair.candidate, pair.production)
    var kept: [(change: Double, row: Int)] = []
    for row in 0..<pair.rows.count
    where candidate.isPredictedPositive(row) != production.isPredictedPositive(row) {
      let change = abs(candidate.scores[row] - production.scores[row])
      if kept.count == most, let last = kept.last, change <= last.change { continue }
      let place = kept.firstIndex { $0.change < change } ?? kept.count
      kept.insert((change, row), at: place)
      if kept.count > most { kept.removeLast() }
    }
    return kept.map(\.row)
  }

  private static func rows(
    _ rows: [Int], of pair: Paired<BinaryOutcomes>, name: (Int) -> String
  ) -> Exhibit {
    Exhibit(
      kind: "disagreement_rows", subject: .difference,
      series: [
        "row": .words(rows.map(name)),
        "label": .numbers(rows.map { Double(pair.candidate.labels[$0]) }),
        "candidate": .numbers(rows.map { pair.candidate.scores[$0] }),
        "production": .numbers(rows.map { pair.production.scores[$0] }),
      ])
  }

  /// `closer`: how many rows each model predicts more closely than the other.
  public static func exhibits(of pair: Paired<RegressionOutcomes>) -> [Exhibit] {
    var (candidate, production, equal) = (0, 0, 0)
    for row in 0..<pair.rows.count {
      let actual = pair.candidate.actual[row]
      let first = abs(pair.candidate.predicted[row] - actual)
      let second = abs(pair.production.predicted[row] - actual)
      if first < second {
        candidate += 1
      } else if first > second {
        production += 1
      } else {
        equal += 1
      }
    }
    return [
      Exhibit(
        kind: "closer", subject: .difference, series: [:],
        scalars: [
          "candidate_closer": Double(candidate), "production_closer": Double(production),
          "equal": Double(equal),
        ])
    ]
  }
}
