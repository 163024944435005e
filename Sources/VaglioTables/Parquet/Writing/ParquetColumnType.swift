/// The type that a column is written as in a Parquet file.
enum ParquetColumnType: Int32 {
  case boolean = 0
  case time = 2
  case number = 5
  case text = 6
  /// INT64 too; the number is not that of the format.
  case key = -2

  /// The type of a column.
  init(of column: Column) {
    self =
      switch column.values {
      case .numbers: .number
      case .categories: .text
      case .booleans: .boolean
      case .times: .time
      case .keys: .key
      }
  }

  /// The number of the physical type in the format.
  var physical: Int32 { self == .key ? 2 : rawValue }

  /// The structure `SchemaElement`: an optional column of the type.
  func writeElement(named name: String, to writer: inout ThriftWriter) {
    writer.field(1, physical)
    writer.field(3, Int32(1))
    writer.field(4, name)
    switch self {
    case .boolean, .number: break
    case .text:
      writer.field(6, Int32(0))
      writer.field(10) { $0.field(1) { _ in } }
    case .time:
      writer.field(6, Int32(10))
      writer.field(10) { logical in
        logical.field(8) { timestamp in
          timestamp.field(1, true)
          timestamp.field(2) { unit in unit.field(2) { _ in } }
        }
      }
    case .key:
      writer.field(6, Int32(14))
      writer.field(10) { logical in
        logical.field(10) { integer in
          integer.field(1, Int8(64))
          integer.field(2, false)
        }
      }
    }
  }
}
