@testable internal import VaglioTables

/// What must hold of bytes that are read as a table.
struct TableAttack {
  let format: TableFormat

  /// Reads the bytes in several ways, which agree.
  func attack(_ bytes: [UInt8]) {
    if claimsMuch(bytes) { return }
    let outcome = read(bytes)
    switch outcome {
    case .failure(let error): expectLegible(error.description)
    case .success(let table):
      expect(table.columns.allSatisfy { $0.count == table.rowCount }, "columns of unequal length")
      expectSameByPieces(bytes, table)
      expectSameColumns(bytes, table)
      expectRoundTrip(of: table)
    }
    for kind in [ColumnRequest.Kind.number, .category, .key] { ask(bytes, for: kind, outcome) }
  }

  /// Whether a file of columns has so many cells that reading all of them would take seconds: a value
  /// that is repeated takes few bits. The reader has a bound of its own, which a test holds.
  private func claimsMuch(_ bytes: [UInt8]) -> Bool {
    guard format.isColumnar,
      let file = try? format.columnarFile(StoredBytes(bytes, name: "f"))
    else { return false }
    return file.rowCount > (1 << 17) / max(file.columnNames.count, 1)
  }

  private func read(
    _ bytes: [UInt8], _ columns: [ColumnRequest]? = nil, pieces: Int? = nil
  ) -> Result<Table, TableError> {
    var options = ReadingOptions()
    if let pieces { options.pieceBytes = pieces }
    if columns?.first?.kind == .number { options.unreadableNumbers = .countAsMissing }
    return Result { () throws(TableError) in
      try TableReader(options: options).read(
        bytes: bytes, name: "f", format: format, columns: columns)
    }
  }

  /// Text that is cut into pieces elsewhere is the same table.
  private func expectSameByPieces(_ bytes: [UInt8], _ table: Table) {
    guard format == .csv || format == .jsonl else { return }
    expect(read(bytes, pieces: 16) == .success(table), "another table in short pieces")
  }

  /// A column alone is the column among the others.
  private func expectSameColumns(_ bytes: [UInt8], _ table: Table) {
    for column in table.columns.prefix(4) {
      guard case .success(let alone) = read(bytes, [ColumnRequest(column.name)]) else {
        // A table of no columns but this may have no rows, as JSON lines without it.
        fatalError("the column \(column.name) is not read alone")
      }
      expect(alone.columns == [column], "the column \(column.name) is another alone")
    }
  }

  /// The first columns as a kind that they may not have: another table or an error.
  private func ask(
    _ bytes: [UInt8], for kind: ColumnRequest.Kind, _ outcome: Result<Table, TableError>
  ) {
    let names = (try? outcome.get().columnNames) ?? ["x"]
    switch read(bytes, names.prefix(4).map { ColumnRequest($0, as: kind) }) {
    case .failure(let error): expectLegible(error.description)
    case .success(let table): for column in table.columns { _ = column.summary }
    }
  }

  /// The table written by ourselves is read again as it was.
  private func expectRoundTrip(of table: Table) {
    for format in [TableWriter.Format.arrow, .parquet] {
      do {
        let bytes = try TableWriter(format).bytes(of: table)
        let again = try TableReader().read(bytes: bytes, name: "f")
        expect(again.columnNames == table.columnNames, "\(format) has other columns")
        expect(again.rowCount == table.rowCount, "\(format) has other rows")
      } catch {
        fatalError("\(format): \(error)")
      }
    }
  }
}
