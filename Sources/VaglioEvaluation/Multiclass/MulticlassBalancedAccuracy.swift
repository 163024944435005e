public import VaglioFindings

/// The mean over the classes that occur of the share of their rows that are predicted right.
///
/// Undefined without rows. The same as `recall[average=macro]`.
public struct MulticlassBalancedAccuracy: ClassTableMetric {
  public init() {}

  private var recall: ClassRatioMetric<RecallRatio> { ClassRatioMetric(RecallRatio()) }

  public var measure: Measure {
    Measure(
      name: "balanced_accuracy", title: "Balanced accuracy",
      definition: "Mean over the classes that occur of the share of their rows predicted right.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { recall.intervalMethod }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    try recall.value(of: reading)
  }

  public func influences(of table: ClassTable) -> [Double] { recall.influences(of: table) }

  public var scale: IntervalScale { .logit }

  public func notes(of reading: ClassTable) -> [String] { recall.notes(of: reading) }
}
