/// The reading of sources of one format, whichever it is.
struct SourceReading {
  let sources: [TableSource]
  let format: TableFormat?
  let requests: [ColumnRequest]?
  let options: ReadingOptions
  let threads: Int

  /// Reads the table.
  func table() throws(TableError) -> Table {
    let formats = try formats()
    try refuseMixture(formats)
    let partitions = sources.map(\.partition)
    let names = Set(partitions.first?.map(\.name) ?? [])
    try refusePartitions(unlike: names)
    let own = requests.map { ColumnRequest.resolved($0).filter { !names.contains($0.name) } }
    let table = try table(of: own, formats.first ?? nil)
    return names.isEmpty
      ? table : try table.adding(partitions, requests: requests, options: options)
  }

  /// The names of the columns, those of folders last. Of columnar files only their metadata are read,
  /// of separated ones the header; JSON lines are read to their end.
  func columnNames() throws(TableError) -> [String] {
    let formats = try formats()
    try refuseMixture(formats)
    let folders = sources.first?.partition.map(\.name) ?? []
    let own: [String]
    if let source = sources.first, let known = formats[0], known.isColumnar {
      own = try known.columnarFile(try source.stored()).columnNames
    } else {
      own = try TableReading(
        sources: sources, format: format, requests: nil, options: options, threads: threads
      ).columnNames()
    }
    return own.filter { !folders.contains($0) } + folders
  }

  private func table(
    of requests: [ColumnRequest]?, _ known: TableFormat?
  ) throws(TableError) -> Table {
    guard let known, known.isColumnar else {
      return try TableReading(
        sources: sources, format: format, requests: requests, options: options, threads: threads
      ).table()
    }
    var files: [ColumnarReading.Source] = []
    for source in sources {
      let bytes = try source.stored()
      let file = try known.columnarFile(bytes)
      files.append(ColumnarReading.Source(name: source.name, byteCount: bytes.count, file: file))
    }
    return try ColumnarReading(
      sources: files, requests: requests, options: options, threads: threads
    ).table()
  }

  /// The format of each source; `nil` where only its text will tell.
  private func formats() throws(TableError) -> [TableFormat?] {
    var formats: [TableFormat?] = []
    for source in sources {
      if let format {
        formats.append(format)
        continue
      }
      let opening = try source.opening()
      let known = TableFormat(columnarOpening: opening) ?? TableFormat(fileName: source.name)
      if source.isFound, known == nil { throw .noData(source.name) }
      formats.append(known)
    }
    return formats
  }

  /// Refuses columnar files among others, and in a directory any two formats.
  private func refuseMixture(_ formats: [TableFormat?]) throws(TableError) {
    for (source, format) in zip(sources, formats) where format != formats[0] {
      guard format?.isColumnar == true || formats[0]?.isColumnar == true || source.isFound else {
        continue
      }
      let (this, first) = (format?.title ?? "text", formats[0]?.title ?? "text")
      throw TableError(
        .mixedFormats, file: source.name,
        problem: "is \(this), but \(sources[0].name) is \(first)",
        remedy: "files that are read together have the same format")
    }
  }

  private func refusePartitions(unlike names: Set<String>) throws(TableError) {
    for source in sources where Set(source.partition.map(\.name)) != names {
      throw TableError(
        .differentHeaders, file: source.name,
        problem: "does not lie in folders of the same names as \(sources[0].name)",
        remedy: "files that are read together have the same columns")
    }
  }
}

extension TableFormat {
  /// The columns of a file of this columnar format.
  func columnarFile(_ bytes: StoredBytes) throws(TableError) -> any ColumnarFile {
    switch self {
    case .parquet: return try ParquetFile(bytes)
    case .arrow: return try ArrowFile(bytes)
    case .csv, .jsonl:
      throw TableError(
        .unknownFormat, file: bytes.name, problem: "this is \(title), which is not read as columns",
        remedy: "read it as text")
    }
  }
}

extension TableError {
  fileprivate static func noData(_ name: String) -> TableError {
    TableError(
      .unknownFormat, file: name,
      problem: "lies among the data, and its name tells no format of data",
      remedy: "name the files that are to be read, or say --input-format")
  }
}
