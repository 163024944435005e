/// A file that holds its columns with their types, so that each can be read by itself.
///
/// Columns that are not read cost nothing. All may be called from several threads.
protocol ColumnarFile: Sendable {
  /// The names of the columns, in their order.
  var columnNames: [String] { get }
  /// The number of rows.
  var rowCount: Int { get }
  /// The rows in the groups in which the file has them, one after another.
  var groups: [Range<Int>] { get }

  /// The kinds of the values of a column, by its place among ``columnNames``: none where no value
  /// is present, two or more where texts of several kinds stand. A column of a type that is not
  /// read is an error.
  func kinds(ofColumn index: Int) throws(TableError) -> FieldKinds

  /// Reads one column of one group of rows into its part, whose lane has room for as many rows.
  ///
  /// The part's form is that of the column's kinds, or category or key, which take the texts of all
  /// kinds: integers and decimals with all their digits. A missing or unreadable value is an error
  /// with its row where the form cannot take it.
  func read(column index: Int, group: Int, into part: inout ColumnPart) throws(TableError)
}
