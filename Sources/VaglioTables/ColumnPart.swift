/// The values of one column in one group of rows, as they are read into their place in the column.
///
/// The lane is memory of the whole column, from the group's first row on; the levels belong to the
/// part, and its holder frees them.
struct ColumnPart {
  /// How the values are kept: number, Boolean, time, category or key.
  let form: FieldSink.Form
  /// One value per row: `Double`, `UInt8` (0, 1, 2 where missing), `Int64`, `Int32` or `UInt64`.
  let lane: UnsafeMutableRawPointer
  /// The number of rows.
  let rowCount: Int
  /// The texts in the order of their first appearance, for the category form.
  var levels: LevelTable

  /// The code of a text after which eight more bytes may be read, or why it cannot be a level.
  @inline(__always)
  mutating func code(
    of text: UnsafePointer<UInt8>, count: Int
  ) -> (code: Int32, refusal: FieldSink.Refusal?) {
    let hash = RowKey.hash(text, count: count)
    if let code = levels.code(of: text, count: count, hash: hash) { return (code, nil) }
    if let refusal = FieldSink.refusal(ofText: text, count: count) { return (-1, refusal) }
    return (levels.insert(text, count: count, hash: hash), nil)
  }

  /// The bytes of one value of a form.
  static func stride(of form: FieldSink.Form) -> Int {
    switch form {
    case .boolean: 1
    case .category: 4
    case .number, .time, .key, .unsettled, .ignored: 8
    }
  }
}
