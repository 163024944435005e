import Testing
import VaglioTables

struct TableErrorTests {
  @Test func `the message names place, value, problem and remedy`() {
    let error = TableError(
      .badValue, file: "credit.csv", row: 118, line: 119, column: "score", value: "abc",
      problem: "is not a number", remedy: "pass --missing drop to leave such rows out")
    #expect(
      error.description
        == "credit.csv, row 118, column \"score\": \"abc\" is not a number "
        + "(pass --missing drop to leave such rows out)")
  }

  @Test func `a hostile value is shortened and its control characters are escaped`() {
    let value = "\u{1B}[2J\u{202E}" + String(repeating: "x", count: 500)
    let error = TableError(.badValue, file: "f", value: value, problem: "is odd")
    #expect(error.value?.count ?? 0 < 110)
    #expect(error.description.hasPrefix(#"f: "\u{1B}[2J\u{202E}xxx"#))
    #expect(error.description.hasSuffix("x…\" is odd"))
  }
}
