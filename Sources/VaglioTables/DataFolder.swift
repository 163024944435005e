internal import Glibc

/// The data files of a folder, in the order of their names, with those of folders like `year=2024`
/// in it.
///
/// Hidden entries and those whose names begin with `_`, as `_SUCCESS` does, are none. A folder that
/// another tool keeps the history of is refused, for its files hold rows that are not in the table
/// any more.
struct DataFolder {
  /// A file, and what its folders say.
  struct File {
    let path: String
    let partition: [Partition]
  }

  private(set) var files: [File] = []
  private var folderCount = 0
  private static let deepest = 16
  private static let most = 100_000

  /// Looks through the folder at `path`.
  init(_ path: String) throws(TableError) {
    try collect(path, partition: [], depth: 0)
    guard let first = files.first else {
      throw TableError(
        .directory, file: path, problem: "is a directory without a data file",
        remedy: "name files, or a directory with CSV, JSON lines, Parquet or Arrow files")
    }
    let names = first.partition.map(\.name)
    for file in files where file.partition.map(\.name) != names {
      throw TableError(
        .differentHeaders, file: file.path,
        problem: "does not lie in folders of the same names as \(first.path)",
        remedy: "all files of a directory lie below folders of the same names")
    }
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw TableError(
        .duplicateColumn, file: path, column: name,
        problem: "two folders have this name, one in another")
    }
  }

  private mutating func collect(
    _ path: String, partition: [Partition], depth: Int
  ) throws(TableError) {
    folderCount += 1
    guard folderCount <= Self.most else {
      throw TableError(.directory, file: path, problem: "is one of more than \(Self.most) folders")
    }
    for name in try Self.entries(of: path) {
      let child = path.hasSuffix("/") ? path + name : path + "/" + name
      var status = stat()
      guard stat(child, &status) == 0 else { throw .absent(child, errno) }
      if status.st_mode & S_IFMT == S_IFDIR {
        guard let part = Partition(folder: name), depth < Self.deepest else {
          throw TableError(
            .directory, file: child,
            problem: "is a directory inside of a directory of data, and not one like year=2024",
            remedy: "name the directory or the files that are to be read")
        }
        try collect(child, partition: partition + [part], depth: depth + 1)
      } else {
        try add(child, partition)
      }
    }
  }

  private mutating func add(_ path: String, _ partition: [Partition]) throws(TableError) {
    guard files.count < Self.most else {
      throw TableError(.directory, file: path, problem: "is one of more than \(Self.most) files")
    }
    files.append(File(path: path, partition: partition))
  }

  /// The names of what counts, in the order of their bytes.
  private static func entries(of path: String) throws(TableError) -> [String] {
    guard let folder = opendir(path) else { throw .absent(path, errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let tool = keepers[name] {
        throw TableError(
          .unsupported, file: path,
          problem: "is a table of \(tool), whose files hold rows that were deleted or replaced",
          remedy:
            "let \(tool) write the current rows as Parquet files, or pipe them as an Arrow stream")
      }
      if !name.hasPrefix("."), !name.hasPrefix("_") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static let keepers = ["_delta_log": "Delta Lake", ".hoodie": "Apache Hudi"]
}
