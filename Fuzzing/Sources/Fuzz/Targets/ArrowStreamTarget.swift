@testable internal import VaglioTables

extension FuzzTarget {
  /// Arrow streams that come bit by bit, as from another process.
  static let arrowStream = FuzzTarget(
    name: "arrow-stream", seeds: [Seeds(folder: "fixtures/arrow", ending: ".arrow")]
  ) { bytes in
    do throws(TableError) {
      let reader = try ArrowStreamReader(MemoryStream(bytes), name: "f")
      while let table = try reader.next() {
        expect(table.columnNames == reader.columnNames, "a batch has other columns")
        for column in table.columns { _ = column.summary }
      }
    } catch {
      expectLegible(error.description)
    }
  }
}
