/// The features that weigh most in a row, by |φ|.
enum TopReasons {
  /// The `count` features of greatest |φ| in a row, greatest first, of equals the one that stands
  /// first; features without attribution are no reasons.
  static func ofRow(_ row: Int, output: Int, count: Int, in attributions: Attributions) -> [Int] {
    let range = attributions.range(row: row, output: output)
    guard count > 1 else {
      return first(in: range, of: attributions.values).map { [$0] } ?? []
    }
    let order = range.filter { attributions.values[$0] != 0 }.sorted {
      let (a, b) = (attributions.values[$0].magnitude, attributions.values[$1].magnitude)
      return a != b ? a > b : $0 < $1
    }
    return order.prefix(count).map { $0 - range.lowerBound }
  }

  private static func first(in range: Range<Int>, of values: [Double]) -> Int? {
    var best: Int?
    for index in range where values[index] != 0 {
      if values[index].magnitude > values[best ?? index].magnitude || best == nil { best = index }
    }
    return best.map { $0 - range.lowerBound }
  }

  /// |A ∩ B|/|A ∪ B|; 1 for two empty sets.
  static func jaccard(_ first: Set<String>, _ second: Set<String>) -> Double {
    let union = first.union(second).count
    return union == 0 ? 1 : Double(first.intersection(second).count) / Double(union)
  }
}
