/// The values of one column in one piece of a file, as they are parsed.
///
/// Plain memory behind pointers, freed by `PieceTable`: a class would be retained for each field.
struct FieldSink {
  /// How the values are kept.
  enum Form: UInt8 {
    /// Only the kinds are noted.
    case unsettled
    /// Nothing more is noted: the column will be read again as categories.
    case ignored
    case number, boolean, time, category, key
  }

  /// What a value is refused for.
  enum Refusal: UInt8 { case notANumber, notUTF8, binary, missingKey }

  /// How the values are kept in this pass.
  var form: Form
  /// Whether a number is demanded, so that another text is refused.
  var demandsNumbers: Bool
  /// Whether such a text counts as missing instead.
  var forgivesTexts: Bool
  /// The kinds of the values in columns whose type is still open.
  var seen: FieldKinds = []
  /// The texts that stand for a missing value; shared, and owned by the reader.
  let markers: LevelTable
  /// The levels seen since the last reset, for the category form.
  var levels = LevelTable()
  private(set) var capacity = 0
  private var lanes = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)

  init(form: Form, demandsNumbers: Bool, forgivesTexts: Bool, markers: LevelTable) {
    self.form = form
    self.demandsNumbers = demandsNumbers
    self.forgivesTexts = forgivesTexts
    self.markers = markers
  }

  /// One number per row; NaN where missing.
  var numbers: UnsafeMutablePointer<Double> { lanes.assumingMemoryBound(to: Double.self) }
  /// One code per row; -1 where missing.
  var codes: UnsafeMutablePointer<Int32> { lanes.assumingMemoryBound(to: Int32.self) }
  /// One truth value per row: 0, 1, or 2 where missing.
  var truths: UnsafeMutablePointer<UInt8> { lanes.assumingMemoryBound(to: UInt8.self) }
  /// One time per row; the least where missing.
  var times: UnsafeMutablePointer<Int64> { lanes.assumingMemoryBound(to: Int64.self) }
  /// One key per row.
  var keys: UnsafeMutablePointer<UInt64> { lanes.assumingMemoryBound(to: UInt64.self) }

  /// Makes room for `rows` values; those that were there are lost.
  mutating func prepare(rows: Int) {
    guard rows > capacity else { return }
    lanes.deallocate()
    lanes = .allocate(byteCount: rows * 8, alignment: 8)
    capacity = rows
  }

  /// Makes room for one more value when there is none; those that are there are kept.
  @inline(__always)
  mutating func reserve(row: Int) {
    if row >= capacity { grow(row) }
  }

  @inline(never)
  private mutating func grow(_ rows: Int) {
    let grown = UnsafeMutableRawPointer.allocate(byteCount: max(64, rows * 2) * 8, alignment: 8)
    grown.copyMemory(from: lanes, byteCount: rows * 8)
    lanes.deallocate()
    lanes = grown
    capacity = max(64, rows * 2)
  }

  /// Frees the memory; the sink must not be used afterwards.
  func deallocate() {
    levels.deallocate()
    lanes.deallocate()
  }
}

extension FieldSink {
  /// Takes the text of a field of a separated file; at least eight bytes may be read after it.
  @inline(__always)
  mutating func take(
    _ text: UnsafePointer<UInt8>, count: Int, row: Int
  ) -> Refusal? {
    if form == .category {
      let hash = RowKey.hash(text, count: count)
      if let code = levels.code(of: text, count: count, hash: hash) {
        codes[row] = code
        return nil
      }
      return takeLevel(text, count: count, hash: hash, row: row)
    }
    return takeOther(text, count: count, row: row)
  }

  /// Takes a text that is a level not seen before.
  @inline(never)
  mutating func takeLevel(
    _ text: UnsafePointer<UInt8>, count: Int, hash: UInt64, row: Int, mayBeMissing: Bool = true
  ) -> Refusal? {
    if let refusal = Self.refusal(ofText: text, count: count) { return refusal }
    codes[row] = levels.insert(
      text, count: count, hash: hash,
      asMissing: mayBeMissing && isMissing(Self.trimmed(text, count: count)))
    return nil
  }

  @inline(never)
  private mutating func takeOther(
    _ text: UnsafePointer<UInt8>, count: Int, row: Int
  ) -> Refusal? {
    guard form != .ignored else { return nil }
    let trimmed = Self.trimmed(text, count: count)
    if isMissing(trimmed) { return takeMissing(row: row) }
    if form == .key {
      keys[row] = RowKey.hash(text, count: count)
      return nil
    }
    return takeValue(trimmed, kind: FieldKinds(of: trimmed), row: row)
  }

  /// Takes a string of a JSON file, which is never missing; at least eight bytes may be read after
  /// it.
  mutating func takeText(_ text: UnsafePointer<UInt8>, count: Int, row: Int) -> Refusal? {
    let bytes = UnsafeBufferPointer(start: text, count: count)
    guard form != .category, form != .key else {
      return takePlain(text, count: count, kind: .text, row: row)
    }
    let isTime = form != .ignored && ISOTime.microseconds(bytes) != nil
    return takeValue(bytes, kind: isTime ? .time : .text, row: row)
  }

  /// Takes a value of a known kind of a JSON file; at least eight bytes may be read after it.
  mutating func takePlain(
    _ text: UnsafePointer<UInt8>, count: Int, kind: FieldKinds, row: Int
  ) -> Refusal? {
    guard form == .category || form == .key else {
      return takeValue(UnsafeBufferPointer(start: text, count: count), kind: kind, row: row)
    }
    let hash = RowKey.hash(text, count: count)
    if form == .key {
      keys[row] = hash
    } else if let code = levels.code(of: text, count: count, hash: hash) {
      codes[row] = code
    } else {
      return takeLevel(text, count: count, hash: hash, row: row, mayBeMissing: false)
    }
    return nil
  }

  /// Takes a text of a known kind that is not missing, and has no spaces around it, for a form
  /// other than category and key.
  private mutating func takeValue(
    _ text: UnsafeBufferPointer<UInt8>, kind: FieldKinds, row: Int
  ) -> Refusal? {
    guard form != .ignored else { return nil }
    if demandsNumbers, kind != .number {
      guard forgivesTexts else { return .notANumber }
      return takeMissing(row: row)
    }
    seen.formUnion(kind)
    switch (form, kind) {
    case (.number, .number):
      if let start = text.baseAddress { _ = Numeral.scan(start, into: &numbers[row]) }
    case (.boolean, .boolean): truths[row] = FieldKinds.boolean(text) == true ? 1 : 0
    case (.time, .time): times[row] = ISOTime.microseconds(text) ?? .min
    default: form = seen.isMixed ? .ignored : .unsettled
    }
    return nil
  }

  /// Takes the fact that there is no value.
  @inline(__always)
  mutating func takeMissing(row: Int) -> Refusal? {
    switch form {
    case .number: numbers[row] = .nan
    case .boolean: truths[row] = 2
    case .time: times[row] = .min
    case .category: codes[row] = -1
    case .key: return .missingKey
    case .unsettled, .ignored: break
    }
    return nil
  }

  private func isMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return false }
    let hash = RowKey.hash(start, count: text.count)
    return markers.code(of: start, count: text.count, hash: hash) != nil
  }

  /// Why a text cannot be a level.
  static func refusal(ofText text: UnsafePointer<UInt8>, count: Int) -> Refusal? {
    let bytes = UnsafeBufferPointer(start: text, count: count)
    var union: UInt8 = 0
    for byte in bytes {
      if byte == 0 { return .binary }
      union |= byte
    }
    return union < 0x80 || String(validating: bytes, as: UTF8.self) != nil ? nil : .notUTF8
  }

  /// A text without the spaces and tabs around it.
  static func trimmed(
    _ text: UnsafePointer<UInt8>, count: Int
  ) -> UnsafeBufferPointer<UInt8> {
    var (start, end) = (text, text + count)
    while start < end, start.pointee == 0x20 || start.pointee == 0x09 { start += 1 }
    while end > start, end[-1] == 0x20 || end[-1] == 0x09 { end -= 1 }
    return UnsafeBufferPointer(start: start, count: end - start)
  }
}
