/// What a model's file or server tells about the model, in the order in which people read it.
public struct ModelSummary: Hashable, Sendable {
  /// A fact: `objective`, `binary:logistic`.
  public struct Fact: Hashable, Sendable {
    /// What the fact is about, in lower case.
    public let name: String
    /// What is so.
    public let value: Value

    /// A fact.
    public init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
  }

  /// A fact's value.
  public enum Value: Hashable, Sendable {
    case count(Int)
    case number(Double)
    case text(String)
    case texts([String])
    case flag(Bool)
  }

  /// The format by its name in ``ModelCatalogue``.
  public let format: String
  /// The facts.
  public let facts: [Fact]
  /// What of the model can be explained exactly, and what not and why, in sentences.
  public let notes: [String]

  /// A summary.
  public init(format: String, facts: [Fact], notes: [String] = []) {
    (self.format, self.facts, self.notes) = (format, facts, notes)
  }
}
