import Testing

@testable import VaglioTables

struct TableTests {
  private let table = Table(
    [
      Column(name: "score", numbers: [0.5, .nan, 2]),
      Column(name: "sex", texts: ["f", nil, "f"]),
    ], name: "memory")

  @Test func `columns are found by name and know what is missing`() throws {
    #expect(table.rowCount == 3)
    #expect(table.columnNames == ["score", "sex"])
    let score = try #require(table["score"])
    #expect(score.missing == [false, true, false])
    #expect(score.missingCount == 1)
    #expect(table["sex"]?.values == .categories(Categories(codes: [0, -1, 0], levels: ["f"])))
    #expect(table["age"] == nil)
  }

  @Test func `a column that is not there is answered with the nearest name`() {
    let error = #expect(throws: TableError.self) { try table.column("scroe") }
    #expect(
      error?.description
        == #"memory, column "scroe": there is no such column (did you mean "score"?)"#)
  }

  @Test func `rows know their source by file, row and line`() {
    #expect(table.source(ofRow: 2) == RowSource(file: "memory", row: 3, line: 3))
    var sources = RowSources(files: ["a.csv", "b.csv"])
    sources.begin(at: 0, file: 0, row: 1, line: 2)
    sources.begin(at: 2, file: 0, row: 3, line: 4)
    #expect(sources.runs.count == 1)
    sources.begin(at: 3, file: 0, row: 4, line: 9)
    sources.begin(at: 5, file: 1, row: 1, line: 2)
    #expect(sources.source(ofRow: 2) == RowSource(file: "a.csv", row: 3, line: 4))
    #expect(sources.source(ofRow: 4) == RowSource(file: "a.csv", row: 5, line: 10))
    #expect(sources.source(ofRow: 6) == RowSource(file: "b.csv", row: 2, line: 3))
    let selected = sources.selecting([1, 4, 5])
    #expect(selected.source(ofRow: 0) == RowSource(file: "a.csv", row: 2, line: 3))
    #expect(selected.source(ofRow: 1) == RowSource(file: "a.csv", row: 5, line: 10))
    #expect(selected.source(ofRow: 2) == RowSource(file: "b.csv", row: 1, line: 2))
  }

  /// Year 0 is 1 BC, as ISO 8601 and the proleptic Gregorian calendar have it: 719,528 days before
  /// 1970, and 366 days long.
  @Test(
    arguments: [
      (-719_528, "0000-01-01"), (-719_529, "-0001-12-31"), (-719_469, "0000-02-29"),
      (-719_893, "-0001-01-01"), (-865_625, "-0400-01-01"), (-1, "1969-12-31"),
    ] as [(Int64, String)])
  func `times before our era are written by their dates`(day: Int64, text: String) {
    let column = Column(name: "t", values: .times([day * 86_400_000_000]))
    #expect(column.categorized.levels == [text])
  }
}
