/// The first bytes of a file, checked for being text.
struct Opening {
  /// The number of bytes of the mark that says "UTF-8", if there is one.
  let markLength: Int

  /// Checks the first bytes of the file called `name`.
  init(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(TableError) {
    markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.dropFirst(markLength).contains(where: { $0 > 0x20 || $0 == 0 }) else {
      throw TableError(.empty, file: name, problem: "the file is empty")
    }
    for (magic, format) in Self.others where bytes.starts(with: magic) {
      throw TableError(
        .unknownFormat, file: name, problem: "this is \(format), not CSV or JSON lines",
        remedy: "convert it to CSV, JSON lines, Parquet or Arrow")
    }
    if Self.isUTF16(bytes) {
      throw TableError(
        .notUTF8, file: name, problem: "the text is UTF-16, not UTF-8",
        remedy: "convert the file: iconv -f UTF-16 -t UTF-8")
    }
    if bytes.prefix(1 << 16).contains(0) {
      throw TableError(
        .binary, file: name, problem: "the file contains NUL bytes, as no text does",
        remedy: "give a CSV or JSON lines file")
    }
  }

  private static let others: [(magic: [UInt8], format: String)] = [
    (Array("PAR1".utf8), "a Parquet file"), (Array("ARROW1".utf8), "an Arrow file"),
    ([0x50, 0x4B, 0x03, 0x04], "a zip archive or a spreadsheet"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a file compressed twice"),
    (Array("BZh".utf8) + [0x39, 0x31, 0x41], "a file compressed by bzip2"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "a file compressed by xz"),
    (Array("SQLite format 3".utf8), "an SQLite database"),
  ]

  /// A mark of byte order, or NUL in every other of the first bytes.
  private static func isUTF16(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let first = bytes.prefix(64)
    guard first.count >= 4 else { return false }
    let zeros = [0, 1].map { parity in
      first.indices.count { $0 % 2 == parity && first[$0] == 0 }
    }
    return zeros.max() == first.count / 2 && zeros.min() == 0
  }
}
