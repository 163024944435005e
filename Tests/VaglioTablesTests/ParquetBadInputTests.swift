import Testing

@testable import VaglioTables

/// Parquet files that are damaged, hostile, or beyond what is read.
struct ParquetBadInputTests {
  private func refusal(_ bytes: [UInt8], columns: [ColumnRequest]? = nil) -> TableError? {
    do {
      _ = try TableReader().read(bytes: bytes, name: "f.parquet", columns: columns)
      return nil
    } catch {
      return error
    }
  }

  private func refusal(_ change: (inout ForgedParquet) -> Void) -> TableError? {
    var file = ForgedParquet()
    change(&file)
    return refusal(file.bytes)
  }

  @Test func `a forged file is read like others`() throws {
    let table = try TableReader().read(bytes: ForgedParquet().bytes, name: "f")
    #expect(table["x"]?.numbers == [1, 2, 3])
  }

  @Test func `levels of the old bit-packed encoding are read from the highest bit on`() throws {
    // Bits 1 0 1 of the byte 0b1010_0000: the second row lacks its value.
    var file = ForgedParquet(repetition: 1, levelEncoding: 4)
    file.page = [0b1010_0000, 7, 0, 0, 0, 9, 0, 0, 0]
    let numbers = try #require(TableReader().read(bytes: file.bytes, name: "f")["x"]?.numbers)
    #expect(numbers[0] == 7 && numbers[1].isNaN && numbers[2] == 9)
  }

  @Test func `a page in Hadoop's framing of LZ4 is read`() throws {
    var file = ForgedParquet(codec: 5)
    // One block of literals: the token's high half is their count, 12.
    let block = [12 << 4] + file.page
    file.uncompressedSize = 12
    file.page = [0, 0, 0, 12, 0, 0, 0, 13] + block
    #expect(try TableReader().read(bytes: file.bytes, name: "f")["x"]?.numbers == [1, 2, 3])
    file.page = block
    file.codec = 7
    #expect(try TableReader().read(bytes: file.bytes, name: "f")["x"]?.numbers == [1, 2, 3])
    file.codec = 5
    #expect(try TableReader().read(bytes: file.bytes, name: "f")["x"]?.numbers == [1, 2, 3])
  }

  @Test func `a page in two members of gzip is refused when it is cut, and bombs are`() {
    #expect(refusal { $0.codec = 2 }?.kind == .corruptFile)
    #expect(refusal { ($0.codec, $0.uncompressedSize) = (2, 1 << 30) }?.kind == .corruptFile)
    #expect(refusal { ($0.codec, $0.uncompressedSize) = (1, 1 << 30) }?.kind == .corruptFile)
    #expect(refusal { ($0.codec, $0.uncompressedSize) = (6, 1 << 30) }?.kind == .corruptFile)
  }

  @Test func `claims of impossible counts and sizes are refused`() {
    for rows in [.max, .min, -1, 1 << 40, 1 << 31, 4] as [Int64] {
      #expect(refusal { $0.fileRows = rows }?.kind == .corruptFile)
      #expect(refusal { $0.rows = rows }?.kind == .corruptFile)
      #expect(refusal { $0.chunkValues = rows }?.kind == .corruptFile)
    }
    for values in [1 << 31 - 1, -1, 4, -(1 << 31)] as [Int64] {
      #expect(refusal { $0.pageValues = values }?.kind == .corruptFile)
    }
    for size in [1 << 31 - 1, -1, 1 << 20, -(1 << 31), 13, 11] as [Int64] {
      #expect(refusal { $0.uncompressedSize = size }?.kind == .corruptFile)
      #expect(refusal { $0.compressedSize = size }?.kind == .corruptFile)
    }
    for offset in [.max, .min, -1, 0, 3, 1 << 40, 60] as [Int64] {
      #expect(refusal { $0.offset = offset }?.kind == .corruptFile)
    }
    for size in [.max, .min, -1, 1 << 40] as [Int64] {
      #expect(refusal { $0.chunkSize = size }?.kind == .corruptFile)
    }
  }

  /// A block of zstd makes at most 131,072 bytes of four: memory for more is not even asked for.
  @Test func `a page of zstd that claims more than it can hold is refused by its claim`() {
    #expect(
      refusal { ($0.codec, $0.uncompressedSize) = (6, 1 << 30) }?.problem
        == "the Parquet file is damaged: a page claims an impossible size")
  }

  @Test func `pages without values, over and over, end with the file`() {
    #expect(refusal { ($0.pageValues, $0.page) = (0, []) }?.kind == .corruptFile)
  }

  @Test func `schemas that contradict themselves are refused`() {
    for count in [0, 2, -1, 1 << 31 - 1, -(1 << 31)] as [Int64] {
      #expect(refusal { $0.childCount = count }?.kind == .corruptFile)
    }
    #expect(refusal { $0.groupCount = 1 << 60 }?.kind == .corruptFile)
    #expect(refusal { $0.groupCount = 2 }?.kind == .corruptFile)
    #expect(refusal { $0.physical = 8 }?.kind == .unsupported)
    #expect(refusal { $0.repetition = 2 }?.kind == .unsupported)
    #expect(refusal { ($0.physical, $0.typeLength) = (7, -5) }?.kind == .unsupported)
    #expect(refusal { ($0.physical, $0.typeLength) = (7, 1 << 31 - 1) }?.kind == .unsupported)
  }

  /// A field of the greatest number, and one behind it by 1.
  @Test func `fields of impossible numbers are refused`() {
    for number in [Int64.max, .min, 32_767] {
      let zigzag = UInt64(bitPattern: (number << 1) ^ (number >> 63))
      let bytes: [UInt8] = [0x05] + ThriftBytes.varint(zigzag) + [2, 0x15, 2, 0]
      #expect(throws: ParquetFault.self) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(ParquetFault) in
          var reader = ThriftReader(buffer)
          try reader.skip(.structure)
        }
      }
    }
  }

  @Test func `structures nested without end are refused`() {
    let deep = [UInt8](repeating: 0x1C, count: 200_000)
    #expect(refusal(ForgedParquet.file(pages: [], footer: deep))?.kind == .corruptFile)
    let lists = [0x19] + [UInt8](repeating: 0x19, count: 200_000)
    #expect(refusal(ForgedParquet.file(pages: [], footer: lists))?.kind == .corruptFile)
  }

  @Test(arguments: [(0, 3), (1, 10), (2, 0), (3, 0), (5, 6), (6, 0), (7, 0), (9, 0)])
  func `an encoding that does not fit its type is refused`(encoding: Int64, physical: Int64) {
    let error = refusal { ($0.encoding, $0.physical) = (encoding, physical) }
    #expect(error?.kind == .corruptFile || error?.kind == .unsupported)
  }

  @Test func `rows that no byte vouches for are refused before memory is taken`() {
    // A run of two milliards of equal values takes five bytes.
    let error = refusal {
      $0.rows = 1 << 31 - 1
      $0.physical = 0
      $0.encoding = 3
      $0.page = [6, 0, 0, 0] + ThriftBytes.varint(UInt64(1 << 31 - 1) << 1) + [1]
    }
    #expect(error?.kind == .corruptFile)
  }

  @Test func `a column of nulls that has values is refused`() {
    // In a table with a column of truth values, the column of nulls would be kept as these.
    let file = ForgedParquet(logical: 11)
    #expect(refusal(file.bytes)?.kind == .corruptFile)
  }

  @Test func `columns that overlap are refused`() {
    #expect(refusal { $0.chunkSize = 400 }?.kind == .corruptFile)
  }

  @Test func `a value outside of its dictionary is refused`() throws {
    let good = try ParquetFixture.bytes("arrow-required-1.parquet")
    #expect(refusal(good) == nil)
    #expect(refusal { ($0.encoding, $0.page) = (8, [2, 3, 0xFF]) }?.kind == .corruptFile)
    #expect(refusal { ($0.encoding, $0.page) = (8, [33, 3, 0xFF]) }?.kind == .corruptFile)
  }

  @Test(arguments: [
    ("nested.parquet", "tags", "nested"), ("nested.parquet", "place", "nested"),
    ("nested.parquet", "pairs", "nested"), ("nested.parquet", "span", "decimals of 60 digits"),
    ("encrypted-column.parquet", "closed", "encrypted"), ("encrypted.parquet", "open", "encrypted"),
    ("duckdb-brotli.parquet", "few", "Brotli"),
  ])
  func `what is not read is refused by its name, with the way out`(
    file: String, column: String, word: String
  ) {
    let error = #expect(throws: TableError.self) {
      try TableReader().read([ParquetFixture.path(file)], columns: [ColumnRequest(column)])
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.problem.contains(word) == true)
    #expect(error?.remedy != nil)
  }

  @Test(arguments: [("nested.parquet", ["x", "y"]), ("encrypted-column.parquet", ["open"])])
  func `the other columns of such a file are read`(file: String, columns: [String]) throws {
    let table = try TableReader().read(
      [ParquetFixture.path(file)], columns: columns.map { ColumnRequest($0) })
    #expect(table["x"]?.numbers ?? [1, 2] == [1, 2])
    #expect(table["y"]?.numbers ?? [3.5, 4.5] == [3.5, 4.5])
    #expect(table["open"]?.numbers ?? [1, 2] == [1, 2])
  }

  @Test func `bytes that are no text are refused with their row`() {
    func refusal(_ column: String) -> TableError? {
      #expect(throws: TableError.self) {
        try TableReader().read(
          [ParquetFixture.path("not-text.parquet")], columns: [ColumnRequest(column)])
      }
    }
    #expect(refusal("bytes")?.kind == .notUTF8)
    #expect(refusal("bytes")?.row == 1)
    #expect(refusal("nul")?.kind == .binary)
  }

  @Test func `files without rows, and with two columns of a name, are refused`() {
    let reader = TableReader()
    let empty = #expect(throws: TableError.self) {
      try reader.read([ParquetFixture.path("no-rows.parquet")])
    }
    #expect(empty?.kind == .noRows)
    let repeated = #expect(throws: TableError.self) {
      try reader.read([ParquetFixture.path("repeated-name.parquet")])
    }
    #expect(repeated?.kind == .duplicateColumn)
  }

  @Test func `a file that is none, or is compressed as a whole, is told so`() {
    func refusal(_ bytes: [UInt8]) -> TableError? {
      #expect(throws: TableError.self) {
        try TableReader().read(bytes: bytes, name: "f.parquet", format: .parquet)
      }
    }
    #expect(refusal(Array("a,b\n1,2\n".utf8))?.kind == .unknownFormat)
    #expect(refusal([0x1F, 0x8B, 8, 0])?.remedy?.contains("gunzip") == true)
    #expect(refusal([])?.kind == .unknownFormat)
    #expect(refusal(Array("PAR1".utf8))?.kind == .corruptFile)
    #expect(refusal(Array("PAR1\0\0\0\0PAR1".utf8))?.kind == .corruptFile)
  }

  @Test func `a wrong checksum is found`() throws {
    var bytes = try ParquetFixture.bytes("arrow-none-checksum-2.parquet")
    let double = [ColumnRequest("double")]
    #expect(refusal(bytes, columns: double) == nil)
    var found = 0
    // Each byte of the first half of the file belongs to a page; no other column is harmed.
    for place in stride(from: 100, to: bytes.count / 2, by: 97) {
      bytes[place] ^= 1
      if let error = refusal(bytes) {
        #expect(error.kind == .corruptFile || error.kind == .unsupported)
        found += 1
      }
      bytes[place] ^= 1
    }
    #expect(found > 50)
  }
}
