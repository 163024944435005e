import Testing

@testable import VaglioTables

struct TableSelectionTests {
  private let text = "x,g,b\n1,u,true\n\n,v,\n3,,false\n4,u,true\n"

  @Test func `rows that are left keep their values and their places`() throws {
    let table = try read(text).withoutMissing(in: ["x", "g"])
    #expect(table["x"]?.values == .numbers([1, 4]))
    #expect(table["x"]?.missing == nil)
    #expect(table["g"]?.categorized == Categories(codes: [0, 0], levels: ["u", "v"]))
    #expect(table["b"]?.values == .booleans([true, true]))
    #expect(table.source(ofRow: 0) == RowSource(file: "data.csv", row: 1, line: 2))
    #expect(table.source(ofRow: 1) == RowSource(file: "data.csv", row: 4, line: 6))
    #expect(table.selecting([1, 0]).source(ofRow: 0).row == 4)
  }

  @Test func `a table without rows can result`() throws {
    let none = try read(text).rows { _ in false }
    #expect(none.rowCount == 0)
    #expect(none.columnNames == ["x", "g", "b"])
  }

  @Test func `leaving rows out by an unknown column is an error`() {
    #expect(throws: TableError.self) { try read(text).withoutMissing(in: ["y"]) }
  }
}
