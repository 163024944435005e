internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioTables

/// The data of an analysis: files that can be read again, or the bytes of a pipe.
struct InputData {
  private enum Origin {
    case files([String])
    case pipe([UInt8], name: String)
  }

  private let origin: Origin
  private let format: TableFormat?
  private let reader: TableReader

  /// The data that a plan names. A pipe is read to its end here, once, because its digest and the
  /// names of single rows are wanted besides its table.
  init(_ plan: AnalysisPlan) throws(Trouble) {
    try self.init(
      plan.data, format: plan.format,
      options: ReadingOptions(
        separator: plan.separator?.scalar,
        unreadableNumbers: plan.missing == .drop ? .countAsMissing : .refuse),
      threads: plan.threads)
  }

  /// The data in `paths`.
  init(
    _ paths: [String], format: TableFormat?, options: ReadingOptions, threads: Int
  ) throws(Trouble) {
    self.format = format
    reader = TableReader(options: options, threads: threads)
    let pipes = paths.filter { $0 == "-" || PathName($0).kind == .other }
    guard let pipe = pipes.first else {
      origin = .files(paths)
      return
    }
    guard paths.count == 1 else {
      throw Trouble(
        "\(pipe == "-" ? "standard input" : pipe): a stream is read alone, not with other files")
    }
    origin = .pipe(
      try FileContents.bytes(of: pipe), name: pipe == "-" ? "standard input" : pipe)
  }

  /// Reads the columns; `nil` reads all.
  func table(_ columns: [ColumnRequest]? = nil) throws(TableError) -> Table {
    switch origin {
    case .files(let paths): try reader.read(paths, format: format, columns: columns)
    case .pipe(let bytes, let name):
      try reader.read(bytes: bytes, name: name, format: format, columns: columns)
    }
  }

  /// The files by name and digest, with the rows read from each and those of them left out.
  func sources(
    _ table: Table, kept: Table, reasons: [String: [String: Int]] = [:]
  ) throws(Trouble) -> [Provenance.Source] {
    switch origin {
    case .pipe(let bytes, let name):
      return [
        Provenance.Source(
          name: name == "standard input" ? "-" : PathName(name).lastComponent,
          sha256: FileContents.sha256(of: bytes), rows: table.rowCount,
          dropped: table.rowCount - kept.rowCount, reasons: reasons[name] ?? [:])
      ]
    case .files:
      // A directory stands for the files in it.
      let files = table.files
      let (rows, keptRows) = (table.rowCounts(of: files), kept.rowCounts(of: files))
      var sources: [Provenance.Source] = []
      for (index, path) in files.enumerated() {
        sources.append(
          Provenance.Source(
            name: PathName(path).lastComponent, sha256: try FileContents.sha256(of: path),
            rows: rows[index], dropped: rows[index] - keptRows[index],
            reasons: rows[index] == 0 ? [:] : reasons[path] ?? [:]))
      }
      return sources
    }
  }

  /// The names of the columns as the data's beginning tells them; none where it doesn't.
  ///
  /// Of a text the first rows are looked at, for the lines of JSON may name more to their end.
  func glimpseOfColumnNames() -> Set<String> {
    switch origin {
    case .pipe(let bytes, let name):
      let names = namesOfText(bytes.prefix(Self.glimpse), name)
      guard names.isEmpty else { return names }
      let table = try? reader.read(bytes: bytes, name: name, format: format)
      return Set(table?.columnNames ?? [])
    case .files(let paths):
      let opening = paths.first.flatMap { path in
        (try? FileContents.opening(of: path, count: Self.glimpse)).map { ($0[...], path) }
      }
      let names = opening.map(namesOfText) ?? []
      guard names.isEmpty else { return names }
      return Set((try? reader.columnNames(paths, format: format)) ?? [])
    }
  }

  /// Some rows: the first of a text, else all.
  func sample() throws(TableError) -> Table {
    let first: Table? =
      switch origin {
      case .pipe(let bytes, let name): beginning(bytes.prefix(Self.glimpse), name)
      case .files(let paths):
        paths.first.flatMap { path in
          (try? FileContents.opening(of: path, count: Self.glimpse)).flatMap {
            beginning($0[...], path)
          }
        }
      }
    guard let first else { return try table() }
    return first
  }

  private func namesOfText(_ bytes: ArraySlice<UInt8>, _ name: String) -> Set<String> {
    Set(beginning(bytes, name)?.columnNames ?? [])
  }

  private func beginning(_ bytes: ArraySlice<UInt8>, _ name: String) -> Table? {
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    return try? reader.read(bytes: Array(bytes[...end]), name: name, format: format)
  }

  private static let glimpse = 1 << 16

  /// The values of an id column by their keys, for a few keys; none where there are too many rows
  /// to look through them again.
  func names(ofKeys keys: Set<UInt64>, id: String, rowCount: Int) throws(TableError)
    -> [UInt64: String]
  {
    guard rowCount <= 1_000_000, !keys.isEmpty else { return [:] }
    var names: [UInt64: String] = [:]
    let column = try table([ColumnRequest(id, as: .category)]).column(id)
    for name in column.categorized.levels {
      let key = RowKey.hash(name)
      if keys.contains(key) { names[key] = name }
    }
    return names
  }
}

extension Table {
  /// How many rows came from each of the files that were read one after another.
  fileprivate func rowCounts(of paths: [String]) -> [Int] {
    let order = Dictionary(zip(paths, paths.indices)) { first, _ in first }
    let ends = paths.indices.map { index in
      firstRow { order[source(ofRow: $0).file] ?? 0 > index }
    }
    return zip(ends, [0] + ends).map { $0 - $1 }
  }

  /// The first row of which `isBehind` holds, where it holds of all rows from one on.
  private func firstRow(where isBehind: (Int) -> Bool) -> Int {
    var (low, high) = (0, rowCount)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
