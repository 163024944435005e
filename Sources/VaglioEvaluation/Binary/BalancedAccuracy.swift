public import VaglioFindings
internal import VaglioStatistics

/// The mean over the classes that occur of the share of their rows that are predicted right:
/// (TPR + TNR)/2, one of the two where only one class occurs.
///
/// Undefined without rows. Adjusted for chance, (BA − 1/K)/(1 − 1/K) with the K classes that occur,
/// 0 is what guessing gives, and one class alone is undefined; scikit-learn's `adjusted`. Interval: square-and-add of the two Wilson intervals (Newcombe 1998,
/// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I); the two rates rest on
/// different rows and so are independent.
public struct BalancedAccuracy: ConfusionMetric {
  /// Whether the value is rescaled so that guessing gives 0.
  public let isAdjusted: Bool

  public init(isAdjusted: Bool = false) { self.isAdjusted = isAdjusted }

  public var measure: Measure { isAdjusted ? adjusted : plain }

  private var plain: Measure {
    Measure(
      name: "balanced_accuracy", title: "Balanced accuracy",
      definition:
        "Mean of recall and specificity, (TPR + TNR)/2; of the class that occurs, if one.",
      range: 0...1,
      direction: .higherIsBetter)
  }

  private var adjusted: Measure {
    Measure(
      name: "balanced_accuracy[adjusted=true]", title: "Balanced accuracy, adjusted for chance",
      definition: "Balanced accuracy rescaled so that guessing gives 0, TPR + TNR − 1.",
      range: -1...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String {
    "Square-and-add of two Wilson intervals; of a difference linearisation"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    let rates = rates(in: reading)
    guard !rates.isEmpty else { throw Undefined("there are no rows") }
    if isAdjusted { return try YoudenJ().value(of: reading) }
    return rates.reduce(0) { $0 + $1.value } / Double(rates.count)
  }

  /// The share predicted right of each class that occurs.
  private func rates(in table: CellWeights) -> [Proportion] {
    [
      Proportion(successes: table.truePositives, trials: table.positives),
      Proportion(successes: table.trueNegatives, trials: table.negatives),
    ].filter { $0.trials > 0 }
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    if isAdjusted { return YoudenJ().intervals(of: reading) }
    let rates = rates(in: reading)
    guard !rates.isEmpty else { return nil }
    return { level in
      NewcombeInterval.sum(
        rates.map { .init(1 / Double(rates.count), $0.value, $0.wilson(level)) }, range: 0...1,
        level: level, method: "wilson-square-and-add")
    }
  }

  public func notes(of reading: CellWeights) -> [String] {
    !isAdjusted && rates(in: reading).count == 1 ? ["only one class occurs"] : []
  }

  public func gradient(at table: CellWeights) -> [Double] {
    if isAdjusted { return YoudenJ().gradient(at: table) }
    let (m, n, total) = (table.positives, table.negatives, table.total)
    let share = Double(rates(in: table).count)
    let (tpr, tnr) = (table.truePositives / max(m, 1), table.trueNegatives / max(n, 1))
    let byPositive = m > 0 ? total / m / share : 0
    let byNegative = n > 0 ? total / n / share : 0
    return [
      (1 - tnr) * byNegative, -tnr * byNegative, -tpr * byPositive, (1 - tpr) * byPositive,
    ]
  }

  public var scale: IntervalScale { isAdjusted ? .inverseHyperbolicTangent : .logit }

  public var options: [MetricOption] {
    [
      MetricOption(
        "adjusted", "true or false", "whether chance counts 0 rather than ½", standard: "false",
        example: "true")
    ]
  }

  public func configured(_ options: [String: String]) -> BalancedAccuracy? {
    guard options.keys.allSatisfy({ $0 == "adjusted" }) else { return nil }
    switch options["adjusted"] {
    case nil, "false": return BalancedAccuracy()
    case "true": return BalancedAccuracy(isAdjusted: true)
    default: return nil
    }
  }
}

extension Metric where Self == BalancedAccuracy {
  /// Balanced accuracy.
  public static var balancedAccuracy: BalancedAccuracy { BalancedAccuracy() }
}

extension Proportion {
  /// Wilson's interval.
  func wilson(_ level: ConfidenceLevel) -> Interval {
    ProportionInterval.wilson(successes: successes, trials: trials, level: level)
  }
}

extension Double {
  /// This number times itself.
  var square: Double { self * self }
}
