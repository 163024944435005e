internal import VaglioTables

extension FuzzTarget {
  /// Text compressed by gzip (RFC 1952). An input that isn't is compressed first, and then is the
  /// same table as without.
  static let gzip = FuzzTarget(
    name: "gzip", seeds: [Seeds(folder: "fixtures/tables", ending: ".csv")], budget: .unpacking
  ) { bytes in
    let reader = TableReader()
    func read(_ bytes: [UInt8]) -> Result<Table, TableError> {
      Result { () throws(TableError) in try reader.read(bytes: bytes, name: "f", format: .csv) }
    }
    if bytes.starts(with: [0x1F, 0x8B]) {
      if case .failure(let error) = read(bytes) { expectLegible(error.description) }
    } else {
      let (packed, plain) = (read(Gzip.stored(bytes)), read(bytes))
      guard (try? plain.get()) == nil else {
        return expect(packed == plain, "another table when compressed")
      }
      expect((try? packed.get()) == nil, "a table only when compressed")
    }
  }
}

extension FuzzTarget.Budget {
  /// What compressed bytes may cost: gzip and zstd pack a thousand bytes and more into one, which
  /// become a table.
  static let unpacking = {
    var budget = Self()
    budget.memory = (base: 64 << 20, perByte: 20_000)
    budget.time = (base: 2_000_000_000, perByte: 500_000)
    return budget
  }()
}
