/// The body of a record batch in the making, and what its metadata say of it: the columns' lengths
/// and counts of missing values, and where each buffer lies.
struct ArrowBodyWriter {
  /// The buffers, each padded to eight bytes.
  private(set) var bytes: [UInt8] = []
  private var nodes: [Int64] = []
  private var buffers: [Int64] = []
  private let rowCount: Int

  init(rowCount: Int) { self.rowCount = rowCount }

  /// The metadata: the table `RecordBatch` of Message.fbs
  /// (https://github.com/apache/arrow/blob/main/format/Message.fbs).
  var recordBatch: FlatNode {
    .table([
      .long(Int64(rowCount)), .reference(.structs(words: nodes, width: 2)),
      .reference(.structs(words: buffers, width: 2)),
    ])
  }

  /// Appends some rows of a column; a text that is written out may take 2 GiB at most.
  mutating func append(
    _ column: Column, _ rows: Range<Int>, as kind: ArrowField.Kind
  ) throws(TableError) {
    appendValidity(column, rows)
    switch column.values {
    case .numbers(let values): appendLane(values, rows)
    case .times(let values): appendLane(values, rows)
    case .keys(let values): appendLane(values, rows)
    case .booleans(let values): appendBits(rows.count) { values[rows.lowerBound + $0] }
    case .categories(let texts):
      if kind == .category {
        appendCodes(texts.codes, rows)
      } else {
        try appendTexts(texts, rows, name: column.name)
      }
    }
  }

  /// Appends texts of which none is missing.
  mutating func append(levels: ArraySlice<String>, name: String) throws(TableError) {
    nodes += [Int64(levels.count), 0]
    buffers += [Int64(bytes.count), 0]
    try appendTexts(levels.map { Optional($0) }, name)
  }

  private mutating func appendValidity(_ column: Column, _ rows: Range<Int>) {
    let missing = column.missing.map { missing in rows.count { missing[$0] } } ?? 0
    nodes += [Int64(rows.count), Int64(missing)]
    guard missing > 0, let mask = column.missing else {
      buffers += [Int64(bytes.count), 0]
      return
    }
    appendBits(rows.count) { !mask[rows.lowerBound + $0] }
  }

  private mutating func appendBits(_ count: Int, _ bit: (Int) -> Bool) {
    var packed = [UInt8](repeating: 0, count: (count + 7) / 8)
    for index in 0..<count where bit(index) { packed[index >> 3] |= 1 << (index & 7) }
    packed.withUnsafeBytes { appendBuffer($0) }
  }

  private mutating func appendLane<Value>(_ values: [Value], _ rows: Range<Int>) {
    values.withUnsafeBufferPointer {
      appendBuffer(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: $0[rows])))
    }
  }

  /// Appends codes; below a null stands 0, as some readers look at it.
  private mutating func appendCodes(_ codes: [Int32], _ rows: Range<Int>) {
    if codes[rows].contains(-1) {
      appendLane(codes[rows].map { max(0, $0) }, 0..<rows.count)
    } else {
      appendLane(codes, rows)
    }
  }

  private mutating func appendTexts(
    _ texts: Categories, _ rows: Range<Int>, name: String
  ) throws(TableError) {
    try appendTexts(rows.map { texts[$0] }, name)
  }

  private mutating func appendTexts(_ texts: [String?], _ name: String) throws(TableError) {
    var offsets: [Int32] = [0]
    offsets.reserveCapacity(texts.count + 1)
    var characters: [UInt8] = []
    for text in texts {
      if let text { characters.append(contentsOf: text.utf8) }
      guard let offset = Int32(exactly: characters.count) else {
        throw TableError(
          .fieldTooLong, file: "Arrow", column: name,
          problem: "the texts of one batch are longer than 2 GiB",
          remedy: "write fewer rows at a time")
      }
      offsets.append(offset)
    }
    offsets.withUnsafeBytes { appendBuffer($0) }
    characters.withUnsafeBytes { appendBuffer($0) }
  }

  private mutating func appendBuffer(_ buffer: UnsafeRawBufferPointer) {
    buffers += [Int64(bytes.count), Int64(buffer.count)]
    bytes.append(contentsOf: buffer)
    bytes.append(contentsOf: repeatElement(0, count: -bytes.count & 7))
  }
}
