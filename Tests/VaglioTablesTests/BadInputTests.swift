import CZlib
import Testing

@testable import VaglioTables

/// Each kind of error, from the bytes or the path that cause it.
struct BadInputTests {
  private let score = [ColumnRequest("score", as: .number)]

  private func refusal(
    bytes: [UInt8], format: TableFormat? = .csv, columns: [ColumnRequest]? = nil
  ) -> TableError? {
    do {
      _ = try TableReader().read(bytes: bytes, name: "f", format: format, columns: columns)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a missing file and a directory are named`() {
    let reader = TableReader()
    let missing = #expect(throws: TableError.self) { try reader.read(["/nowhere/credit.csv"]) }
    #expect(missing?.kind == .missingFile)
    #expect(missing?.description == "/nowhere/credit.csv: there is no such file")
    let directory = #expect(throws: TableError.self) { try reader.read(["/"]) }
    #expect(directory?.kind == .directory)
    #expect(directory?.file == "/bin")
  }

  @Test(arguments: ["", "\n\n", " \n", "\u{FEFF}"])
  func `an empty file is refused`(text: String) {
    #expect(refusal(bytes: Array(text.utf8))?.kind == .empty)
  }

  @Test(arguments: ["a,b", "a,b\n", "a,b\n\n\r\n"])
  func `a header without rows is refused`(text: String) {
    #expect(refusal(bytes: Array(text.utf8))?.kind == .noRows)
  }

  @Test func `a file without a header is told from one with`() {
    #expect(refusal(bytes: Array("1,2\n3,4\n".utf8))?.kind == .noHeader)
    #expect(refusal(bytes: Array("1,2\n3,4\n".utf8), columns: score)?.kind == .noHeader)
    #expect(refusal(bytes: Array("2019,2020\n3,4\n".utf8), columns: [ColumnRequest("2019")]) == nil)
  }

  @Test func `a column that is not there is refused with the nearest name`() {
    let error = refusal(bytes: Array("id,scores\n1,2\n".utf8), columns: score)
    #expect(error?.kind == .missingColumn)
    #expect(error?.remedy == "did you mean \"scores\"?")
    let member = refusal(
      bytes: Array("{\"scores\":1}\n".utf8), format: .jsonl, columns: score)
    #expect(member?.kind == .missingColumn)
    #expect(member?.remedy == "did you mean \"scores\"?")
  }

  @Test func `a repeated name in the header is refused`() {
    let error = refusal(bytes: Array("a,b,a\n1,2,3\n".utf8))
    #expect(error?.kind == .duplicateColumn)
    #expect(error?.problem == "fields 1 and 3 of the header have this name")
  }

  @Test(arguments: [("a,b\n1,2\n3\n", "1 field,"), ("a,b\n1,2\n3,4,5,\"6\n", "4 fields")])
  func `a row with too few or too many fields is refused`(text: String, problem: String) {
    let error = refusal(bytes: Array(text.utf8))
    #expect(error?.kind == .raggedRow)
    #expect(error?.row == 2)
    #expect(error?.problem.hasPrefix(problem) == true)
  }

  @Test func `an unclosed quote is refused with the line where it opens`() {
    let error = refusal(bytes: Array("a,b\n\"1\n1\",2\n\n3,\"4\n5,6\n7,8\n".utf8))
    #expect(error?.kind == .unclosedQuote)
    #expect(error?.line == 5)
    #expect(error?.column == "b")
    #expect(refusal(bytes: Array("a,\"b\n1,2\n".utf8))?.kind == .unclosedQuote)
    #expect(refusal(bytes: Array("a\n\"".utf8))?.kind == .unclosedQuote)
  }

  @Test func `text after a closing quote is refused, a quote inside a text is not`() throws {
    let error = refusal(bytes: Array("a,b\n\"1\"x,2\n".utf8))
    #expect(error?.kind == .strayQuote)
    #expect(error?.row == 1)
    #expect(try read("a,b\n6\" pipe,2\n")["a"]?.categorized.levels == ["6\" pipe"])
  }

  @Test func `text in another encoding is refused`() {
    let wide: [UInt8] = "a,b\n1,2\n".utf8.flatMap { byte -> [UInt8] in [byte, 0] }
    #expect(refusal(bytes: wide)?.kind == .notUTF8)
    #expect(refusal(bytes: [0xFF, 0xFE] + wide)?.kind == .notUTF8)
    #expect(refusal(bytes: [0] + wide.dropLast())?.kind == .notUTF8)
    let latin = Array("a,b\nx,1\ncaf".utf8) + [0xE9] + Array(",2\n".utf8)
    let error = refusal(bytes: latin)
    #expect(error?.kind == .notUTF8)
    #expect(error?.row == 2)
    #expect(error?.column == "a")
    #expect(refusal(bytes: [0xE9] + Array(",b\n1,2\n".utf8))?.kind == .notUTF8)
  }

  @Test func `a binary file is refused`() {
    #expect(refusal(bytes: (0..<4096).map { UInt8(truncatingIfNeeded: $0 * $0) })?.kind == .binary)
    #expect(refusal(bytes: Array("PAR1".utf8) + [21, 4, 21, 0])?.kind == .unknownFormat)
    let late = Array("a\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 100_000) + [0, 10]
    #expect(refusal(bytes: late)?.kind == .binary)
  }

  @Test func `a field of ten megabytes is refused, wanted or not`() {
    let long = String(repeating: "x", count: 10_000_000)
    for row in ["\(long),1", "\"\(long)\",1", "1,\(long)", "1,\"\(long)\""] {
      let bytes = Array("a,b\n1,2\n\(row)\n3,4\n".utf8)
      let error = refusal(bytes: bytes, columns: [ColumnRequest("b")])
      #expect(error?.kind == .fieldTooLong)
      #expect(error?.row == 2)
      #expect(error?.value?.count == 81)
    }
    let line = Array("{\"a\":\"\(long)\",\"b\":1}\n".utf8)
    #expect(refusal(bytes: line, format: .jsonl)?.kind == .fieldTooLong)
  }

  @Test(arguments: [
    ("x", "x", TableError.Kind.fieldTooLong), ("x", ",x", .raggedRow), ("\"", "x", .unclosedQuote),
  ])
  func `a file that is one endless row is refused`(
    opening: String, text: String, kind: TableError.Kind
  ) {
    let options = ReadingOptions(longestRow: 1 << 21)
    let document = "a,b\n1,2\n" + opening + String(repeating: text, count: 3 << 20)
    let error = VaglioTablesTests.refusal(document, options: options)
    #expect(error?.kind == kind)
    let member = "{\"a\":1,\"b\":[" + String(repeating: "[],", count: 1 << 20)
    let line = VaglioTablesTests.refusal(
      member, columns: [ColumnRequest("a")], options: options, format: .jsonl)
    #expect(line?.kind == .malformedJSON)
  }

  @Test(arguments: ["1e400", "0x10", "1_000", "１", "1.2.3", "--1", "1 2", "abc"])
  func `what is not a decimal number is refused in a number column`(text: String) {
    let error = refusal(bytes: Array("id,score\n1,2\n2,\(text)\n".utf8), columns: score)
    #expect(error?.kind == .badValue)
    #expect(error?.row == 2)
    #expect(error?.column == "score")
    #expect(error?.value == text)
  }

  @Test func `a decimal comma is refused with the way out`() {
    let error = refusal(bytes: Array("id;score\n1;0,5\n".utf8), columns: score)
    #expect(error?.remedy == "write a decimal point instead of the comma")
  }

  @Test func `a text counts as missing where that is asked for`() throws {
    let options = ReadingOptions(unreadableNumbers: .countAsMissing)
    let table = try read("score\n1\nabc\n3\n", columns: score, options: options)
    #expect(table["score"]?.missing == [false, true, false])
  }

  @Test func `a repeated or missing id is refused with both rows`() throws {
    let id = [ColumnRequest("id", as: .key)]
    let error = refusal(bytes: Array("id\na\nb\nc\nb\n".utf8), columns: id)
    #expect(error?.kind == .duplicateKey)
    #expect(
      error?.description
        == "f, row 4, column \"id\": \"b\" is the id of row 2 as well "
        + "(every row needs an id of its own)")
    #expect(refusal(bytes: Array("id,x\na,1\n,2\n".utf8), columns: id)?.kind == .missingKey)
    let table = try read("id\na\nb\nb\n")
    let later = #expect(throws: TableError.self) { try table.rowKeys(id: "id") }
    #expect(later?.row == 3)
  }

  @Test func `a reference may come again, and never be missing`() throws {
    let id = [ColumnRequest("id", as: .reference)]
    let table = try read("id,x\na,1\nb,2\na,3\n", columns: id)
    #expect(table["id"]?.values == .keys(["a", "b", "a"].map(RowKey.hash)))
    #expect(refusal(bytes: Array("id,x\na,1\n,2\n".utf8), columns: id)?.kind == .missingKey)
    // Asked for as both, it is a key, and must not come again.
    let both = id + [ColumnRequest("id", as: .key)]
    #expect(refusal(bytes: Array("id\na\na\n".utf8), columns: both)?.kind == .duplicateKey)
  }

  @Test func `a hostile name is a name like others`() throws {
    let name = "\"><script>alert(1)</script>"
    let table = try read("\"\"\"><script>alert(1)</script>\",b\n1,2\n")
    #expect(table.columnNames == [name, "b"])
    let error = refusal(
      bytes: Array("\"\"\"><script>alert(1)</script>\"\nx\n".utf8),
      columns: [ColumnRequest(name, as: .number)])
    #expect(error?.column == name)
  }

  @Test func `damaged gzip data are refused, whole ones are read`() throws {
    let plain = Array("a,b\n".utf8) + (0..<5000).flatMap { Array("\($0),x\($0 % 7)\n".utf8) }
    let whole = try gzip(plain)
    let table = try TableReader().read(bytes: whole, name: "f.csv.gz")
    #expect(table.rowCount == 5000)
    let twice = try TableReader().read(
      bytes: whole + gzip(Array("1,y\n".utf8)) + [0, 0, 0], name: "f.csv.gz")
    #expect(twice.rowCount == 5001)
    #expect(refusal(bytes: Array(whole.dropLast(20)))?.kind == .corruptCompression)
    var flipped = whole
    flipped[whole.count / 2] ^= 0xFF
    #expect(refusal(bytes: flipped)?.kind == .corruptCompression)
    #expect(refusal(bytes: whole + [1, 2, 3])?.kind == .corruptCompression)
    #expect(refusal(bytes: [0x1F, 0x8B])?.kind == .corruptCompression)
  }

  @Test func `a bomb of zeros is refused from its beginning`() throws {
    let bomb = try gzip([UInt8](repeating: 0, count: 1 << 24))
    #expect(refusal(bytes: bomb)?.kind == .binary)
  }

  @Test(arguments: [
    "[1,2]", "{\"a\":1", "{\"a\" 1}", "{\"a\":1}}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":\"x",
    "{a:1}", "{\"a\":tru}", "{\"a\":1e999}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\x\"}",
    "{\"a\":1,\"a\":2}", "{\"a\":1} {\"a\":2}", "{\"b\":[}", "{\"a\":1,}", "\"a\"",
  ])
  func `a malformed line is refused with its number`(line: String) {
    let bytes = Array("{\"a\":1}\n\n\(line)\n{\"a\":2}\n".utf8)
    let error = refusal(bytes: bytes, format: .jsonl, columns: [ColumnRequest("a")])
    #expect(error?.kind == .malformedJSON)
    #expect(error?.line == 3)
  }

  @Test func `nesting is refused in a wanted column, and endless nesting everywhere`() {
    let nested = refusal(
      bytes: Array("{\"score\":[1]}\n".utf8), format: .jsonl, columns: score)
    #expect(nested?.kind == .badValue)
    #expect(nested?.value == "[1]")
    let deep = String(repeating: "[", count: 500_000)
    let error = refusal(
      bytes: Array("{\"score\":1,\"x\":\(deep)}\n".utf8), format: .jsonl, columns: score)
    #expect(error?.kind == .malformedJSON)
    #expect(error?.problem.contains("deeper") == true)
    let text = refusal(bytes: Array("{\"score\":\"1\"}\n".utf8), format: .jsonl, columns: score)
    #expect(text?.kind == .badValue)
  }

  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    try #require(
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { deflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1024))
    let capacity = output.count
    let status = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    try #require(status == Z_STREAM_END)
    return Array(output.prefix(capacity - Int(stream.avail_out)))
  }
}
