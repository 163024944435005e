internal import VaglioStatistics
public import VaglioTables

/// A block of current rows, made ready to be dealt out to samples.
public struct DriftBlock: Sendable {
  /// What a block has of one column of the reference.
  enum Lane: Sendable {
    /// NaN where missing.
    case numbers([Double])
    /// Codes of the block's own levels, −1 where missing; for each level its place in the reference,
    /// −1 where that lacks it; and the texts.
    case levels(codes: [Int32], places: [Int32], texts: [String])
    /// The column is there, without any value.
    case missing
    /// The column is not there.
    case absent
    /// Its values are of this type, and the reference's of another.
    case retyped(String)
  }

  let lanes: [Lane]
  /// Columns that the reference lacks.
  let added: [String]
  let rowCount: Int

  /// The columns of a table as a reference sees them. A column without any value is of every type, for
  /// a reader cannot tell.
  public init(_ table: Table, for reference: DriftReference) {
    rowCount = table.rowCount
    added = table.columnNames.filter(reference.isAdded)
    lanes = reference.columns.map { column in
      table[column.name].map { Self.lane($0, column) } ?? .absent
    }
  }

  private static func lane(_ column: Column, _ reference: ReferenceColumn) -> Lane {
    guard column.missingCount < column.count else { return .missing }
    guard column.typeName == reference.typeName else { return .retyped(column.typeName) }
    if reference.kind == .numeric {
      return NumberRange.numbers(column).map { .numbers($0) } ?? .missing
    }
    if case .booleans(let truths) = column.values {
      let codes = truths.indices.map { row -> Int32 in
        column.missing?[row] == true ? -1 : truths[row] ? 1 : 0
      }
      return levels(Categories(codes: codes, levels: ["false", "true"]), reference)
    }
    return levels(column.categorized, reference)
  }

  private static func levels(_ categories: Categories, _ reference: ReferenceColumn) -> Lane {
    .levels(
      codes: categories.codes, places: categories.levels.map { reference.places[$0] ?? -1 },
      texts: categories.levels)
  }
}
