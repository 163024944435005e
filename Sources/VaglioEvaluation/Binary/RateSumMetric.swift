public import VaglioFindings
internal import VaglioStatistics

/// A metric that is the sum of two rates of the confusion matrix, less 1: 0 by chance, 1 at best.
///
/// The two rates rest on different rows, so that their Wilson intervals join by square-and-add
/// (Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).
public protocol RateSumMetric: ConfusionMetric {
  /// Which rates are summed.
  var sum: RateSum { get }
}

/// Two rates of the confusion matrix that are summed.
public struct RateSum: Hashable, Sendable {
  let rates: [ConditionalRate]

  /// TPR and TNR: what is predicted right of each class.
  public static let ofLabels = RateSum(rates: [.truePositive, .trueNegative])
  /// PPV and NPV: what is right of each prediction.
  public static let ofPredictions = RateSum(rates: [.precision, .negativePredictiveValue])
}

extension RateSumMetric {
  public var intervalMethod: String {
    "Square-and-add of two Wilson intervals; of a difference linearisation"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    for rate in sum.rates where rate.proportion(in: reading).trials == 0 {
      throw Undefined(rate.emptiness)
    }
    return sum.rates.reduce(-1) { $0 + $1.proportion(in: reading).value }
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    let rates = sum.rates.map { $0.proportion(in: reading) }
    guard rates.allSatisfy({ $0.trials > 0 }) else { return nil }
    return { level in
      NewcombeInterval.sum(
        rates.map { .init(1, $0.value, $0.wilson(level)) }, offset: -1, range: -1...1,
        level: level, method: "wilson-square-and-add")
    }
  }

  public func gradient(at table: CellWeights) -> [Double] {
    let gradients = sum.rates.map { $0.gradient(at: table) }
    return zip(gradients[0], gradients[1]).map { $0 + $1 }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }

  public var isStandard: Bool { false }
}
