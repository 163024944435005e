/// Named columns of equal length, and where each row was read.
public struct Table: Equatable, Sendable {
  /// The columns, in the order in which they were asked for, else that of the file.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int
  let sources: RowSources

  /// A table of columns that were made in memory. They have equal lengths and distinct names;
  /// messages about its rows call it `name`.
  public init(_ columns: [Column], name: String = "table") {
    var sources = RowSources(files: [name])
    sources.begin(at: 0, file: 0, row: 1, line: 1)
    self.init(columns: columns, rowCount: columns.first?.count ?? 0, sources: sources)
  }

  init(columns: [Column], rowCount: Int, sources: RowSources) {
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of unequal length")
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
    (self.columns, self.rowCount, self.sources) = (columns, rowCount, sources)
  }

  /// The names of the columns, in their order.
  public var columnNames: [String] { columns.map(\.name) }

  /// The files that the rows came from, as they were named.
  public var files: [String] { sources.files }

  /// The column of a name; `nil` when there is none.
  public subscript(name: String) -> Column? { columns.first { $0.name == name } }

  /// The column of a name, or the error that names the nearest existing one.
  public func column(_ name: String) throws(TableError) -> Column {
    guard let column = self[name] else {
      throw .missingColumn(name, among: columnNames, file: files.first ?? "table")
    }
    return column
  }

  /// Where a row was read; rows count from 0 here, and from 1 in the answer.
  public func source(ofRow row: Int) -> RowSource { sources.source(ofRow: row) }
}
