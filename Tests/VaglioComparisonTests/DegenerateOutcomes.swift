import VaglioEvaluation
import VaglioTesting

/// Outcomes that leave a metric nothing to estimate a variance from.
protocol DegenerateOutcomes: Outcomes {
  /// Models of the same rows, family by family.
  static var families: [[(name: String, outcomes: Self)]] { get }
}

private let twelve: [UInt8] = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]

extension BinaryOutcomes: DegenerateOutcomes {
  static var families: [[(name: String, outcomes: BinaryOutcomes)]] {
    let spread = (0..<12).map { (Double(($0 * 5) % 12) + 1) / 16 }
    return [
      twelve, [0, 1], [UInt8](repeating: 1, count: 12), [UInt8](repeating: 0, count: 12), [1],
    ].map { (labels: [UInt8]) in
      func model(_ name: String, _ score: (Int, UInt8) -> Double) -> (String, BinaryOutcomes) {
        let scores = labels.enumerated().map { score($0.offset, $0.element) }
        return ("\(name) of \(labels.count)", BinaryOutcomes(labels: labels, scores: scores))
      }
      return [
        model("perfect") { _, label in Double(label) },
        model("unsure but right") { _, label in label == 1 ? 0.9 : 0.1 },
        model("all wrong") { _, label in 1 - Double(label) },
        model("constant") { _, _ in 0.3 }, model("all ties") { _, _ in 0.7 },
        model("ordinary") { row, _ in spread[row] },
        model("another") { row, _ in spread[11 - row] },
      ]
    }
  }
}

extension RegressionOutcomes: DegenerateOutcomes {
  static var families: [[(name: String, outcomes: RegressionOutcomes)]] {
    let numbers = (0..<12).map { Double(($0 * 7) % 12) + 0.5 }
    return [numbers, [1, 2], [Double](repeating: 3, count: 12), [2]].map { actual in
      func model(_ name: String, _ value: (Int, Double) -> Double) -> (String, RegressionOutcomes) {
        let predicted = actual.enumerated().map { value($0.offset, $0.element) }
        return (
          "\(name) of \(actual.count)", RegressionOutcomes(actual: actual, predicted: predicted)
        )
      }
      return [
        model("perfect") { _, y in y }, model("one above") { _, y in y + 1 },
        model("reversed") { _, y in 12.5 - y }, model("constant") { _, _ in 4 },
        model("twice") { _, y in 2 * y },
        model("ordinary") { row, y in y + (row.isMultiple(of: 3) ? 0.5 : -0.25) },
        model("another") { row, y in y + (row.isMultiple(of: 2) ? 0.75 : -0.125) },
      ]
    }
  }
}

extension QuantileOutcomes: DegenerateOutcomes {
  static var families: [[(name: String, outcomes: QuantileOutcomes)]] {
    let numbers = (0..<12).map { Double(($0 * 7) % 12) + 0.5 }
    let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    return [numbers, [1, 2], [Double](repeating: 3, count: 12), [2]].map { actual in
      func model(
        _ name: String, _ value: (Int, Double, Double) -> Double
      ) -> (String, QuantileOutcomes) {
        let quantiles = levels.map { level in
          actual.enumerated().map { value($0.offset, $0.element, level) }
        }
        return (
          "\(name) of \(actual.count)",
          QuantileOutcomes(actual: actual, levels: levels, quantiles: quantiles)
        )
      }
      return [
        model("perfect") { _, y, _ in y }, model("around the label") { _, y, α in y + α - 0.5 },
        model("all below") { _, y, α in y - 5 + α }, model("constant") { _, _, α in 12 * α },
        model("all crossed") { _, y, α in y - α },
        model("ordinary") { row, y, α in y + 4 * (α - 0.5) + Double(row % 4) - 1.5 },
        model("another") { row, y, α in y + 3 * (α - 0.5) + Double(row % 3) - 1 },
      ]
    }
  }
}

extension EnsembleOutcomes: DegenerateOutcomes {
  static var families: [[(name: String, outcomes: EnsembleOutcomes)]] {
    let numbers = (0..<12).map { Double(($0 * 7) % 12) + 0.5 }
    return [numbers, [1, 2], [Double](repeating: 3, count: 12), [2]].map { actual in
      func model(
        _ name: String, _ value: (Int, Double, Double) -> Double
      ) -> (String, EnsembleOutcomes) {
        let members = (0..<5).map { member in
          actual.enumerated().map { value($0.offset, $0.element, Double(member)) }
        }
        return ("\(name) of \(actual.count)", EnsembleOutcomes(actual: actual, members: members))
      }
      return [
        model("perfect") { _, y, _ in y }, model("around the label") { _, y, m in y + m - 2 },
        model("all below") { _, y, m in y - 5 - m }, model("constant") { _, _, m in 2 * m },
        model("ordinary") { row, y, m in y + m - 2 + Double(row % 4) - 1.5 },
        model("another") { row, y, m in y + 1.5 * m - 3 + Double(row % 3) - 1 },
      ]
    }
  }
}

extension MulticlassOutcomes: DegenerateOutcomes {
  static var families: [[(name: String, outcomes: MulticlassOutcomes)]] {
    let three: [Int32] = [0, 1, 2, 0, 1, 0, 1, 2, 0, 1, 0, 1]
    let labellings: [[Int32]] = [three, [0, 1], [Int32](repeating: 1, count: 12), [2]]
    return labellings.map { labels in
      func model(
        _ name: String, _ score: (Int, Int32, Int32) -> Double
      ) -> (String, MulticlassOutcomes) {
        let scores: [[Double]] = (0..<3).map { number in
          labels.indices.map { score($0, labels[$0], Int32(number)) }
        }
        return (
          "\(name) of \(labels.count)",
          MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: scores)
        )
      }
      return [
        model("perfect") { _, label, k in label == k ? 1 : 0 },
        model("unsure but right") { _, label, k in label == k ? 0.5 : 0.25 },
        model("all wrong") { _, label, k in (label + 1) % 3 == k ? 1 : 0 },
        model("constant") { _, _, k in [0.25, 0.5, 0.25][Int(k)] },
        model("ordinary") { row, label, k in
          let right: Double = 0.5 + Double(row % 4) / 16
          let decided: Int32 = (label + (row % 3 == 0 ? 1 : 0)) % 3
          return decided == k ? right : (1 - right) / 2
        },
        model("another") { row, label, k in
          let right: Double = 0.5 + Double(row % 3) / 8
          let decided: Int32 = (label + (row % 4 == 0 ? 2 : 0)) % 3
          return decided == k ? right : (1 - right) / 2
        },
      ]
    }
  }
}

/// How rows count: each alike, by weights of both kinds, together.
enum RowKind: String, CaseIterable {
  case plain, frequencies, evenFrequencies, importance, someImportance, clusters, oneCluster,
    weightedClusters

  func rows(_ count: Int) -> Rows {
    func weights(_ weight: (Int) -> Double, _ kind: WeightKind) -> Rows {
      Rows(count: count, weights: Weights((0..<count).map(weight), kind: kind))
    }
    let pairs = (0..<count).map { Int32($0 / 2) }
    return switch self {
    case .plain: Rows(count: count)
    case .frequencies: weights({ Double($0 % 3 + 1) }, .frequency)
    case .evenFrequencies: weights({ _ in 2 }, .frequency)
    case .importance: weights({ 0.3 + 0.7 * Double($0 % 4) }, .importance)
    case .someImportance: weights({ $0 == 3 ? 0 : 1.5 }, .importance)
    case .clusters: Rows(count: count, clusters: pairs)
    case .oneCluster: Rows(count: count, clusters: pairs.map { _ in 0 })
    case .weightedClusters:
      Rows(
        count: count,
        weights: Weights((0..<count).map { 0.5 + Double($0 % 3) }, kind: .importance),
        clusters: pairs)
    }
  }
}
