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

  /// What a category is that the model was not fitted to.
  public enum Unseen: Hashable, Sendable {
    /// None of the categories, which no set of them holds.
    case noCategory
    /// Missing.
    case missing
  }

  /// The name; `f0`, `f1`, … where the model has none.
  public internal(set) var name: String
  /// What stands in the column.
  public let kind: Kind
  /// What a category is that the model was not fitted to.
  public let unseen: Unseen

  /// The hashes by which the model knows its categories, whatever their names: the code of a
  /// category is the place of its text's hash. `nil` where levels or the model's own encoding decide.
  public let hashes: [TextHash]?

  /// A feature.
  public init(
    _ name: String, kind: Kind = .number, unseen: Unseen = .noCategory, hashes: [TextHash]? = nil
  ) {
    (self.name, self.kind, self.unseen, self.hashes) = (name, kind, unseen, hashes)
  }
}
