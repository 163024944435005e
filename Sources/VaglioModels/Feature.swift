/// A feature that a model takes.
public struct Feature: Hashable, Sendable {
  /// What stands in a feature's column.
  public enum Kind: Hashable, Sendable {
    /// Numbers.
    case number
    /// Texts of these levels, or numbers that are written so.
    case category(levels: [String])
    /// Categories as the numbers that the model was fitted to; the model doesn't know their names.
    case code
    /// Any text: the model encodes it itself.
    case text
  }

  /// The name; `f0`, `f1`, … where the model has none.
  public let name: String
  /// What stands in the column.
  public let kind: Kind

  /// A feature.
  public init(_ name: String, kind: Kind = .number) { (self.name, self.kind) = (name, kind) }
}
