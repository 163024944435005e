/// An option of a metric, as it stands in brackets after its name.
public struct MetricOption: Hashable, Sendable {
  /// The word before the equals sign.
  public let name: String
  /// Which values it takes, in words, and what holds where it isn't given.
  public let values: String
  /// What it means.
  public let meaning: String
  /// What holds where the option isn't given, as a value of it; `nil` where no value says that.
  public let standard: String?
  /// A value that it takes and that isn't the standard one.
  public let example: String

  /// An option that takes `values`, in words.
  public init(
    _ name: String, _ values: String, _ meaning: String, standard: String? = nil, example: String
  ) {
    (self.name, self.meaning) = (name, meaning)
    (self.standard, self.example) = (standard, example)
    self.values = standard.map { "\(values); \($0) if not given" } ?? values
  }
}
