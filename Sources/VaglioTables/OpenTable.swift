/// A file that lies open at its first record.
///
/// A class because its window moves.
final class OpenTable {
  let name: String
  let format: TableFormat
  let window: ByteWindow
  /// The names in the header; for JSON lines those that are wanted.
  let fieldNames: [String]
  /// The number of lines before the first record.
  let headerLines: Int
  private let dialect: Dialect

  /// Opens a file and reads its header; `wanted` are the names to look for in JSON lines.
  init(
    _ source: TableSource, format: TableFormat?, wanted: [String], options: ReadingOptions,
    threads: Int
  ) throws(TableError) {
    name = source.name
    window = ByteWindow(
      try source.open(), capacity: options.pieceBytes * (threads == 1 ? 1 : threads * 2))
    var bytes = try window.bytes(atLeast: 1 << 16)
    let opening = try Opening(bytes, name: name)
    window.consume(opening.markLength)
    bytes = try window.bytes(atLeast: 1)
    let format = format ?? TableFormat(fileName: name) ?? TableFormat(opening: bytes)
    self.format = format
    guard format == .csv else {
      (fieldNames, headerLines, dialect) = (wanted, 0, Dialect(separator: UInt8(ascii: ",")))
      return
    }
    let header = try Self.header(window, options: options, name: name)
    window.consume(header.length)
    (fieldNames, headerLines, dialect) = (header.names, header.lineCount, header.dialect)
  }

  private static func header(
    _ window: ByteWindow, options: ReadingOptions, name: String
  ) throws(TableError) -> Header {
    var wish = 1 << 16
    while true {
      let bytes = try window.bytes(atLeast: wish)
      let isAll = window.isAtEnd || wish >= options.longestRow
      let header = try Header(
        bytes, isAtEnd: isAll, separator: options.separator, file: name)
      if let header { return header }
      wish *= 4
    }
  }

  /// The byte that ends a record.
  var newline: UInt8 { dialect.newline }

  /// The end of the last complete record in `bytes[start..<limit]`; `nil` when none ends there.
  func endOfLastRecord(in bytes: UnsafePointer<UInt8>, from start: Int, to limit: Int) -> Int? {
    format == .csv
      ? dialect.endOfLastRecord(in: bytes, from: start, to: limit)
      : dialect.endOfLastLine(in: bytes, from: start, to: limit)
  }

  /// Parses whole records into the columns that `routes` leads each field to.
  func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, routes: [Int32], options: ReadingOptions,
    into table: PieceTable
  ) {
    guard let start = bytes.baseAddress else { return }
    guard format == .csv else {
      let names = LevelTable(fieldNames)
      var piece = JSONLinesPiece(
        bytes, from: start, names: names, longestField: options.longestField, into: table)
      return piece.parse().deallocate()
    }
    routes.withUnsafeBufferPointer { routes in
      var piece = SeparatedPiece(
        bytes, from: start, dialect: dialect, routes: routes,
        longestField: options.longestField, into: table)
      piece.parse()
    }
  }

  /// The names of all members of all lines of a JSON lines file, in the order of their first
  /// appearance; reads the file to its end, or to the first line that is not an object.
  func memberNames(options: ReadingOptions) throws(TableError) -> [String] {
    var names = LevelTable()
    defer { names.deallocate() }
    var wish = options.pieceBytes
    while true {
      let bytes = try window.bytes(atLeast: wish)
      guard let start = bytes.baseAddress, !bytes.isEmpty else { break }
      let end = dialect.endOfLastLine(in: start, from: 0, to: bytes.count)
      if end == nil, !window.isAtEnd, wish < options.longestRow {
        wish *= 2
        continue
      }
      let count = window.isAtEnd ? bytes.count : end ?? bytes.count
      if count == bytes.count { window.setSentinel(newline) }
      let table = PieceTable([])
      var piece = JSONLinesPiece(
        UnsafeBufferPointer(rebasing: bytes[..<count]), from: start, names: names,
        discovers: true, longestField: options.longestField, into: table)
      names = piece.parse()
      if table.failure != nil { break }
      try refuseTooMany(names)
      window.consume(count)
    }
    var texts: [String] = []
    names.forEach { bytes, _ in texts.append(String(decoding: bytes, as: UTF8.self)) }
    return texts
  }

  private func refuseTooMany(_ names: LevelTable) throws(TableError) {
    guard names.count > Self.mostMembers else { return }
    throw TableError(
      .tooManyColumns, file: name,
      problem: "the objects have more than \(Self.mostMembers) different names",
      remedy: "name the columns to read")
  }

  private static let mostMembers = 16_384
}
