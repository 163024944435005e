internal import CSnappy
internal import CZlib

/// The pages of one column in one row group in the making.
struct ParquetPageWriter {
  /// The number of Snappy among the codecs.
  static let snappy: Int32 = 1
  private static let mostRows = 1 << 17
  private static let mostTextBytes = 1 << 20
  private static let mostDictionaryBytes = 1 << 24

  private(set) var bytes: [UInt8] = []
  private(set) var plainSize = 0
  private(set) var dictionarySize: Int?
  private(set) var statistics = ParquetStatistics()
  private let column: Column
  private let rows: Range<Int>

  init(_ column: Column, _ rows: Range<Int>) { (self.column, self.rows) = (column, rows) }

  /// Writes all pages.
  mutating func write() throws(TableError) {
    if let missing = column.missing { statistics.nulls = rows.count { missing[$0] } }
    switch column.values {
    case .numbers(let values):
      writeStatistics(values)
      try writeLanes(values)
    case .times(let values):
      let bounds = bounds(values)
      if let bounds { statistics.set(bounds.least, bounds.greatest) }
      try writeLanes(values)
    case .keys(let values):
      let bounds = bounds(values)
      if let bounds { statistics.set(bounds.least, bounds.greatest) }
      try writeLanes(values)
    case .booleans(let values): try writeTruths(values)
    case .categories(let texts): try writeTexts(texts)
    }
  }

  /// The rows in parts of a page each.
  private func pages() -> [Range<Int>] {
    stride(from: rows.lowerBound, to: rows.upperBound, by: Self.mostRows).map {
      $0..<min($0 + Self.mostRows, rows.upperBound)
    }
  }

  private func isMissing(_ row: Int) -> Bool { column.missing?[row] ?? false }

  private func present(_ rows: Range<Int>) -> Int {
    guard statistics.nulls > 0, let missing = column.missing else { return rows.count }
    return rows.count { !missing[$0] }
  }
}

extension ParquetPageWriter {
  private mutating func writeStatistics(_ values: [Double]) {
    guard statistics.nulls < rows.count else { return }
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for row in rows {
      let value = values[row]
      least = value < least ? value : least
      greatest = value > greatest ? value : greatest
    }
    statistics.set(least, greatest)
  }

  private func bounds<Value: FixedWidthInteger>(
    _ values: [Value]
  ) -> (least: Value, greatest: Value)? {
    guard statistics.nulls < rows.count else { return nil }
    var (least, greatest) = (Value.max, Value.min)
    for row in rows where !isMissing(row) {
      least = min(least, values[row])
      greatest = max(greatest, values[row])
    }
    return (least, greatest)
  }

  /// Writes values of eight bytes.
  private mutating func writeLanes<Value>(_ values: [Value]) throws(TableError) {
    for page in pages() {
      var plain = levels(page)
      let count = present(page)
      if count == page.count {
        values.withUnsafeBufferPointer {
          plain.append(contentsOf: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: $0[page])))
        }
      } else {
        let kept = page.filter { !isMissing($0) }.map { values[$0] }
        kept.withUnsafeBytes { plain.append(contentsOf: $0) }
      }
      try append(page: plain, count: page.count, encoding: 0)
    }
  }

  private mutating func writeTruths(_ values: [Bool]) throws(TableError) {
    let present = rows.lazy.filter { [column] in !(column.missing?[$0] ?? false) }.map {
      values[$0]
    }
    if let first = present.first {
      let both = present.contains { $0 != first }
      statistics.set(UInt8(first && !both ? 1 : 0), UInt8(first || both ? 1 : 0))
    }
    for page in pages() {
      var plain = levels(page)
      let kept = page.filter { !isMissing($0) }
      var packed = [UInt8](repeating: 0, count: (kept.count + 7) / 8)
      for (place, row) in kept.enumerated() where values[row] {
        packed[place >> 3] |= 1 << (place & 7)
      }
      plain += packed
      try append(page: plain, count: page.count, encoding: 0)
    }
  }

  private mutating func writeTexts(_ texts: Categories) throws(TableError) {
    // The levels of these rows, in the order of their first one, and their codes here.
    var places = [Int32](repeating: -1, count: texts.levels.count)
    var used: [Int32] = []
    var size = 0
    for row in rows where texts.codes[row] >= 0 && places[Int(texts.codes[row])] < 0 {
      let level = Int(texts.codes[row])
      places[level] = Int32(used.count)
      used.append(texts.codes[row])
      size += texts.levels[level].utf8.count + 4
    }
    statistics.set(used.lazy.map { texts.levels[Int($0)] })
    if used.count * 2 > rows.count - statistics.nulls || size > Self.mostDictionaryBytes {
      try writePlain(texts)
    } else {
      try writeDictionary(used.map { texts.levels[Int($0)] })
      try writeIndices(texts.codes, places, width: Self.width(used.count))
    }
  }

  /// The bits that indices below `count` take, at least one.
  private static func width(_ count: Int) -> Int {
    Int.bitWidth - (max(2, count) - 1).leadingZeroBitCount
  }

  private mutating func writePlain(_ texts: Categories) throws(TableError) {
    var start = rows.lowerBound
    while start < rows.upperBound {
      var values: [UInt8] = []
      var end = start
      while end < rows.upperBound, end - start < Self.mostRows, values.count < Self.mostTextBytes {
        if let text = texts[end] { try append(text, to: &values) }
        end += 1
      }
      try append(page: levels(start..<end) + values, count: end - start, encoding: 0)
      start = end
    }
  }

  private func append(_ text: String, to values: inout [UInt8]) throws(TableError) {
    guard let count = UInt32(exactly: text.utf8.count), count < 1 << 30 else {
      throw TableError(
        .fieldTooLong, file: "Parquet", column: column.name, value: text,
        problem: "is longer than a Parquet page may be")
    }
    values.append(littleEndian: count)
    values.append(contentsOf: text.utf8)
  }

  private mutating func writeDictionary(_ levels: [String]) throws(TableError) {
    var plain: [UInt8] = []
    for level in levels { try append(level, to: &plain) }
    try append(plain, kind: 2) { header in
      header.field(7) {
        $0.field(1, Int32(levels.count))
        $0.field(2, Int32(0))
        $0.field(3, false)
      }
    }
    dictionarySize = bytes.count
  }

  private mutating func writeIndices(
    _ codes: [Int32], _ places: [Int32], width: Int
  ) throws(TableError) {
    for page in pages() {
      var indices: [UInt32] = []
      indices.reserveCapacity(page.count)
      for row in page where codes[row] >= 0 { indices.append(UInt32(places[Int(codes[row])])) }
      var plain = levels(page)
      plain.append(UInt8(width))
      plain += indices.withUnsafeBufferPointer { HybridRunWriter.bytes($0, width: width) }
      try append(page: plain, count: page.count, encoding: 8)
    }
  }
}

extension ParquetPageWriter {
  /// The definition levels of some rows, 0 where a value is missing, with their length before them.
  private func levels(_ page: Range<Int>) -> [UInt8] {
    var runs: [UInt8] = []
    if present(page) == page.count {
      runs.append(varint: UInt64(page.count) << 1)
      runs.append(1)
    } else {
      let levels = page.map { UInt32(isMissing($0) ? 0 : 1) }
      runs = levels.withUnsafeBufferPointer { HybridRunWriter.bytes($0, width: 1) }
    }
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(runs.count))
    return bytes + runs
  }

  private mutating func append(
    page plain: [UInt8], count: Int, encoding: Int32
  ) throws(TableError) {
    try append(plain, kind: 0) { header in
      header.field(5) {
        $0.field(1, Int32(count))
        $0.field(2, encoding)
        $0.field(3, Int32(3))
        $0.field(4, Int32(3))
      }
    }
  }

  /// Appends a page of a kind: the structure `PageHeader`, then the compressed contents.
  private mutating func append(
    _ plain: [UInt8], kind: Int32, _ describe: (inout ThriftWriter) -> Void
  ) throws(TableError) {
    let packed = Self.compressed(plain)
    guard let plainCount = Int32(exactly: plain.count), let count = Int32(exactly: packed.count)
    else {
      throw TableError(
        .fieldTooLong, file: "Parquet", column: column.name,
        problem: "has a page longer than 2 GiB")
    }
    var header = ThriftWriter()
    header.field(1, kind)
    header.field(2, plainCount)
    header.field(3, count)
    let checksum = packed.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    header.field(4, Int32(truncatingIfNeeded: checksum))
    describe(&header)
    header.stop()
    bytes += header.bytes
    bytes += packed
    plainSize += header.bytes.count + plain.count
  }

  private static func compressed(_ plain: [UInt8]) -> [UInt8] {
    let room = snappy_max_compressed_length(plain.count)
    return [UInt8](unsafeUninitializedCapacity: room) { target, count in
      count = room
      plain.withUnsafeBytes { source in
        let status = snappy_compress(
          source.baseAddress?.assumingMemoryBound(to: CChar.self), source.count,
          UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(to: CChar.self), &count)
        precondition(status == SNAPPY_OK, "Snappy had room, and failed")
      }
    }
  }
}
