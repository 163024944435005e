import Testing

@testable import VaglioTables

struct ColumnSummaryTests {
  @Test func `a number column is summed up by its range`() {
    // 1e16 + 1 - 1e16 + 2 = 3 over 4 values; plain summation loses the 1.
    let summary = Column(name: "x", numbers: [1e16, 1, -1e16, .nan, 2]).summary
    #expect(summary.type == "number")
    #expect(summary.count == 5)
    #expect(summary.missing == 1)
    #expect(summary.range?.minimum == -1e16)
    #expect(summary.range?.maximum == 1e16)
    #expect(summary.range?.mean == 0.75)
    #expect(summary.distinct == nil)
  }

  @Test func `a category column is summed up by its commonest levels`() {
    let summary = Column(name: "g", texts: ["c", "a", "b", "a", nil, "b"]).summary
    #expect(summary.distinct == 3)
    #expect(summary.missing == 1)
    #expect(summary.commonest.map(\.text) == ["a", "b", "c"])
    #expect(summary.commonest.map(\.count) == [2, 2, 1])
  }

  @Test func `times and missing columns have summaries as well`() throws {
    let table = try read("t,n\n2024-03-01T00:30+01:00,\n1969-12-31,\n")
    #expect(table["t"]?.summary.times == ["1969-12-31", "2024-02-29T23:30:00Z"])
    #expect(table["n"]?.summary.range == nil)
    #expect(table["n"]?.summary.missing == 2)
  }
}
