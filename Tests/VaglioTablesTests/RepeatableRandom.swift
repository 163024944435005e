@testable import VaglioTables

/// A generator that repeats (SplitMix64).
struct RepeatableRandom: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return RowKey.mixed(state)
  }
}

/// What reading some bytes gives: a table, or an error.
func outcome(
  _ bytes: [UInt8], format: TableFormat, threads: Int, pieceBytes: Int = 1 << 16,
  columns: [ColumnRequest]? = nil
) -> Result<Table, TableError> {
  var options = ReadingOptions()
  options.pieceBytes = pieceBytes
  return Result { () throws(TableError) in
    try TableReader(options: options, threads: threads).read(
      bytes: bytes, name: "f", format: format, columns: columns)
  }
}
