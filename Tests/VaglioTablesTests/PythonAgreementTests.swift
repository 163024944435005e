import FoundationEssentials
import Testing
import VaglioFindings
import VaglioTables

/// The files of `fixtures/tables`, read as Python reads them.
struct PythonAgreementTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures/tables")

  @Test(arguments: ["quoted.csv", "semicolons.csv", "lines.jsonl"], [1, 2])
  func `numbers, texts and categories are those that Python reads`(
    name: String, threads: Int
  ) throws {
    let bytes = try Data(contentsOf: Self.folder.appending(path: "expected.json"))
    let expected = JSONPlace(root: try JSONValue(parsing: Array(bytes)))[name]
    let columns = [
      ColumnRequest("number", as: .number), ColumnRequest("text", as: .category),
      ColumnRequest("colour", as: .category), ColumnRequest("id", as: .key),
    ]
    let table = try TableReader(
      options: ReadingOptions(missingMarkers: []), threads: threads
    ).read([Self.folder.appending(path: name).path], columns: columns)
    let bits = try expected["bits"].strings().map { try #require(UInt64($0)) }
    #expect(table["number"]?.numbers?.map(\.bitPattern) == bits)
    #expect(try table["text"]?.categorized == Categories(expected["texts"].strings()))
    #expect(try table["colour"]?.categorized == Categories(expected["colours"].strings()))
    #expect(try table.rowKeys(id: "id") == (0..<400).map { RowKey.hash(String($0)) })
  }
}
