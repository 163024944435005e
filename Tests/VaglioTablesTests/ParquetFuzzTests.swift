import Testing

@testable import VaglioTables

/// Damage to good Parquet files never crashes the reader.
struct ParquetFuzzTests {
  private func read(_ bytes: [UInt8], threads: Int = 1) -> Result<Table, TableError> {
    Result { () throws(TableError) in
      try TableReader(threads: threads).read(bytes: bytes, name: "f", format: .parquet)
    }
  }

  @Test func `a file cut at any offset is refused`() throws {
    let whole = try ParquetFixture.bytes("pandas-index.parquet")
    #expect(throws: Never.self) { try read(whole).get() }
    for length in 0..<whole.count {
      #expect(throws: TableError.self) { try read(Array(whole[..<length])).get() }
    }
  }

  @Test(arguments: ["arrow-snappy-1", "duckdb-2", "polars-zstd", "fastparquet-int96"])
  func `a longer file cut at every thousandth byte is refused`(name: String) throws {
    let whole = try ParquetFixture.bytes("\(name).parquet")
    for length in stride(from: 1, to: whole.count, by: 1000) {
      #expect(throws: TableError.self) { try read(Array(whole[..<length])).get() }
    }
  }

  @Test(arguments: [
    "arrow-none-delta-1", "arrow-required-plain-2", "arrow-snappy-split-1", "arrow-gzip-2",
    "arrow-overflowing-dictionary", "arrow-lz4-plain-1", "duckdb-2", "polars-none", "nested",
    "pandas-index",
  ])
  func `files with flipped bytes are read or refused, alike by any number of threads`(
    name: String
  ) throws {
    var random = RepeatableRandom(state: 20_240_229)
    let whole = try ParquetFixture.bytes("\(name).parquet")
    for round in 0..<300 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        // Half of the damage goes into the footer, which has the counts and offsets.
        let isFooter = Bool.random(using: &random)
        let range = isFooter ? bytes.count / 2..<bytes.count : 0..<bytes.count
        let place = Int.random(in: range, using: &random)
        bytes[place] =
          Bool.random(using: &random)
          ? bytes[place] ^ (1 << UInt8.random(in: 0..<8, using: &random))
          : UInt8.random(in: .min ... .max, using: &random)
      }
      let single = read(bytes)
      if round % 10 == 0 { #expect(read(bytes, threads: 3) == single) }
    }
  }
}
