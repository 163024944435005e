/// Which way is better for a measure.
public enum Direction: Hashable, Sendable {
  case higherIsBetter
  case lowerIsBetter
  /// As near to this value as possible: 0 for `bias`.
  case nearerIsBetter(to: Double)
  /// It describes and does not judge: `prevalence`.
  case neutral
}

/// What is measured: the field's name, its definition, range, unit and direction.
public struct Measure: Hashable, Sendable {
  /// The name in the record, `roc_auc` or `f_beta[beta=2]`: scikit-learn's where it has one, then
  /// options that differ from their defaults in brackets, alphabetically.
  public let name: String
  /// The name for people: `ROC AUC`.
  public let title: String
  /// One sentence with the formula.
  public let definition: String
  /// The smallest possible value; −∞ where there is none.
  public let lowest: Double
  /// The largest possible value; +∞ where there is none.
  public let highest: Double
  public let direction: Direction
  /// What one is counted in: `nats`, `the label's unit`; empty for a pure number.
  public let unit: String
  /// The source of the definition, with DOI; empty where it is common knowledge.
  public let source: String

  /// A measure with its contract.
  public init(
    name: String, title: String, definition: String, range: ClosedRange<Double>,
    direction: Direction, unit: String = "", source: String = ""
  ) {
    (self.name, self.title, self.definition) = (name, title, definition)
    (lowest, highest) = (range.lowerBound, range.upperBound)
    (self.direction, self.unit, self.source) = (direction, unit, source)
  }
}
