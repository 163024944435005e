import VaglioEvaluation
import VaglioTesting

extension Situation<MulticlassOutcomes> {
  /// Four classes of unequal size; production's probabilities tell less of the label.
  static func classes(_ name: String, rows: Int) -> Situation {
    var situation = Situation(name: "classes, \(name)", rows: rows) { rows, draws in
      let classes = ["a", "b", "c", "d"]
      var labels: [Int32] = []
      var scores = [[[Double]]](
        repeating: [[Double]](repeating: [], count: classes.count), count: 2)
      for _ in 0..<rows {
        let chance = draws.uniform()
        let label = chance < 0.4 ? 0 : chance < 0.7 ? 1 : chance < 0.9 ? 2 : 3
        labels.append(Int32(label))
        for (model, lead) in [1.2, 0.9].enumerated() {
          var parts = classes.indices.map { _ in 0.2 + draws.uniform() }
          parts[label] += lead * draws.uniform()
          // In sixty-fourths, so that they tie and sum to 1.
          let sum = parts.reduce(0, +)
          var shares = parts.map { ($0 / sum * 64).rounded(.down) }
          shares[label] += 64 - shares.reduce(0, +)
          for number in classes.indices { scores[model][number].append(shares[number] / 64) }
        }
      }
      return Paired(
        candidate: MulticlassOutcomes(classes: classes, labels: labels, scores: scores[0]),
        production: MulticlassOutcomes(classes: classes, labels: labels, scores: scores[1]))
    }
    situation.populationRows = 200_000
    return situation
  }
}

extension Situation<QuantileOutcomes> {
  /// Quantiles of seven levels that are a little too narrow; production's more so, and too high. Each
  /// has an error of its own, so that some cross.
  static func quantiles(_ name: String, rows: Int) -> Situation {
    Situation(name: "quantiles, \(name)", rows: rows) { rows, draws in
      let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
      let deviates = [-1.645, -1.282, -0.674, 0, 0.674, 1.282, 1.645]
      let means = (0..<rows).map { _ in 10 + 5 * draws.uniform() }
      let actual = means.map { $0 + 1.5 * draws.nearlyNormal() }
      func model(spread: Double, shift: Double, noise: Double) -> QuantileOutcomes {
        QuantileOutcomes(
          actual: actual, levels: levels,
          quantiles: deviates.map { deviate in
            means.map { $0 + shift + spread * deviate + noise * (draws.uniform() - 0.5) }
          })
      }
      return Paired(
        candidate: model(spread: 1.35, shift: 0.1, noise: 0.8),
        production: model(spread: 1.15, shift: 0.3, noise: 1))
    }
  }
}

extension Situation<EnsembleOutcomes> {
  /// Twenty members that lie a little too near each other; production's more so, and too high.
  static func ensemble(_ name: String, rows: Int) -> Situation {
    var situation = Situation(name: "ensemble, \(name)", rows: rows) { rows, draws in
      let means = (0..<rows).map { _ in 10 + 5 * draws.uniform() }
      let actual = means.map { $0 + 1.5 * draws.nearlyNormal() }
      func model(spread: Double, shift: Double) -> EnsembleOutcomes {
        EnsembleOutcomes(
          actual: actual,
          members: (0..<20).map { _ in
            means.map { $0 + shift + spread * draws.nearlyNormal() }
          })
      }
      return Paired(
        candidate: model(spread: 1.3, shift: 0.1), production: model(spread: 1.1, shift: 0.3))
    }
    situation.populationRows = 100_000
    return situation
  }
}
