extension Table {
  /// One key per row, the same whatever the order of the rows: of the values of the column `id`
  /// when one is named, else of the rows' numbers.
  ///
  /// Keys of a `key` column were made when it was read. Those of a category column are hashes of
  /// its texts, of others of the text in `Column.categorized`. A missing or repeated id is an error
  /// that names the rows.
  public func rowKeys(id: String? = nil) throws(TableError) -> [UInt64] {
    guard let id else { return (0..<rowCount).map(RowKey.ofRow) }
    let column = try column(id)
    if case .keys(let keys) = column.values { return keys }
    let categories = column.categorized
    if let row = categories.codes.firstIndex(where: { $0 < 0 }) {
      let source = source(ofRow: row)
      throw TableError(
        .missingKey, file: source.file, row: source.row, line: source.line, column: id,
        problem: "the row has no id", remedy: "every row needs a value here")
    }
    try refuseRepetition(categories, id)
    let hashes = categories.levels.map(RowKey.hash)
    return categories.codes.map { hashes[Int($0)] }
  }

  private func refuseRepetition(_ categories: Categories, _ id: String) throws(TableError) {
    guard categories.levels.count < categories.codes.count else { return }
    var rows = Array(repeating: -1, count: categories.levels.count)
    for (row, code) in categories.codes.enumerated() {
      let first = rows[Int(code)]
      guard first < 0 else {
        throw .duplicateKey(categories.levels[Int(code)], column: id, first, row, in: self)
      }
      rows[Int(code)] = row
    }
  }
}

extension TableError {
  /// The error that two rows have one id.
  static func duplicateKey(
    _ value: String, column: String, _ first: Int, _ second: Int, in table: Table
  ) -> TableError {
    let (first, second) = (table.source(ofRow: first), table.source(ofRow: second))
    let other = first.file == second.file ? "row \(first.row)" : first.description
    return TableError(
      .duplicateKey, file: second.file, row: second.row, line: second.line, column: column,
      value: value, problem: "is the id of \(legible(other)) as well",
      remedy: "every row needs an id of its own")
  }
}

extension RowKey {
  /// The first row whose key an earlier row has, and that earlier row; `nil` when no two keys are
  /// equal.
  ///
  /// Keys are looked at in sixteen parts by their first four bits, so that the hash table, which
  /// holds the keys of one part, stays small.
  static func repetition(in keys: [UInt64]) -> (first: Int, second: Int)? {
    let size = max(64, (keys.count / 16 * 3 + 64).nextPowerOfTwo)
    var second: Int?
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: size) { slots in
      keys.withUnsafeBufferPointer { keys in
        for part in UInt64(0)..<16 {
          slots.initialize(repeating: 0)
          let found = repetition(in: keys, part: part, slots: slots, before: second ?? keys.count)
          second = found ?? second
        }
      }
    }
    return second.flatMap { second in
      keys.firstIndex(of: keys[second]).map { ($0, second) }
    }
  }

  private static func repetition(
    in keys: UnsafeBufferPointer<UInt64>, part: UInt64,
    slots: UnsafeMutableBufferPointer<UInt64>, before limit: Int
  ) -> Int? {
    let mask = slots.count - 1
    var (used, zeros) = (0, 0)
    for row in 0..<limit where keys[row] &>> 60 == part {
      let key = keys[row]
      if key == 0 { zeros += 1 }
      if zeros == 2 { return row }
      var slot = Int(truncatingIfNeeded: key) & mask
      while slots[slot] != 0, slots[slot] != key { slot = (slot + 1) & mask }
      if key != 0, slots[slot] == key { return row }
      guard used < mask else { return repetitionBySet(keys, limit) }
      slots[slot] = key
      used += 1
    }
    return nil
  }

  /// The same for keys that crowd into one part, as no hashes do.
  private static func repetitionBySet(
    _ keys: UnsafeBufferPointer<UInt64>, _ limit: Int
  ) -> Int? {
    var seen: Set<UInt64> = []
    return (0..<limit).first { !seen.insert(keys[$0]).inserted }
  }
}

extension Int {
  /// The least power of two that is not less than this positive number.
  fileprivate var nextPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
