/// Decision trees whose leaves are added up, of any library, in one form.
///
/// The margin of output k is `base[k] + Σ weight·leaf` over the trees, or with `isMean` the mean
/// `base[k] + Σ weight·leaf / trees`.
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
  /// Whether the sum over the trees is divided by their number.
  public let isMean: Bool
  /// The precision in which values are compared with thresholds: with `.single` they are rounded
  /// first.
  public let comparison: Precision
  /// The precision in which leaves are added up.
  public let sum: Precision

  /// An ensemble; `weights` are all 1 unless given.
  ///
  /// - Precondition: as many weights as trees; every tree's outputs and features are there.
  public init(
    _ trees: [Tree], weights: [Double]? = nil, base: [Double], featureCount: Int,
    isMean: Bool = false, comparison: Precision, sum: Precision
  ) {
    precondition(weights.map { $0.count == trees.count } ?? true, "one weight per tree")
    precondition(!base.isEmpty, "an ensemble has an output")
    self.trees = trees
    self.weights = weights ?? Array(repeating: 1, count: trees.count)
    (self.base, self.featureCount, self.isMean) = (base, featureCount, isMean)
    (self.comparison, self.sum) = (comparison, sum)
  }

  /// The number of margins of a row.
  public var outputCount: Int { base.count }

  /// Whether the file told how many training rows came to each node.
  public var hasCovers: Bool { trees.allSatisfy { $0.nodes.allSatisfy { $0.cover != nil } } }
}
