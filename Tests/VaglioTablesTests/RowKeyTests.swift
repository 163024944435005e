import Testing

@testable import VaglioTables

struct RowKeyTests {
  @Test func `the hash of a text is part of the contract`() {
    // Computed from the definition by another program (Python, integers modulo 2^64).
    #expect(RowKey.hash("") == 0xE220_A839_7B1D_CDAF)
    #expect(RowKey.hash("a1") == 0x8085_5CEC_B20F_FD45)
    #expect(RowKey.hash("12345678") == 0xA953_3BB3_B18E_1302)
    #expect(RowKey.hash("customer-000017") == 0x4AE0_CE53_37FA_39F7)
    #expect(RowKey.ofRow(0) == 0xE220_A839_7B1D_CDAF)
  }

  @Test func `keys are found to be repeated wherever the rows stand`() throws {
    var keys = (0..<100_000).map(RowKey.ofRow)
    #expect(RowKey.repetition(in: keys) == nil)
    keys[77_777] = keys[12_345]
    keys[88_888] = keys[3]
    let found = try #require(RowKey.repetition(in: keys))
    #expect(found == (12_345, 77_777))
    #expect(try #require(RowKey.repetition(in: [5, 0, 7, 0])) == (1, 3))
    let crowded = (0..<5000).map { UInt64($0) }
    #expect(RowKey.repetition(in: crowded) == nil)
    #expect(try #require(RowKey.repetition(in: crowded + [1])) == (1, 5000))
  }

  @Test func `rows without names have keys of their numbers`() throws {
    let table = try read("x\n1\n2\n")
    #expect(try table.rowKeys() == [RowKey.ofRow(0), RowKey.ofRow(1)])
    #expect(try table.rowKeys(id: "x") == [RowKey.hash("1"), RowKey.hash("2")])
  }
}
