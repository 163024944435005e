import Testing
import VaglioFindings

@testable import VaglioTables

/// The files of `fixtures/parquet`, read as their writers' libraries read them.
struct ParquetAgreementTests {
  static let names: [String] = {
    let files = (try? ParquetFixture.expected()["files"].value) ?? nil
    guard case .object(let members)? = files else { return [] }
    return members.keys.sorted()
  }()

  private func expected(_ name: String) throws -> [String: JSONPlace] {
    let root = try ParquetFixture.expected()
    let file = root["files"][name]
    let table = root["tables"][try file["table"].string()]
    let leftOut = Set(try file["leaveOut"].strings())
    guard case .object(let columns)? = table.value else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: columns.keys.filter { !leftOut.contains($0) }.map { ($0, table[$0]) })
  }

  @Test func `there are files of four writers`() {
    for writer in ["arrow", "duckdb", "polars", "fastparquet"] {
      #expect(Self.names.contains { $0.hasPrefix(writer) })
    }
  }

  @Test(arguments: names, [1, 3])
  func `each column has the values that were written`(name: String, threads: Int) throws {
    let expected = try expected(name)
    let table = try TableReader(threads: threads).read([ParquetFixture.path(name)])
    #expect(Set(table.columnNames) == Set(expected.keys))
    for (column, place) in expected {
      let read = try table.column(column)
      #expect(read.typeName == (try place["kind"].string()), "\(column)")
      #expect(ParquetFixture.values(of: read) == place["values"].value, "\(column)")
    }
  }

  @Test(arguments: names)
  func `whole numbers, decimals, dates and truth values have their exact texts`(
    name: String
  ) throws {
    let expected = try expected(name).filter { $0.value["texts"].exists }
    // DuckDB and fastparquet write some of these types as others.
    let columns = expected.keys.sorted().filter { !name.hasPrefix("duckdb") || $0 != "date" }
    let requests = columns.map { ColumnRequest($0, as: .category) }
    let table = try TableReader(threads: 2).read([ParquetFixture.path(name)], columns: requests)
    for column in columns {
      let read = try table.column(column)
      #expect(ParquetFixture.values(of: read) == expected[column]?["texts"].value, "\(column)")
    }
  }

  @Test(arguments: names)
  func `levels stand in the order of their first appearance`(name: String) throws {
    let table = try TableReader().read(
      [ParquetFixture.path(name)],
      columns: [ColumnRequest("colour"), ColumnRequest("few", as: .category)])
    for column in table.columns {
      let categories = column.categorized
      #expect(categories == Categories(categories.codes.indices.map { categories[$0] }))
    }
  }
}
