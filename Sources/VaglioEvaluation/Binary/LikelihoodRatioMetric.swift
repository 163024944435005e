public import VaglioFindings
internal import VaglioStatistics

/// A metric that is the ratio of two rates of different classes: by how much a prediction changes
/// the odds of the positive class.
///
/// Simel, Samsa and Matchar 1991, doi:10.1016/0895-4356(91)90128-V. The rates are independent, so
/// that the interval is that of Katz et al. 1978, doi:10.2307/2530610, on the logarithmic scale.
public protocol LikelihoodRatioMetric: ConfusionMetric {
  /// Which rates are divided.
  var ratio: RateRatio { get }
  /// What to say when the lower rate is 0.
  var infinity: String { get }
}

/// Two rates of the confusion matrix, one divided by the other.
public struct RateRatio: Hashable, Sendable {
  let upper: ConditionalRate
  let lower: ConditionalRate

  /// TPR/FPR.
  public static let ofPositives = RateRatio(upper: .truePositive, lower: .falsePositive)
  /// FNR/TNR.
  public static let ofNegatives = RateRatio(upper: .falseNegative, lower: .trueNegative)
}

extension LikelihoodRatioMetric {
  public var intervalMethod: String {
    "Katz's logarithmic interval, Walter's where a count is 0; square-and-add of a difference, with "
      + "the correlation of the rows' influences"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    let (upper, lower) = (ratio.upper.proportion(in: reading), ratio.lower.proportion(in: reading))
    guard upper.trials > 0 else { throw Undefined(ratio.upper.emptiness) }
    guard lower.trials > 0 else { throw Undefined(ratio.lower.emptiness) }
    guard lower.successes > 0 else { throw Undefined(infinity) }
    return upper.value / lower.value
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    let (upper, lower) = (ratio.upper.proportion(in: reading), ratio.lower.proportion(in: reading))
    return { level in RatioInterval.katz(upper, over: lower, level: level) }
  }

  /// ∇(a/b) = (∇a − a/b·∇b)/b.
  public func gradient(at table: CellWeights) -> [Double] {
    let (upper, lower) = (ratio.upper.proportion(in: table), ratio.lower.proportion(in: table))
    let value = upper.value / lower.value
    return zip(ratio.upper.gradient(at: table), ratio.lower.gradient(at: table))
      .map { ($0 - value * $1) / lower.value }
  }

  /// Square-and-add of Katz's intervals, since ratios are skewed.
  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: CellWeights, production: CellWeights
  ) -> Intervals? {
    squareAndAdd(of: pair, candidate: candidate, production: production)
  }

  public var scale: IntervalScale { .logarithm }

  public var isStandard: Bool { false }
}
