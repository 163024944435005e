/// Decision trees whose leaves are added up, of any library, in one form.
///
/// The margin of output k is `base[k] + Σ weight·leaf` over the trees, or with `isMean` the mean
/// `base[k] + Σ weight·leaf / trees`, over the trees that add to this output. Every product, sum and
/// quotient is rounded to ``sum``'s precision; the trees are added in their order.
public struct TreeEnsemble: Hashable, Sendable {
  /// The precision of a calculation.
  public enum Precision: Hashable, Sendable {
    /// 32 bits.
    case single
    /// 64 bits.
    case double
  }

  /// The trees in the order in which they are added.
  public let trees: [Tree]
  /// One factor per tree.
  public let weights: [Double]
  /// One addend per output.
  public let base: [Double]
  /// The number of features.
  public let featureCount: Int
  /// Whether the sum over an output's trees is divided by their number.
  public let isMean: Bool
  /// Whether the trees are added to the base, as XGBoost does; else the base is added to their sum.
  public let startsFromBase: Bool
  /// The precision in which values are compared with thresholds: with `.single` they are rounded
  /// first.
  public let comparison: Precision
  /// The precision in which leaves are added up.
  public let sum: Precision

  /// An ensemble; `weights` are all 1 unless given.
  ///
  /// - Precondition: as many weights as trees; every tree's outputs and features are there; a mean
  ///   does not start from the base.
  public init(
    _ trees: [Tree], weights: [Double]? = nil, base: [Double], featureCount: Int,
    isMean: Bool = false, startsFromBase: Bool = false, comparison: Precision, sum: Precision
  ) {
    precondition(weights.map { $0.count == trees.count } ?? true, "one weight per tree")
    precondition(!base.isEmpty, "an ensemble has an output")
    precondition(!(isMean && startsFromBase), "a mean does not start from the base")
    self.trees = trees
    self.weights = weights ?? Array(repeating: 1, count: trees.count)
    (self.base, self.featureCount, self.isMean) = (base, featureCount, isMean)
    (self.startsFromBase, self.comparison, self.sum) = (startsFromBase, comparison, sum)
  }

  /// The number of margins of a row.
  public var outputCount: Int { base.count }

  /// What the sum over the trees is divided by, one number per output: with ``isMean`` the number of
  /// trees that add to the output, else 1.
  package var divisors: [Double] {
    guard isMean else { return Array(repeating: 1, count: outputCount) }
    var counts = Array(repeating: 0.0, count: outputCount)
    for tree in trees {
      switch tree.target {
      case .output(let output): counts[output] += 1
      case .all: for output in counts.indices { counts[output] += 1 }
      }
    }
    return counts.map { max($0, 1) }
  }

  /// Whether the file told how many training rows came to each node.
  public var hasCovers: Bool { trees.allSatisfy { $0.nodes.allSatisfy { $0.cover != nil } } }
}
