public import VaglioFindings

/// Share of rows whose label is a class. Undefined without rows, or without such a class.
public struct ClassPrevalence: ClassShareMetric {
  /// The class's name.
  public let name: String

  /// The prevalence of a class.
  public init(of name: String = ClassAverage.everyClass) { self.name = name }

  public var measure: Measure {
    Measure(
      name: "\(MetricName(base: "prevalence", options: ["class": name]))",
      title: "Prevalence of \(name)",
      definition: "Share of rows whose label is \(name).", range: 0...1, direction: .neutral)
  }

  public var intervalMethod: String {
    "Wilson; of a difference none is needed, as the labels are the same"
  }

  func share(in classes: [String]) -> ClassShare? {
    guard let number = classes.firstIndex(of: name) else { return nil }
    return ClassShare(isCounted: { _ in true }, isSuccess: { label, _ in label == number })
  }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    _ = try reading.classes.number(ofClass: name)
    return try shareValue(of: reading)
  }

  public func intervals(of reading: ClassTable) -> Intervals? { wilson(of: reading) }

  public func influences(of table: ClassTable) -> [Double] { shareInfluences(of: table) }

  public func pairedIntervals(
    of pair: Paired<MulticlassOutcomes>, candidate: ClassTable, production: ClassTable
  ) -> Intervals? {
    { level in Interval(lower: 0, upper: 0, level: level, method: "same-labels") }
  }

  public func pairedTest(of pair: Paired<MulticlassOutcomes>) -> SignificanceTest? { nil }

  public var scale: IntervalScale { .logit }

  public var isStandard: Bool { false }

  public var options: [MetricOption] { [ClassAverage.classOption] }

  public func configured(_ options: [String: String]) -> ClassPrevalence? {
    guard options.count == 1 else { return nil }
    return options["class"].map(ClassPrevalence.init)
  }
}
