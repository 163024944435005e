public import VaglioFindings

/// Share of rows that are predicted to be of a class. Undefined without rows, or without such a class.
public struct ClassSelectionRate: ClassShareMetric {
  /// The class's name.
  public let name: String

  /// The share of rows predicted to be of a class.
  public init(of name: String = ClassAverage.everyClass) { self.name = name }

  public var measure: Measure {
    Measure(
      name: "\(MetricName(base: "selection_rate", options: ["class": name]))",
      title: "Selection rate of \(name)",
      definition: "Share of rows that are predicted to be \(name).", range: 0...1,
      direction: .neutral)
  }

  public var intervalMethod: String { "Wilson; of a difference Tango's score interval" }

  func share(in classes: [String]) -> ClassShare? {
    guard let number = classes.firstIndex(of: name) else { return nil }
    return ClassShare(isCounted: { _ in true }, isSuccess: { _, predicted in predicted == number })
  }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    _ = try reading.classes.number(ofClass: name)
    return try shareValue(of: reading)
  }

  public func intervals(of reading: ClassTable) -> Intervals? { wilson(of: reading) }

  public func influences(of table: ClassTable) -> [Double] { shareInfluences(of: table) }

  public var scale: IntervalScale { .logit }

  public var isStandard: Bool { false }

  public var options: [MetricOption] { [ClassAverage.classOption] }

  public func configured(_ options: [String: String]) -> ClassSelectionRate? {
    guard options.count == 1 else { return nil }
    return options["class"].map(ClassSelectionRate.init)
  }
}
