/// An option of a metric, as it stands in brackets after its name.
public struct MetricOption: Hashable, Sendable {
  /// The word before the equals sign.
  public let name: String
  /// Which values it takes, in words, and what holds where it isn't given.
  public let values: String
  /// What it means.
  public let meaning: String

  /// An option.
  public init(_ name: String, _ values: String, _ meaning: String) {
    (self.name, self.values, self.meaning) = (name, values, meaning)
  }
}
