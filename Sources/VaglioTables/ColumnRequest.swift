/// A column that a reader is asked for, and the type that it is to have.
public struct ColumnRequest: Hashable, Sendable {
  /// What to make of a column's text.
  public enum Kind: Hashable, Sendable {
    /// What all of its values agree on: number, Boolean, time; else category.
    case any
    /// Texts exactly as they are written: `2` and `2.0` are two levels.
    case category
    /// The name of each row: kept as a hash, without its text; a missing or repeated one is an
    /// error.
    case key
    /// The name of a row, of this or another table, that may come again: kept as a hash, without its
    /// text; a missing one is an error.
    case reference
    /// Numbers; another text is an error.
    case number
  }

  /// The name in the header.
  public let name: String
  /// The type that is wanted.
  public let kind: Kind

  /// A request for the column `name`.
  public init(_ name: String, as kind: Kind = .any) { (self.name, self.kind) = (name, kind) }
}
