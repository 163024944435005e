/// The steps by which a reader makes a table of files.
struct TableReading {
  let sources: [TableSource]
  let format: TableFormat?
  let requests: [ColumnRequest]?
  let options: ReadingOptions
  let threads: Int

  /// Reads the table.
  func table() throws(TableError) -> Table {
    let markers = LevelTable(options.missingMarkers)
    defer { markers.deallocate() }
    let requests = try resolvedRequests()
    let wanted = requests.map {
      TablePass.Wanted(name: $0.name, kind: $0.kind, form: Self.form(of: $0.kind))
    }
    let first = try pass(wanted, markers)
    let table = try assemble(first, try secondPass(after: first, markers))
    let unique = Set(wanted.filter { $0.kind == .key }.map(\.name))
    try refuseRepeatedKeys(
      in: table.columns.filter { unique.contains($0.name) }, of: table, markers)
    return table
  }

  private static func form(of kind: ColumnRequest.Kind) -> FieldSink.Form {
    switch kind {
    case .any: .unsettled
    case .category: .category
    case .key, .reference: .key
    case .number: .number
    }
  }

  /// What to read: the requests, each column once, or all columns of the first file.
  private func resolvedRequests() throws(TableError) -> [ColumnRequest] {
    guard let requests else { return try columnNames().map { ColumnRequest($0) } }
    return ColumnRequest.resolved(requests)
  }

  /// The names of all columns.
  func columnNames() throws(TableError) -> [String] {
    guard let source = sources.first else { return [] }
    let file = try open(source, wanted: [])
    try refuseNumbersAsNames(file)
    guard file.format == .jsonl else { return file.fieldNames }
    var names: [String] = []
    for source in sources {
      let file = try open(source, wanted: [])
      let known = Set(names)
      names += try file.memberNames(options: options).filter { !known.contains($0) }
    }
    return names
  }

  private func open(_ source: TableSource, wanted: [String]) throws(TableError) -> OpenTable {
    try OpenTable(source, format: format, wanted: wanted, options: options, threads: threads)
  }

  private func refuseNumbersAsNames(_ file: OpenTable) throws(TableError) {
    guard file.format == .csv, !file.fieldNames.isEmpty,
      file.fieldNames.allSatisfy({ Double($0) != nil })
    else { return }
    throw TableError(
      .noHeader, file: file.name, line: file.headerLines,
      value: file.fieldNames.joined(separator: ","),
      problem: "has only numbers: it seems to be a row, not a header",
      remedy: "add a line with the names of the columns")
  }

  private func pass(
    _ wanted: [TablePass.Wanted], _ markers: LevelTable
  ) throws(TableError) -> TablePass {
    var pass = TablePass(
      wanted, options: options, threads: threads, markers: markers, files: sources)
    var header: [String]?
    for (index, source) in sources.enumerated() {
      let file = try open(source, wanted: wanted.map(\.name))
      if file.format == .csv {
        try refuseDifference(header, in: file)
        try refuseMissing(wanted, in: file)
        header = header ?? file.fieldNames
      }
      try pass.read(file, index: index)
    }
    try refuseAbsentMembers(of: pass)
    guard pass.rowCount > 0 else {
      throw TableError(
        .noRows, file: sources.first?.name ?? "table", problem: "there is no row below the header")
    }
    return pass
  }

  private func refuseMissing(
    _ wanted: [TablePass.Wanted], in file: OpenTable
  ) throws(TableError) {
    let known = Set(file.fieldNames)
    for column in wanted where !known.contains(column.name) {
      try refuseNumbersAsNames(file)
      throw .missingColumn(column.name, among: file.fieldNames, file: file.name)
    }
  }

  /// Refuses a column of which no line of the JSON lines files has a value or even the name.
  private func refuseAbsentMembers(of pass: TablePass) throws(TableError) {
    guard pass.rowCount > 0 else { return }
    for (index, builder) in pass.builders.enumerated() where builder.isBlank {
      let file = try open(sources[0], wanted: [])
      guard file.format == .jsonl else { return }
      let names = try file.memberNames(options: options)
      guard !names.contains(pass.wanted[index].name) else { continue }
      throw .missingColumn(pass.wanted[index].name, among: names, file: file.name)
    }
  }

  private func refuseDifference(
    _ header: [String]?, in file: OpenTable
  ) throws(TableError) {
    guard let header else { return }
    try TableError.refuseDifference(header, sources[0].name, file.fieldNames, file.name)
  }

  /// Reads the columns again whose type turned out to be another than their beginning showed.
  private func secondPass(
    after first: TablePass, _ markers: LevelTable
  ) throws(TableError) -> TablePass? {
    let wanted = first.wanted.indices.compactMap { index -> TablePass.Wanted? in
      let builder = first.builders[index]
      guard first.wanted[index].kind == .any, builder.hasFallen else { return nil }
      return TablePass.Wanted(name: builder.name, kind: .any, form: builder.settledForm)
    }
    return wanted.isEmpty ? nil : try pass(wanted, markers)
  }

  private func assemble(_ first: TablePass, _ second: TablePass?) throws(TableError) -> Table {
    var columns: [Column] = []
    for builder in first.builders {
      let replacement = second?.builders.first { $0.name == builder.name }
      columns.append((replacement ?? builder).column())
    }
    if let second, second.rowCount != first.rowCount {
      throw TableError(
        .unreadable, file: sources[0].name, problem: "the file changed while it was read",
        remedy: "read it when nothing writes to it")
    }
    return Table(columns: columns, rowCount: first.rowCount, sources: first.sources)
  }

  /// Refuses a key that two rows have, with the text, which is read again for that.
  private func refuseRepeatedKeys(
    in columns: [Column], of table: Table, _ markers: LevelTable
  ) throws(TableError) {
    for column in columns {
      guard case .keys(let keys) = column.values, let (first, second) = RowKey.repetition(in: keys)
      else { continue }
      let again = try pass(
        [TablePass.Wanted(name: column.name, kind: .category, form: .category)], markers)
      guard case .categories(let texts)? = again.builders.first?.column().values,
        texts.codes.indices.contains(second), texts[first] == texts[second]
      else { continue }
      throw .duplicateKey(texts[first] ?? "", column: column.name, first, second, in: table)
    }
  }
}
