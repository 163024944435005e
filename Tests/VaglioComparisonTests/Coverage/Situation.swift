import VaglioEvaluation
import VaglioTesting

/// A population from which rows with two models' predictions are drawn.
struct Situation<Observed: Outcomes>: Sendable {
  let name: String
  /// How many rows a sample has.
  let rows: Int
  let draw: @Sendable (_ rows: Int, _ draws: inout SeededDraws) -> Paired<Observed>
  /// The same population without weights, for the truth; `nil` where it has none.
  var population: (@Sendable (_ rows: Int, _ draws: inout SeededDraws) -> Paired<Observed>)?
  /// How many rows stand for the population; the truth then has a tenth of a sample's error at most.
  var populationRows = 400_000
}

extension Situation<BinaryOutcomes> {
  /// Labels from a risk, scores that miss it by noise; production's by more.
  static func graded(_ name: String, rows: Int, round: Bool = false) -> Situation {
    Situation(name: name, rows: rows) { rows, draws in
      var columns = BinaryColumns()
      for _ in 0..<rows {
        let risk = draws.uniform() * draws.uniform() * (2 - draws.uniform())
        columns.add(
          draws.uniform() < risk ? 1 : 0, risk + 0.3 * (draws.uniform() - 0.5),
          0.9 * risk + 0.4 * (draws.uniform() - 0.45), round: round)
      }
      return columns.pair()
    }
  }

  /// One row in a hundred is positive.
  static func rare(rows: Int) -> Situation {
    Situation(name: "rare", rows: rows) { rows, draws in
      var columns = BinaryColumns()
      for _ in 0..<rows {
        let label: UInt8 = draws.uniform() < 0.01 ? 1 : 0
        let shift = 1.5 * Double(label)
        columns.add(
          label, 0.25 + 0.1 * (draws.nearlyNormal() + shift),
          0.25 + 0.1 * (draws.nearlyNormal() + 0.8 * shift))
      }
      return columns.pair()
    }
  }

  /// Areas of 0.985 and 0.98: classes three standard deviations apart.
  static func sharp(rows: Int) -> Situation {
    Situation(name: "sharp", rows: rows) { rows, draws in
      var columns = BinaryColumns()
      for _ in 0..<rows {
        let label: UInt8 = draws.uniform() < 0.4 ? 1 : 0
        let center = 0.5 + 0.15 * (2 * Double(label) - 1)
        columns.add(
          label, center + 0.098 * draws.nearlyNormal(), center + 0.103 * draws.nearlyNormal())
      }
      return columns.pair()
    }
  }

  /// Clusters of ten rows with a risk of their own.
  static func clustered(clusters: Int) -> Situation {
    Situation(name: "clusters", rows: 10 * clusters) { rows, draws in
      var columns = BinaryColumns()
      for _ in 0..<rows / 10 {
        let effect = 0.3 * (draws.uniform() - 0.5)
        for _ in 0..<10 {
          let risk = min(1, max(0, 0.1 + 0.6 * draws.uniform() + effect))
          columns.add(
            draws.uniform() < risk ? 1 : 0, risk + 0.3 * (draws.uniform() - 0.5),
            0.9 * risk + 0.4 * (draws.uniform() - 0.45))
        }
      }
      return columns.pair(clusters: (0..<rows).map { Int32($0 / 10) })
    }
  }

  /// Rows drawn with a probability of ¼ to 1 that grows with the score, weighted by its inverse.
  static func weighted(rows: Int) -> Situation {
    let plain = graded("weights", rows: rows)
    return Situation(
      name: "weights", rows: rows,
      draw: { rows, draws in
        var columns = BinaryColumns()
        var weights: [Double] = []
        while columns.labels.count < rows {
          let risk = draws.uniform() * draws.uniform() * (2 - draws.uniform())
          let label: UInt8 = draws.uniform() < risk ? 1 : 0
          let first = risk + 0.3 * (draws.uniform() - 0.5)
          let second = 0.9 * risk + 0.4 * (draws.uniform() - 0.45)
          let share = 0.25 + 0.75 * min(1, max(0, first))
          guard draws.uniform() < share else { continue }
          columns.add(label, first, second)
          weights.append(1 / share)
        }
        return columns.pair(weights: Weights(weights, kind: .importance))
      }, population: plain.draw)
  }
}

extension Situation<BinaryOutcomes> {
  /// Three rows in ten are positive by design, the labels being the strata.
  static func stratified(rows: Int) -> Situation {
    Situation(name: "strata", rows: rows) { rows, draws in
      var columns = BinaryColumns()
      for row in 0..<rows {
        let label: UInt8 = row % 10 < 3 ? 1 : 0
        let center = 0.35 + 0.3 * Double(label)
        columns.add(
          label, center + 0.15 * draws.nearlyNormal(), center + 0.18 * draws.nearlyNormal())
      }
      return columns.pair(strata: columns.labels.map { UInt64($0) })
    }
  }
}

/// Columns that are filled row by row.
private struct BinaryColumns {
  var labels: [UInt8] = []
  var scores: ([Double], [Double]) = ([], [])

  mutating func add(_ label: UInt8, _ first: Double, _ second: Double, round: Bool = false) {
    func held(_ score: Double) -> Double {
      let score = min(0.999, max(0.001, score))
      return round ? min(0.9, max(0.1, (score * 10).rounded() / 10)) : score
    }
    labels.append(label)
    scores.0.append(held(first))
    scores.1.append(held(second))
  }

  func pair(
    clusters: [Int32]? = nil, weights: Weights? = nil, strata: [UInt64]? = nil
  ) -> Paired<BinaryOutcomes> {
    let rows = Rows(count: labels.count, weights: weights, clusters: clusters, strata: strata)
    return Paired(
      candidate: BinaryOutcomes(labels: labels, scores: scores.0, rows: rows),
      production: BinaryOutcomes(labels: labels, scores: scores.1, rows: rows))
  }
}

extension Situation<RegressionOutcomes> {
  /// Labels around a mean, predictions around it too; production's wider and too high.
  static func numbers(_ name: String, rows: Int) -> Situation {
    Situation(name: name, rows: rows) { rows, draws in
      var actual: [Double] = []
      var predicted: ([Double], [Double]) = ([], [])
      for _ in 0..<rows {
        let mean = 5 + 10 * draws.uniform()
        actual.append(max(0.5, mean + 1.5 * draws.nearlyNormal()))
        predicted.0.append(max(0.5, mean + 0.3 * draws.nearlyNormal() + 0.2))
        predicted.1.append(max(0.5, mean + 0.6 * draws.nearlyNormal() + 0.3))
      }
      return Paired(
        candidate: RegressionOutcomes(actual: actual, predicted: predicted.0),
        production: RegressionOutcomes(actual: actual, predicted: predicted.1))
    }
  }
}
