import FoundationEssentials
import Testing

@testable import VaglioTables

/// Reads a text as if it were the file `data.csv`.
func read(
  _ text: String, columns: [ColumnRequest]? = nil, options: ReadingOptions = ReadingOptions(),
  threads: Int = 1, format: TableFormat? = .csv
) throws(TableError) -> Table {
  try TableReader(options: options, threads: threads)
    .read(bytes: Array(text.utf8), name: "data.csv", format: format, columns: columns)
}

/// The message with which a text is refused.
func refusal(
  _ text: String, columns: [ColumnRequest]? = nil, options: ReadingOptions = ReadingOptions(),
  format: TableFormat? = .csv
) -> TableError? {
  do {
    _ = try read(text, columns: columns, options: options, format: format)
    return nil
  } catch {
    return error
  }
}

struct TableReaderTests {
  @Test func `a column's type follows from its values`() throws {
    let table = try read(
      """
      id,score,sex,good,when,empty
      a,0.25,2,true,2024-02-29,
      b,NA,1,FALSE,2024-02-29T12:00:00.5+02:00,
      a,-1e3,2,,,

      """)
    #expect(table.columnNames == ["id", "score", "sex", "good", "when", "empty"])
    #expect(table["id"]?.categorized == Categories(["a", "b", "a"]))
    let score = try #require(table["score"])
    #expect(score.missing == [false, true, false])
    #expect(score.numbers?[0] == 0.25 && score.numbers?[2] == -1000)
    #expect(table["sex"]?.values == .numbers([2, 1, 2]))
    #expect(table["good"]?.values == .booleans([true, false, false]))
    #expect(table["good"]?.missing == [false, false, true])
    #expect(
      table["when"]?.values == .times([1_709_164_800_000_000, 1_709_200_800_500_000, .min]))
    #expect(table["empty"]?.missingCount == 3)
  }

  @Test func `a column asked for as category keeps its texts as written`() throws {
    let table = try read("x,y\n2,2\n2.0,2.0\n", columns: [ColumnRequest("x", as: .category)])
    #expect(table.columnNames == ["x"])
    #expect(table["x"]?.categorized == Categories(["2", "2.0"]))
    #expect(try read("x\n2\n2.0\n")["x"]?.categorized == Categories(["2", "2"]))
  }

  @Test func `quotes, line ends, marks and separators are those of the world`() throws {
    let expected = try read("a,b\n\"x, \"\"y\"\"\nz\",1\nq,2\n")
    #expect(expected["a"]?.categorized == Categories(["x, \"y\"\nz", "q"]))
    for separator in [";", "\t", "|"] {
      let text =
        "\u{FEFF}a\(separator)b\r\n\"x, \"\"y\"\"\nz\"\(separator)\"1\"\r\nq\(separator) 2 "
      let table = try read(text)
      #expect(table.columns == expected.columns)
      #expect(table.source(ofRow: 1).line == 4)
    }
    let old = try read("a,b\rx,1\rq,2\r")
    #expect(old["a"]?.categorized == Categories(["x", "q"]))
  }

  @Test func `a text that is not a number is refused with its place`() {
    let error = refusal(
      "id,score\n1,0.5\n\n2,abc\n", columns: [ColumnRequest("score", as: .number)])
    #expect(
      error?.description
        == "data.csv, row 2, column \"score\": \"abc\" is not a number "
        + "(pass --missing drop to leave such rows out)")
    #expect(error?.line == 4)
  }
}

struct SeveralFilesTests {
  @Test func `files with the same columns become one table that knows its files`() throws {
    let table = try several("a,b\n1,x\n2,y\n", "b,a\ny,3\nz,4\n")
    #expect(table["a"]?.values == .numbers([1, 2, 3, 4]))
    #expect(table["b"]?.categorized == Categories(["x", "y", "y", "z"]))
    #expect(table.source(ofRow: 3).row == 2)
    #expect(table.source(ofRow: 3).file.hasSuffix("1.csv"))
  }

  @Test func `files with other columns are refused`() {
    let error = #expect(throws: TableError.self) { try several("a,b\n1,x\n", "a,c\n1,x\n") }
    #expect(error?.kind == .differentHeaders)
    #expect(error?.problem.hasSuffix("\"b\" is missing") == true)
  }

  private func several(_ texts: String...) throws -> Table {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "vaglio-tables-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let paths = try texts.enumerated().map { index, text in
      let file = folder.appending(path: "\(index).csv")
      try Data(text.utf8).write(to: file)
      return file.path
    }
    return try TableReader().read(paths)
  }
}
