internal import VaglioModels

/// The numbers of a feature at which trees change their mind.
///
/// Between two neighbouring thresholds a tree model says the same. So of each such cell the number
/// that is nearest to the row's own is all that a search has to try.
struct TreeThresholds: Sendable {
  /// Per feature the ascending thresholds t of x < t, and the single numbers that are asked for.
  private let thresholds: [[Double]]
  private let singles: [[Double]]
  private let comparison: TreeEnsemble.Precision

  /// The thresholds of a model; `nil` where it is not one of trees.
  init?(_ model: any Model) {
    guard let trees = (model as? TreeModel)?.ensemble else { return nil }
    var (thresholds, singles) = (
      [Set<Double>](repeating: [], count: trees.featureCount),
      [Set<Double>](repeating: [], count: trees.featureCount)
    )
    for node in trees.trees.lazy.flatMap(\.nodes) {
      guard let split = node.split else { continue }
      switch split.condition {
      case .below(let threshold): thresholds[split.feature].insert(threshold)
      case .oneOf(let values): singles[split.feature].formUnion(values)
      case .among: break
      }
    }
    self.thresholds = thresholds.map { $0.filter(\.isFinite).sorted() }
    self.singles = singles.map { $0.filter(\.isFinite).sorted() }
    comparison = trees.comparison
  }

  /// The number of every cell that is nearest to `own`, which may be missing: then all of them from
  /// above.
  func numbers(ofFeature feature: Int, nearestTo own: Double, isWhole: Bool) -> [Double] {
    let cells = thresholds[feature].map { threshold -> Double in
      let isAbove = !(threshold <= own)
      if isWhole { return isAbove ? threshold.rounded(.up) : threshold.rounded(.up) - 1 }
      return isAbove ? threshold : below(threshold)
    }
    return cells + singles[feature]
  }

  /// The greatest number below a threshold, in the precision in which the model compares.
  private func below(_ threshold: Double) -> Double {
    comparison == .single ? Double(Float(threshold).nextDown) : threshold.nextDown
  }
}
