/// An Arrow IPC file or stream in memory (https://arrow.apache.org/docs/format/Columnar.html).
///
/// Integers, floating numbers and decimals become numbers: the nearest double for integers beyond
/// 2⁵³ and for decimals. Dates and timestamps become times; a timestamp without a zone is one of
/// UTC. Texts and times of day become categories, whether or not they stand in a dictionary. A null
/// is missing, and so is NaN. Columns of other types are refused when they are read. A stream must
/// end by its end mark, which every writer gives it that is closed; without it rows may be lacking.
struct ArrowFile: ColumnarFile {
  /// The name for messages.
  let name: String
  let columnNames: [String]
  let rowCount: Int
  let contents: ArrowContents
  let groups: [Range<Int>]
  /// The batches of each group.
  private let batches: [Range<Int>]
  /// The number of rows that the stream had before these.
  private let firstRow: Int

  /// A file's or a stream's bytes; those of a file are mapped into memory.
  init(_ bytes: StoredBytes) throws(TableError) {
    try self.init(bytes.fixed(), name: bytes.name)
  }

  /// The same in memory.
  init(_ bytes: FixedBytes, name: String) throws(TableError) {
    do throws(ArrowFault) {
      try self.init(ArrowContents(bytes), size: bytes.bytes.count, name: name)
    } catch {
      throw error.error(file: name)
    }
  }

  /// Contents that lie in `size` bytes.
  init(
    _ contents: ArrowContents, size: Int, name: String, firstRow: Int = 0
  ) throws(ArrowFault) {
    (self.name, self.contents, self.firstRow) = (name, contents, firstRow)
    columnNames = contents.schema.columns.map(\.name)
    var rows = 0
    var parts: [(rows: Range<Int>, batches: Range<Int>)] = []
    for (index, batch) in contents.batches.enumerated() {
      let (sum, overflow) = rows.addingReportingOverflow(batch.rowCount)
      // A column that repeats one value takes a few bits of a compressed block for a batch.
      guard !overflow, sum >> 16 <= size else {
        throw .damaged("\(size) bytes claim to be \(batch.rowCount) rows")
      }
      if let last = parts.last, sum - last.rows.lowerBound <= Self.groupRows {
        parts[parts.count - 1] = (last.rows.lowerBound..<sum, last.batches.lowerBound..<index + 1)
      } else {
        parts.append((rows..<sum, index..<index + 1))
      }
      rows = sum
    }
    rowCount = rows
    groups = parts.map(\.rows)
    batches = parts.map(\.batches)
    try refuseRepeatedNames()
  }

  /// The most rows of several batches that are read together.
  private static let groupRows = 1 << 19

  private func refuseRepeatedNames() throws(ArrowFault) {
    var places: [String: Int] = [:]
    for (index, column) in columnNames.enumerated() {
      if let first = places.updateValue(index, forKey: column) {
        throw ArrowFault(
          .duplicateColumn,
          "columns \(first + 1) and \(index + 1) have the name \"\(legible(column))\"",
          remedy: "give each column a name of its own")
      }
    }
  }

  func kinds(ofColumn index: Int) throws(TableError) -> FieldKinds {
    let column = contents.schema.columns[index]
    guard case .other(let type) = column.type else { return column.type.kinds }
    throw TableError(
      .unsupported, file: name, column: column.name, problem: "Arrow's type \(type) is not read",
      remedy: "leave the column out, or write it as numbers or texts")
  }

  func read(column index: Int, group: Int, into part: inout ColumnPart) throws(TableError) {
    let column = contents.schema.columns[index]
    let reader = ArrowColumnReader(contents: contents, column: column, form: part.form)
    do throws(ArrowFault) {
      try reader.read(batches[group], to: part.lane, levels: &part.levels)
    } catch {
      throw error.shifted(by: groups[group].lowerBound).error(file: name, column: column.name)
    }
  }
}

extension ArrowFile {
  /// One column in the form of its type.
  func column(_ index: Int) throws(TableError) -> Column {
    try column(index, in: try kinds(ofColumn: index).form)
  }

  /// One column in a form; a value that the form cannot take is an error with its row.
  func column(_ index: Int, in form: FieldSink.Form) throws(TableError) -> Column {
    let column = contents.schema.columns[index]
    let reader = ArrowColumnReader(contents: contents, column: column, form: form)
    do throws(ArrowFault) {
      try check(reader)
      return try self.column(reader)
    } catch {
      throw error.shifted(by: firstRow).error(file: name, column: column.name)
    }
  }

  /// Checks that the rows are covered by bytes, and that there is memory for them.
  private func check(_ reader: ArrowColumnReader) throws(ArrowFault) {
    try reader.check()
    guard reader.column.type != .null || rowCount <= Self.mostNulls else {
      throw .damaged("a column of \(rowCount) nulls")
    }
    guard
      FixedBytes(count: rowCount * ColumnPart.stride(of: reader.form), fill: { _ in true }) != nil
    else {
      throw ArrowFault(
        .unreadable, "there is not enough memory for \(rowCount) rows",
        remedy: "read fewer columns, or a part of the rows")
    }
  }

  /// The most rows of a column without values, which no bytes vouch for.
  private static let mostNulls = 1 << 28

  private func column(_ reader: ArrowColumnReader) throws(ArrowFault) -> Column {
    let name = reader.column.name
    var levels = LevelTable()
    defer { levels.deallocate() }
    switch reader.form {
    case .boolean:
      let truths: [UInt8] = try lane(reader, &levels)
      let missing = truths.contains(2) ? truths.map { $0 == 2 } : nil
      return Column(name: name, values: .booleans(truths.map { $0 == 1 }), missing: missing)
    case .time: return Column(name: name, values: .times(try lane(reader, &levels)))
    case .key: return Column(name: name, values: .keys(try lane(reader, &levels)))
    case .category:
      let codes: [Int32] = try lane(reader, &levels)
      return Column(
        name: name, values: .categories(Categories(checkedCodes: codes, levels: levels.texts)))
    case .number, .unsettled, .ignored:
      return Column(name: name, values: .numbers(try lane(reader, &levels)))
    }
  }

  private func lane<Value>(
    _ reader: ArrowColumnReader, _ levels: inout LevelTable
  ) throws(ArrowFault) -> [Value] {
    var fault: ArrowFault?
    let values = [Value](unsafeUninitializedCapacity: rowCount) { room, count in
      guard let start = room.baseAddress, rowCount > 0 else { return }
      do throws(ArrowFault) {
        try reader.read(contents.batches.indices, to: start, levels: &levels)
        count = rowCount
      } catch {
        fault = error
      }
    }
    if let fault { throw fault }
    return values
  }
}

extension LevelTable {
  /// The texts of the levels, in the order of their codes.
  var texts: [String] {
    var texts: [String] = []
    texts.reserveCapacity(Int(count))
    forEach { bytes, _ in texts.append(String(decoding: bytes, as: UTF8.self)) }
    return texts
  }
}
