/// A file with rows, named or found in a directory.
public struct DataFile: Hashable, Sendable {
  /// Its path.
  public let path: String
  /// The columns that the names of its folders stand for, as in `year=2024`.
  public let folderColumns: [String]

  /// The files that paths stand for: a directory for the data files in it.
  public static func files(_ paths: [String]) throws(TableError) -> [DataFile] {
    var files: [DataFile] = []
    for path in paths {
      guard try TableSource.isFolder(path) else {
        files.append(DataFile(path: path, folderColumns: []))
        continue
      }
      files += try DataFolder(path).files.map {
        DataFile(path: $0.path, folderColumns: $0.partition.map(\.name))
      }
    }
    return files
  }
}

extension TableReader {
  /// The names of the columns in a Parquet or Arrow file; `nil` for a text.
  public func columnNames(
    ofColumnar path: String, format: TableFormat? = nil
  ) throws(TableError) -> [String]? {
    try columnNames(TableSource(path: path, keepsPipes: true), format)
  }

  /// The names of the columns in the contents of a Parquet or Arrow file; `nil` for a text.
  public func columnNames(
    ofColumnar bytes: [UInt8], name: String, format: TableFormat? = nil
  ) throws(TableError) -> [String]? {
    try columnNames(TableSource(bytes: bytes, name: name), format)
  }

  private func columnNames(
    _ source: TableSource, _ format: TableFormat?
  ) throws(TableError) -> [String]? {
    let known = try format ?? TableFormat(columnarOpening: source.opening())
    guard let known, known.isColumnar else { return nil }
    return try known.columnarFile(source.stored()).columnNames
  }
}
