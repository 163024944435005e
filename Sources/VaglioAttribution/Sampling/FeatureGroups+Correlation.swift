public import VaglioModels

extension FeatureGroups {
  /// Above this number of features their correlations are not worked out.
  public static let mostCorrelated = 2048

  /// Groups of features that hang together: complete-linkage clusters of the columns by the magnitude
  /// of Spearman's rank correlation, cut so that within a group every two features have at least
  /// `cut`.
  ///
  /// Ranks are mean ranks, correlations those of the rows where neither value is missing. Columns of
  /// texts, and columns that don't vary, stay by themselves. Groups come in the order of their first
  /// features; their names are joined by `+`. O(rows · features²) time, features² numbers of memory.
  ///
  /// Refused: fewer than three rows, more than ``mostCorrelated`` features, a cut outside 0…1.
  public init(
    correlationsIn background: FeatureMatrix, features: [Feature], cut: Double = 0.7
  ) throws(AttributionError) {
    guard background.rowCount > 2 else {
      throw .refused("correlations of \(background.rowCount) rows say nothing")
    }
    guard features.count == background.columns.count, features.count <= Self.mostCorrelated else {
      throw .refused(
        "correlations are worked out for as many features as columns, \(Self.mostCorrelated) at most",
        remedy: "name the groups")
    }
    guard cut > 0, cut <= 1 else {
      throw .refused("a correlation to cut at lies above 0 and up to 1, not at \(cut)")
    }
    let ranks = background.columns.map(Self.ranks)
    var likeness = [[Double]](
      repeating: Array(repeating: 0, count: features.count), count: features.count)
    for first in features.indices {
      for second in 0..<first {
        likeness[first][second] = Self.correlation(ranks[first], ranks[second])
        likeness[second][first] = likeness[first][second]
      }
    }
    let groups = Self.clusters(likeness, cut: cut)
    self.init(
      names: groups.map { $0.map { features[$0].name }.joined(separator: "+") },
      groupOfFeature: features.indices.map { feature in
        groups.firstIndex { $0.contains(feature) } ?? 0
      })
  }

  /// Complete linkage: two clusters are as alike as their least alike members. The most alike are
  /// joined until none reach the cut; of equals the first.
  private static func clusters(_ likeness: [[Double]], cut: Double) -> [[Int]] {
    var likeness = likeness
    var members: [[Int]?] = likeness.indices.map { [$0] }
    while true {
      var best = (likeness: cut, first: -1, second: -1)
      for first in members.indices where members[first] != nil {
        for second in 0..<first where members[second] != nil {
          let own = likeness[first][second]
          if own > best.likeness || own >= cut && best.first < 0 { best = (own, first, second) }
        }
      }
      guard best.first >= 0 else { break }
      members[best.second] = (members[best.second] ?? []) + (members[best.first] ?? [])
      members[best.first] = nil
      for other in members.indices where members[other] != nil {
        let least = min(likeness[best.first][other], likeness[best.second][other])
        likeness[best.second][other] = least
        likeness[other][best.second] = least
      }
    }
    return members.compactMap { $0?.sorted() }.sorted { $0[0] < $1[0] }
  }

  /// Mean ranks, NaN where missing; `nil` for texts.
  private static func ranks(_ column: FeatureMatrix.Column) -> [Double]? {
    guard case .numbers(let numbers) = column else { return nil }
    let order = numbers.indices.filter { !numbers[$0].isNaN }
      .sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    var ranks = [Double](repeating: .nan, count: numbers.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
      start = end
    }
    return ranks
  }

  /// |ρ| of the rows where neither is missing; 0 where it has no value.
  private static func correlation(_ first: [Double]?, _ second: [Double]?) -> Double {
    guard let first, let second else { return 0 }
    let rows = first.indices.filter { !first[$0].isNaN && !second[$0].isNaN }
    guard rows.count > 2 else { return 0 }
    let count = Double(rows.count)
    let means = rows.reduce((0.0, 0.0)) { ($0.0 + first[$1] / count, $0.1 + second[$1] / count) }
    var (products, left, right) = (0.0, 0.0, 0.0)
    for row in rows {
      let (one, other) = (first[row] - means.0, second[row] - means.1)
      products += one * other
      left += one * one
      right += other * other
    }
    guard left > 0, right > 0 else { return 0 }
    return min(1, abs(products) / (left * right).squareRoot())
  }
}
