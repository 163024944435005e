/// The steps by which columnar files of the same columns become one table, one after another.
///
/// Each column of each group of rows is read by itself, by as many threads as are allowed, straight
/// into the column's memory. The result does not depend on the number of threads.
struct ColumnarReading {
  /// A file under its name.
  struct Source: Sendable {
    let name: String
    /// The size in bytes, which bounds what the file can hold.
    let byteCount: Int
    let file: any ColumnarFile
  }

  let sources: [Source]
  let requests: [ColumnRequest]?
  let options: ReadingOptions
  let threads: Int

  /// Reads the table.
  func table() throws(TableError) -> Table {
    let requests = try resolvedRequests()
    for source in sources { try refuseDifference(source, requests) }
    let rowCount = try rowCount(columns: requests.count)
    var columns: [Column] = []
    for start in stride(from: 0, to: requests.count, by: Self.batch) {
      let batch = requests[start..<min(start + Self.batch, requests.count)]
      columns += try read(try batch.map(resolved), rowCount: rowCount)
    }
    let table = Table(columns: columns, rowCount: rowCount, sources: rowSources)
    let unique = Set(requests.filter { $0.kind == .key }.map(\.name))
    try refuseRepeatedKeys(in: columns.filter { unique.contains($0.name) }, of: table)
    return table
  }

  /// The number of columns that are read at once.
  private static let batch = 32

  private func resolvedRequests() throws(TableError) -> [ColumnRequest] {
    if let requests { return ColumnRequest.resolved(requests) }
    return sources.first?.file.columnNames.map { ColumnRequest($0) } ?? []
  }

  private func refuseDifference(
    _ source: Source, _ requests: [ColumnRequest]
  ) throws(TableError) {
    let names = source.file.columnNames
    if let first = sources.first {
      try TableError.refuseDifference(first.file.columnNames, first.name, names, source.name)
    }
    let known = Set(names)
    for request in requests where !known.contains(request.name) {
      throw .missingColumn(request.name, among: names, file: source.name)
    }
  }

  /// The number of rows of all files, which their sizes must make credible: a value that is
  /// repeated takes few bits, but not none.
  private func rowCount(columns: Int) throws(TableError) -> Int {
    var rowCount = 0
    for source in sources {
      let rows = source.file.rowCount
      let cells = rows.multipliedReportingOverflow(by: max(columns, 1))
      let credible = Self.fewCells + source.byteCount * Self.mostCellsPerByte
      guard !cells.overflow, cells.partialValue <= credible, rowCount + rows <= Int32.max else {
        throw TableError(
          .corruptFile, file: source.name,
          problem:
            "\(rows) rows are more than \(source.byteCount) bytes can hold, or than are read",
          remedy: "read fewer columns, or split the file")
      }
      rowCount += rows
    }
    guard rowCount > 0 else {
      throw TableError(
        .noRows, file: sources.first?.name ?? "table", problem: "there is no row")
    }
    return rowCount
  }

  private static let fewCells = 1 << 26
  private static let mostCellsPerByte = 4096

  private var rowSources: RowSources {
    var rows = RowSources(files: sources.map(\.name))
    var start = 0
    for (index, source) in sources.enumerated() where source.file.rowCount > 0 {
      rows.begin(at: start, file: index, row: 1, line: 1)
      start += source.file.rowCount
    }
    return rows
  }
}

extension ColumnarReading {
  /// A column that is read, and how.
  private struct Wanted {
    let request: ColumnRequest
    let form: FieldSink.Form
    /// The place of the column in each file.
    let places: [Int]
  }

  private func resolved(_ request: ColumnRequest) throws(TableError) -> Wanted {
    var places: [Int] = []
    var kinds: FieldKinds = []
    for source in sources {
      let place = source.file.columnNames.firstIndex(of: request.name) ?? 0
      places.append(place)
      kinds.formUnion(try source.file.kinds(ofColumn: place))
    }
    let form: FieldSink.Form =
      switch request.kind {
      case .any: kinds.form
      case .category: .category
      case .key, .reference: .key
      // The texts of what are no numbers are read as those of separated files are.
      case .number: kinds.subtracting(.number).isEmpty ? .number : .category
      }
    return Wanted(request: request, form: form, places: places)
  }

  private func read(_ wanted: [Wanted], rowCount: Int) throws(TableError) -> [Column] {
    let work = ColumnarWork(
      sources.map(\.file), places: wanted.map(\.places), forms: wanted.map(\.form))
    defer { work.deallocate() }
    let lanes = ColumnLanes(wanted.map(\.form), rowCount: rowCount) { starts in
      work.run(threads: threads, lanes: starts)
    }
    if let error = work.firstError { throw error }
    var columns: [Column] = []
    for (index, column) in wanted.enumerated() {
      columns.append(
        try self.column(column.request, lanes.lanes[index], levels: work.levels(of: index)))
    }
    return columns
  }

  private func column(
    _ request: ColumnRequest, _ lane: ColumnLanes.Lane, levels: [String]
  ) throws(TableError) -> Column {
    switch lane {
    case .numbers(let numbers): return Column(name: request.name, numbers: numbers)
    case .times(let times): return Column(name: request.name, values: .times(times))
    case .keys(let keys): return Column(name: request.name, values: .keys(keys))
    case .truths(let truths):
      let missing = truths.contains(2) ? truths.map { $0 == 2 } : nil
      return Column(
        name: request.name, values: .booleans(truths.map { $0 == 1 }), missing: missing)
    case .codes(let codes):
      let categories = Categories(checkedCodes: codes, levels: levels)
      guard request.kind == .number else {
        return Column(name: request.name, values: .categories(categories))
      }
      let reader = TextNumbers(options)
      do {
        return Column(name: request.name, numbers: try reader.numbers(of: categories))
      } catch {
        throw error.error(column: request.name, at: rowSources.source(ofRow: error.row))
      }
    }
  }

  /// Refuses a key that two rows have, with the text, which is read again for that.
  private func refuseRepeatedKeys(
    in columns: [Column], of table: Table
  ) throws(TableError) {
    for column in columns {
      guard case .keys(let keys) = column.values, let (first, second) = RowKey.repetition(in: keys)
      else { continue }
      let wanted = try resolved(ColumnRequest(column.name, as: .category))
      let texts = try read([wanted], rowCount: table.rowCount)[0].categorized
      guard texts.codes[first] == texts.codes[second] else { continue }
      throw .duplicateKey(texts[first] ?? "", column: column.name, first, second, in: table)
    }
  }
}
