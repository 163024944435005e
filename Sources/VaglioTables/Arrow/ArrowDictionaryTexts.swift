/// The texts of a dictionary at one place of the stream, and the codes of those that rows had.
struct ArrowDictionaryTexts {
  private let id: Int64
  private let type: ArrowType
  /// The number of the stream's dictionary batches that were taken up.
  private var position = 0
  private var segments: [(start: Int, values: ArrowValueTexts)] = []
  /// For each value its code: -1 for a null, ``unknown`` before any row had it.
  private var codes: [Int32] = []
  private static let unknown: Int32 = -2

  init(id: Int64, type: ArrowType) { (self.id, self.type) = (id, type) }

  /// Takes up what the dictionary becomes before a batch that may use `limit` of the dictionaries.
  mutating func advance(in contents: ArrowContents, before limit: Int) throws(ArrowFault) {
    while let batch = contents.dictionary(id, after: &position, before: limit) {
      if !batch.isDelta { (segments, codes) = ([], []) }
      let values = try ArrowValues(type, of: batch)
      segments.append((codes.count, try ArrowValueTexts(values)))
      codes.append(contentsOf: repeatElement(Self.unknown, count: values.count))
    }
  }

  /// Replaces `count` indices by the codes of their values, and nulls by -1.
  mutating func replace(
    _ rows: UnsafeMutablePointer<Int32>, count: Int, validity: UnsafeRawBufferPointer?,
    levels: inout LevelTable
  ) throws(ArrowFault) {
    for row in 0..<count {
      if let validity, !validity.bit(row) {
        rows[row] = -1
        continue
      }
      let index = Int(rows[row])
      guard index >= 0, index < codes.count else { throw .outsideOfDictionary(row: row) }
      if codes[index] == Self.unknown { try resolve(index, row: row, levels: &levels) }
      rows[row] = codes[index]
    }
  }

  private mutating func resolve(
    _ index: Int, row: Int, levels: inout LevelTable
  ) throws(ArrowFault) {
    guard let segment = segments.last(where: { $0.start <= index }) else { return }
    let text = try segment.values.text(index - segment.start)
    codes[index] =
      try text.map { text throws(ArrowFault) in try levels.code(of: text, row: row) } ?? -1
  }
}

extension ArrowFault {
  static func outsideOfDictionary(row: Int) -> ArrowFault {
    .damaged("an index leads outside of its dictionary", row: row)
  }
}

extension ArrowContents {
  /// The next batch of a dictionary's values behind a position, which moves on, among the first
  /// `limit` dictionaries; `nil` when there is none left.
  func dictionary(
    _ id: Int64, after position: inout Int, before limit: Int
  ) -> ArrowDictionaryBatch? {
    while position < limit {
      position += 1
      if dictionaries[position - 1].id == id { return dictionaries[position - 1] }
    }
    return nil
  }
}

extension ArrowValues {
  /// The most nulls of a dictionary of nothing else, which no bytes vouch for.
  private static let mostNulls = 1 << 16

  /// The values of a dictionary, all of which are there.
  init(_ type: ArrowType, of batch: ArrowDictionaryBatch) throws(ArrowFault) {
    try self.init(type, in: ArrowBuffers(batch.values), start: ArrowLayout())
    guard type != .null || count <= Self.mostNulls else {
      throw .damaged("a dictionary of \(count) nulls")
    }
    try check()
    // Memory is taken by the values' number only once they are inflated.
    if type != .null { _ = try bits() }
  }
}
