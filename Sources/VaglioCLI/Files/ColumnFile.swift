internal import VaglioModels
internal import VaglioTables

/// Columns of numbers and texts as a file: CSV, or a columnar format.
struct ColumnFile {
  /// The column that names the rows, if there is one.
  let id: Column?
  /// What is missing is an empty field.
  let columns: [(name: String, values: FeatureMatrix.Column)]

  /// The file's bytes; without a format, CSV.
  func bytes(_ format: TableWriter.Format?, threads: Int) throws -> [UInt8] {
    guard let format else {
      return ScoreTable(id: id.map { ($0.name, $0.categorized) }, columns: columns)
        .bytes(threads: threads)
    }
    return try TableWriter(format, version: Version.current).bytes(
      of: Table([id].compactMap { $0 } + columns.map { Column(name: $0.name, $0.values) }))
  }
}

extension TableWriter.Format {
  /// The columnar format that a file's name tells; `nil` for all others, which are CSV.
  init?(fileName: String) {
    guard let format = TableFormat(fileName: fileName) else { return nil }
    self.init(rawValue: format.rawValue)
  }
}

extension Column {
  fileprivate init(name: String, _ values: FeatureMatrix.Column) {
    switch values {
    case .numbers(let numbers): self.init(name: name, numbers: numbers)
    case .texts(let texts): self.init(name: name, values: .categories(texts))
    }
  }
}
