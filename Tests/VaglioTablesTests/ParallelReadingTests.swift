import Testing

@testable import VaglioTables

struct ParallelReadingTests {
  @Test(arguments: 0..<4)
  func `any number of threads gives the same table`(seed: UInt64) throws {
    var random = RepeatableRandom(state: seed)
    let document = Array(Self.document(rows: 20_000, &random).utf8)
    let single = try outcome(document, format: .csv, threads: 1).get()
    #expect(single.rowCount == 20_000)
    for (threads, pieceBytes) in [(1, 100), (2, 1 << 16), (5, 1 << 16), (5, 300), (2, 1 << 20)] {
      let table = try outcome(document, format: .csv, threads: threads, pieceBytes: pieceBytes)
        .get()
      #expect(table == single)
    }
    // The last row tells that the columns were read to their end, quotes and all.
    #expect(single.source(ofRow: 19_999).row == 20_000)
  }

  @Test func `any number of threads finds the same error`() {
    var random = RepeatableRandom(state: 99)
    var document = Array(Self.document(rows: 20_000, &random).utf8)
    document += Array("1,2\n1,2,3\n\"".utf8)
    let single = outcome(document, format: .csv, threads: 1)
    #expect(throws: TableError.self) { try single.get() }
    for (threads, pieceBytes) in [(1, 100), (2, 1 << 16), (5, 300)] {
      #expect(
        outcome(document, format: .csv, threads: threads, pieceBytes: pieceBytes) == single)
    }
  }

  @Test func `a type that shows late is the type of the whole column`() throws {
    let rows = 150_000
    let numbers = (0..<rows).map { "\($0),,1" }.joined(separator: "\n")
    let table = try read("a,b,c\n" + numbers + "\nx,true,2024-01-01\n", threads: 2)
    #expect(table["a"]?.categorized.levels.prefix(2) == ["0", "1"])
    #expect(table["a"]?.categorized[rows] == "x")
    #expect(table["b"]?.values == .booleans(Array(repeating: false, count: rows) + [true]))
    #expect(table["b"]?.missingCount == rows)
    #expect(table["c"]?.categorized.levels == ["1", "2024-01-01"])
  }

  /// Rows of a number, a text with quotes and line ends, and a category.
  private static func document(rows: Int, _ random: inout RepeatableRandom) -> String {
    var text = "x,\"te\"\"xt\",g\r\n"
    let pieces = ["a", ",", "\"\"", "\n", "\r\n", "é", " ", "0"]
    for row in 0..<rows {
      let words = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }
      let end = Bool.random(using: &random) ? "\n" : "\r\n"
      text += "\(row % 1000),\"\(words.joined())\",l\(row / 900)\(end)"
      if row % 700 == 0 { text += end }
    }
    return text
  }
}
