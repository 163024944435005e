public import VaglioEvaluation
public import VaglioFindings

extension DisagreementExhibits {
  /// `disagreement`: how many rows each model gets right that the other gets wrong;
  /// `class_disagreement`: the changes of decision that most rows share; and
  /// `class_disagreement_rows`: of the rows that are decided differently, those in which the label's
  /// score changed most. `name` tells what a row is called, its id or its number.
  public static func exhibits(
    of pair: Paired<MulticlassOutcomes>, name: (Int) -> String
  ) -> [Exhibit] {
    let changed = (0..<pair.rows.count).filter {
      pair.candidate.predicted[$0] != pair.production.predicted[$0]
    }
    return [
      summary(of: pair), changes(changed, of: pair),
      rows(mostChanged(changed, of: pair), of: pair, name: name),
    ]
  }

  private static func summary(of pair: Paired<MulticlassOutcomes>) -> Exhibit {
    var counts = [0.0, 0, 0, 0]
    let weights = pair.rows.weights.flatMap { $0.kind == .frequency ? $0 : nil }
    for (row, label) in pair.candidate.labels.enumerated() {
      let both = (
        pair.candidate.predicted[row] == label, pair.production.predicted[row] == label
      )
      counts[(both.0 ? 1 : 0) + (both.1 ? 2 : 0)] += weights?[row] ?? 1
    }
    return Exhibit(
      kind: "disagreement", subject: .difference, series: [:],
      scalars: [
        "both_right": counts[3], "only_candidate_right": counts[1],
        "only_production_right": counts[2], "both_wrong": counts[0],
      ])
  }

  private struct Change: Hashable, Comparable {
    let label: Int32
    let production: Int32
    let candidate: Int32

    static func < (left: Change, right: Change) -> Bool {
      (left.label, left.production, left.candidate)
        < (right.label, right.production, right.candidate)
    }
  }

  /// The commonest changes, by number of rows, ties in the order of the classes.
  private static func changes(_ rows: [Int], of pair: Paired<MulticlassOutcomes>) -> Exhibit {
    var counts: [Change: Int] = [:]
    for row in rows {
      let change = Change(
        label: pair.candidate.labels[row], production: pair.production.predicted[row],
        candidate: pair.candidate.predicted[row])
      counts[change, default: 0] += 1
    }
    let kept = counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(most)
    func words(_ side: KeyPath<Change, Int32>) -> Exhibit.Series {
      .words(kept.map { pair.candidate.classes[Int($0.key[keyPath: side])] })
    }
    return Exhibit(
      kind: "class_disagreement", subject: .difference,
      series: [
        "label": words(\.label), "production": words(\.production),
        "candidate": words(\.candidate), "count": .numbers(kept.map { Double($0.value) }),
      ], scalars: ["rows": Double(rows.count)])
  }

  /// The rows in which the score of the label changed most, ties by row; where there are no scores,
  /// the first ones.
  private static func mostChanged(
    _ rows: [Int], of pair: Paired<MulticlassOutcomes>
  ) -> [Int] {
    func change(_ row: Int) -> Double {
      guard let first = score(row, pair.candidate), let second = score(row, pair.production) else {
        return 0
      }
      return abs(first - second)
    }
    return rows.map { (change: change($0), row: $0) }
      .sorted { (-$0.change, $0.row) < (-$1.change, $1.row) }
      .prefix(most).map(\.row)
  }

  /// The score that a model gives to the label of a row.
  private static func score(_ row: Int, _ outcomes: MulticlassOutcomes) -> Double? {
    outcomes.scores.isEmpty ? nil : outcomes.scores[Int(outcomes.labels[row])][row]
  }

  private static func rows(
    _ rows: [Int], of pair: Paired<MulticlassOutcomes>, name: (Int) -> String
  ) -> Exhibit {
    func words(_ numbers: [Int32]) -> Exhibit.Series {
      .words(rows.map { pair.candidate.classes[Int(numbers[$0])] })
    }
    return Exhibit(
      kind: "class_disagreement_rows", subject: .difference,
      series: [
        "row": .words(rows.map(name)), "label": words(pair.candidate.labels),
        "candidate": words(pair.candidate.predicted),
        "production": words(pair.production.predicted),
        "candidate_score": .numbers(rows.map { score($0, pair.candidate) }),
        "production_score": .numbers(rows.map { score($0, pair.production) }),
      ])
  }
}
