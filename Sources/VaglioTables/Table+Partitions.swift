extension Table {
  /// The table with what the folders of its files say as further columns. They stand where they were
  /// asked for, else behind the others, and instead of columns of the same names in the files.
  func adding(
    _ partitions: [[Partition]], requests: [ColumnRequest]?, options: ReadingOptions
  ) throws(TableError) -> Table {
    let names = partitions.first?.map(\.name) ?? []
    var added: [Column] = []
    for (index, name) in names.enumerated() {
      let kind = requests?.first { $0.name == name }?.kind ?? .any
      let values = partitions.map { $0[index].value }
      added.append(try column(name, values: values, kind: kind, options: options))
    }
    let own = columns.filter { !names.contains($0.name) }
    guard let requests else {
      return Table(columns: own + added, rowCount: rowCount, sources: sources)
    }
    let ordered = requests.compactMap { request in
      (own + added).first { $0.name == request.name }
    }
    return Table(columns: ordered, rowCount: rowCount, sources: sources)
  }

  /// The column of one value per file.
  private func column(
    _ name: String, values: [String?], kind: ColumnRequest.Kind, options: ReadingOptions
  ) throws(TableError) -> Column {
    var fileOfRow: [Int32] = []
    fileOfRow.reserveCapacity(rowCount)
    let ends = sources.runs.dropFirst().map(\.start) + [rowCount]
    for (run, end) in zip(sources.runs, ends) {
      fileOfRow.append(contentsOf: repeatElement(Int32(run.file), count: end - run.start))
    }
    let categories = Categories(files: fileOfRow, values: values)
    switch kind {
    case .any, .category: return Column(name: name, values: .categories(categories))
    case .number:
      do {
        return Column(name: name, numbers: try TextNumbers(options).numbers(of: categories))
      } catch {
        throw error.error(column: name, at: source(ofRow: error.row))
      }
    case .key:
      if let first = categories.codes.indices.first, rowCount > 1 {
        throw TableError(
          .duplicateKey, file: files.first ?? "table", column: name, value: categories[first],
          problem: "is the name of a folder, and not of a row",
          remedy: "every row needs an id of its own")
      }
      return Column(name: name, values: .keys(categories.levels.map(RowKey.hash)))
    case .reference:
      if let row = categories.codes.firstIndex(where: { $0 < 0 }) {
        throw TableError(
          .missingKey, file: source(ofRow: row).file, column: name,
          problem: "the name of the folder says that there is none",
          remedy: "every row needs an id")
      }
      let keys = categories.levels.map(RowKey.hash)
      return Column(name: name, values: .keys(categories.codes.map { keys[Int($0)] }))
    }
  }
}

extension Categories {
  /// The value of each row's file as its category, levels in the order of their first appearance.
  fileprivate init(files: [Int32], values: [String?]) {
    var codes = Array(repeating: Int32(-2), count: values.count)
    var levels: [String] = []
    var known: [String: Int32] = [:]
    let rows = files.map { file -> Int32 in
      let place = Int(file)
      if codes[place] != -2 { return codes[place] }
      guard let value = values[place] else {
        codes[place] = -1
        return -1
      }
      let code = known[value] ?? Int32(levels.count)
      if known.updateValue(code, forKey: value) == nil { levels.append(value) }
      codes[place] = code
      return code
    }
    self.init(checkedCodes: rows, levels: levels)
  }
}
