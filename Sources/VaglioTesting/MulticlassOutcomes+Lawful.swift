public import VaglioEvaluation

extension MulticlassOutcomes: LawfulOutcomes {
  /// Four classes of unequal size; probabilities in sixty-fourths, so that they tie and sum to 1.
  public static func drawn(rows: Int, seed: UInt64) -> MulticlassOutcomes {
    var draws = SeededDraws(seed: seed)
    let classes = ["a", "b", "c", "d"]
    var labels: [Int32] = []
    var scores = [[Double]](repeating: [], count: classes.count)
    for row in 0..<rows {
      // The first rows have one label each, so that every class occurs.
      let chance = draws.uniform()
      let label = row < 4 ? row : chance < 0.4 ? 0 : chance < 0.7 ? 1 : chance < 0.9 ? 2 : 3
      var parts = classes.indices.map { _ in 0.2 + draws.uniform() }
      parts[label] += 1.2 * draws.uniform()
      let sum = parts.reduce(0, +)
      var shares = parts.map { ($0 / sum * 64).rounded(.down) }
      shares[label] += 64 - shares.reduce(0, +)
      labels.append(Int32(label))
      for number in classes.indices { scores[number].append(shares[number] / 64) }
    }
    return MulticlassOutcomes(classes: classes, labels: labels, scores: scores)
  }

  public var perfected: MulticlassOutcomes {
    MulticlassOutcomes(
      classes: classes, labels: labels,
      scores: classes.indices.map { number in labels.map { Int($0) == number ? 1 : 0 } },
      rows: rows)
  }

  public func weighted(_ weights: Weights) -> MulticlassOutcomes {
    MulticlassOutcomes(
      classes: classes, labels: labels, scores: scores,
      rows: Rows(count: rows.count, weights: weights, keys: rows.keys))
  }
}
