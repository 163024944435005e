public import VaglioFindings
internal import VaglioStatistics

/// A metric that is nothing but a share of all rows.
protocol ClassShareMetric: LabelShareMetric {}

extension ClassShareMetric {
  func shareValue(of table: ClassTable) throws(Undefined) -> Double {
    guard let proportion = proportion(in: table), proportion.trials > 0 else {
      throw Undefined("there are no rows")
    }
    return proportion.value
  }

  func wilson(of table: ClassTable) -> Intervals? {
    proportion(in: table).map { proportion in { level in proportion.wilson(level) } }
  }
}

/// Share of rows whose predicted class is the label. Undefined without rows.
public struct MulticlassAccuracy: ClassShareMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "accuracy", title: "Accuracy",
      definition: "Share of rows whose predicted class is the label.", range: 0...1,
      direction: .higherIsBetter)
  }

  public var intervalMethod: String { "Wilson; of a difference Tango's score interval" }

  func share(in classes: [String]) -> ClassShare? {
    ClassShare(isCounted: { _ in true }, isSuccess: { $0 == $1 })
  }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    try shareValue(of: reading)
  }

  public func intervals(of reading: ClassTable) -> Intervals? { wilson(of: reading) }

  public func influences(of table: ClassTable) -> [Double] { shareInfluences(of: table) }

  public var scale: IntervalScale { .logit }
}

/// Share of rows whose predicted class is not the label, 1 − accuracy. Undefined without rows.
public struct MulticlassZeroOneLoss: ClassShareMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "zero_one_loss", title: "Zero-one loss",
      definition: "Share of rows whose predicted class is not the label, 1 − accuracy.",
      range: 0...1, direction: .lowerIsBetter)
  }

  public var intervalMethod: String { "Wilson; of a difference Tango's score interval" }

  func share(in classes: [String]) -> ClassShare? {
    ClassShare(isCounted: { _ in true }, isSuccess: { $0 != $1 })
  }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    try shareValue(of: reading)
  }

  public func intervals(of reading: ClassTable) -> Intervals? { wilson(of: reading) }

  public func influences(of table: ClassTable) -> [Double] { shareInfluences(of: table) }

  public var scale: IntervalScale { .logit }

  public var isStandard: Bool { false }
}
