/// A file that holds its columns with their types, so that each can be read by itself.
protocol ColumnarFile: Sendable {
  /// The names of the columns, in their order.
  var columnNames: [String] { get }
  /// The number of rows.
  var rowCount: Int { get }

  /// One column in the type that the file gives it, by its place among ``columnNames``. Columns that
  /// are not read cost nothing. Safe from several threads.
  func column(_ index: Int) throws(TableError) -> Column
}
