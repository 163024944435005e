/// The columns of an Arrow file, and where the parts of each stand in every batch.
struct ArrowSchema: Sendable {
  /// How a column's values are looked up in a dictionary.
  struct Dictionary: Hashable, Sendable {
    let id: Int64
    /// The type of the indices.
    let index: ArrowType
  }

  /// A column.
  struct Column: Sendable {
    let name: String
    /// The type of the values, also when they stand in a dictionary.
    let type: ArrowType
    let dictionary: Dictionary?
    /// What the columns before this one take of a batch's metadata.
    let start: ArrowLayout
  }

  let columns: [Column]

  /// The schema of a table `Schema` whose metadata are in `version`.
  init(_ table: FlatTable, version: Int16, metadataSize: Int) throws(ArrowFault) {
    guard try table.integer(0, default: Int16(0)) == 0 else {
      throw .unsupported(
        "the Arrow data are big-endian", remedy: "write them on a little-endian machine")
    }
    var columns: [Column] = []
    var start = ArrowLayout()
    // Two references may lead to one table: no more fields than the bytes could hold apart.
    var budget = metadataSize / 8
    for field in try table.tables(1) {
      let dictionary = try field.table(4).map { table throws(ArrowFault) in try Dictionary(table) }
      columns.append(
        Column(
          name: try field.text(0) ?? "", type: try ArrowType(field: field), dictionary: dictionary,
          start: start))
      start += try ArrowLayout(field: field, version: version, budget: &budget)
    }
    self.columns = columns
  }
}

extension ArrowSchema.Dictionary {
  fileprivate init(_ table: FlatTable) throws(ArrowFault) {
    id = try table.integer(0, default: Int64(0))
    index =
      if let type = try table.table(1) {
        try ArrowType.integer(type)
      } else {
        .integer(bits: 32, signed: true)
      }
  }
}
