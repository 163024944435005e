internal import VaglioStatistics

/// The orders in which features of rows are taken.
struct FeatureOrders {
  private let attributions: Attributions
  private let output: Int
  private let directions: [Double]
  private let options: Faithfulness.Options

  init(
    _ attributions: Attributions, output: Int, directions: [Double],
    _ options: Faithfulness.Options
  ) {
    (self.attributions, self.output) = (attributions, output)
    (self.directions, self.options) = (directions, options)
  }

  /// What pushes furthest in the row's direction first, of equals the one that stands first.
  func explained(_ row: Int) -> [Int] {
    let start = attributions.range(row: row, output: output).lowerBound
    let push = attributions.features.indices.map {
      attributions.values[start + $0] * directions[row]
    }
    return push.indices.sorted { push[$0] != push[$1] ? push[$0] > push[$1] : $0 < $1 }
  }

  /// Orders by numbers that hang on the seed, the order's number, the row's, and the feature's.
  func random(_ row: Int) -> [[Int]] {
    (0..<options.randomOrders).map { number in
      let draws = HashedDraws(
        seed: options.seed &+ UInt64(number) &* 0x9e37_79b9_7f4a_7c15, key: UInt64(row))
      let keys = attributions.features.indices.map { draws[$0] }
      return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }
  }

  /// The greatest importance first.
  static func byImportance(_ importance: [Double]) -> [Int] {
    importance.indices.sorted {
      importance[$0] != importance[$1] ? importance[$0] > importance[$1] : $0 < $1
    }
  }
}
