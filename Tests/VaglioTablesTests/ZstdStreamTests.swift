import CZstd
import Testing

@testable import VaglioTables

struct ZstdStreamTests {
  private func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let capacity = output.count
    let count = ZSTD_compress(&output, capacity, bytes, bytes.count, 3)
    try #require(ZSTD_isError(count) == 0)
    return Array(output.prefix(count))
  }

  private func refusal(_ bytes: [UInt8]) -> TableError? {
    #expect(throws: TableError.self) { try TableReader().read(bytes: bytes, name: "f.csv.zst") }
  }

  @Test func `whole files of one or more frames are read, damaged ones refused`() throws {
    let plain = Array("a,b\n".utf8) + (0..<50_000).flatMap { Array("\($0),x\($0 % 7)\n".utf8) }
    let whole = try compressed(plain)
    #expect(try TableReader().read(bytes: whole, name: "f.csv.zst").rowCount == 50_000)
    let twice = try whole + compressed(Array("1,y\n".utf8))
    #expect(try TableReader().read(bytes: twice, name: "f.csv.zst").rowCount == 50_001)
    for cut in [5, 20, whole.count / 2, whole.count - 1] {
      #expect(refusal(Array(whole.prefix(cut)))?.kind == .corruptCompression)
    }
    #expect(refusal(whole + [1, 2, 3])?.kind == .corruptCompression)
    #expect(refusal(Array(twice.dropLast()))?.kind == .corruptCompression)
  }

  @Test func `a bomb of zeros is refused from its beginning`() throws {
    let bomb = try compressed([UInt8](repeating: 0, count: 1 << 24))
    #expect(refusal(bomb)?.kind == .binary)
  }

  @Test func `JSON lines are read from zstd as well`() throws {
    let bytes = try compressed(Array("{\"a\":1}\n{\"a\":2}\n".utf8))
    #expect(try TableReader().read(bytes: bytes, name: "standard input")["a"]?.numbers == [1, 2])
  }
}
