import VaglioAttribution
import VaglioModels

/// The game of a row, every coalition by itself: what exact attributions are tested against.
struct EnumeratedGame {
  /// One value per coalition, for one output; bit j of a coalition says whether player j is in it.
  let values: [Double]
  let playerCount: Int

  /// Absent players followed both ways, by the covers.
  init(
    pathDependent ensemble: TreeEnsemble, row: [Double], output: Int, playerOfFeature: [Int]
  ) {
    let count = (playerOfFeature.max() ?? 0) + 1
    playerCount = count
    values = (0..<1 << count).map { coalition in
      Self.margin(of: ensemble, output) { tree in
        Self.mean(tree, 0, row, output, ensemble.outputCount) {
          coalition >> playerOfFeature[$0] & 1 == 1
        }
      }
    }
  }

  /// Absent players taken from the rows of a background.
  init(
    _ ensemble: TreeEnsemble, row: [Double], background: [[Double]], output: Int,
    playerOfFeature: [Int]
  ) {
    let count = (playerOfFeature.max() ?? 0) + 1
    playerCount = count
    values = (0..<1 << count).map { coalition in
      let margins = background.map { other in
        let mixed = row.indices.map {
          coalition >> playerOfFeature[$0] & 1 == 1 ? row[$0] : other[$0]
        }
        return Self.margin(of: ensemble, output) { tree in
          Self.mean(tree, 0, mixed, output, ensemble.outputCount) { _ in true }
        }
      }
      return margins.reduce(0, +) / Double(background.count)
    }
  }

  private static func margin(
    of ensemble: TreeEnsemble, _ output: Int, _ value: (Tree) -> Double
  ) -> Double {
    var (sum, count) = (0.0, 0.0)
    for (tree, weight) in zip(ensemble.trees, ensemble.weights) {
      switch tree.target {
      case .output(let own) where own != output: continue
      default:
        sum += weight * value(tree)
        count += 1
      }
    }
    return ensemble.base[output] + (ensemble.isMean ? sum / max(count, 1) : sum)
  }

  /// What a tree gives from a node on.
  private static func mean(
    _ tree: Tree, _ index: Int, _ row: [Double], _ output: Int, _ outputs: Int,
    _ isPresent: (Int) -> Bool
  ) -> Double {
    let node = tree.nodes[index]
    guard let split = node.split else {
      let width = tree.target == .all ? outputs : 1
      if !tree.linearLeaves.isEmpty {
        let linear = tree.linearLeaves[node.link]
        if linear.terms.allSatisfy({ !row[$0.feature].isNaN }) {
          return linear.terms.reduce(linear.intercept) { $0 + $1.coefficient * row[$1.feature] }
        }
      }
      return tree.leafValues[node.link * width + (width == 1 ? 0 : output)]
    }
    let (left, right) = (index + 1, node.link)
    if isPresent(split.feature) {
      let child = split.side(of: row[split.feature]) == .left ? left : right
      return mean(tree, child, row, output, outputs, isPresent)
    }
    return [left, right].reduce(0) { sum, child in
      let all = node.cover ?? 0
      let share = all > 0 ? (tree.nodes[child].cover ?? 0) / all : 0.5
      return share == 0
        ? sum : sum + share * mean(tree, child, row, output, outputs, isPresent)
    }
  }

  /// The weight of a coalition of `size` among `others` players.
  private func weight(_ semivalue: Semivalue, size: Int, others: Int) -> Double {
    switch semivalue {
    case .banzhaf: return 1 / Double(1 << others)
    case .shapley:
      // size! (others − size)! / (others + 1)!
      var weight = 1 / Double(others + 1)
      for step in 0..<size { weight *= Double(step + 1) / Double(others - step) }
      return weight
    }
  }

  /// The value of each player, by its definition.
  func value(of player: Int, _ semivalue: Semivalue) -> Double {
    (0..<1 << playerCount).filter { $0 >> player & 1 == 0 }.reduce(0) { sum, coalition in
      let weight = weight(semivalue, size: coalition.nonzeroBitCount, others: playerCount - 1)
      return sum + weight * (values[coalition | 1 << player] - values[coalition])
    }
  }

  /// The interaction of two players, by its definition.
  func interaction(_ player: Int, _ other: Int, _ semivalue: Semivalue) -> Double {
    let both = 1 << player | 1 << other
    return (0..<1 << playerCount).filter { $0 & both == 0 }.reduce(0) { sum, coalition in
      let weight = weight(semivalue, size: coalition.nonzeroBitCount, others: playerCount - 2)
      let gain =
        values[coalition | both] - values[coalition | 1 << player] - values[coalition | 1 << other]
        + values[coalition]
      return sum + weight * gain
    }
  }
}
