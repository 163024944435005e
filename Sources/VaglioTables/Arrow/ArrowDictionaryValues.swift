/// The values of a dictionary at one place of the stream, in a form other than category.
struct ArrowDictionaryValues {
  private let id: Int64
  private let type: ArrowType
  private let form: FieldSink.Form
  private var position = 0
  private var count = 0
  /// The values in the form, one after another.
  private var lane: [UInt8] = []
  /// Whether a value is null.
  private var isNull: [Bool] = []

  init(id: Int64, type: ArrowType, form: FieldSink.Form) {
    (self.id, self.type, self.form) = (id, type, form)
  }

  /// Takes up what the dictionary becomes before a batch that may use `limit` of the dictionaries.
  mutating func advance(in contents: ArrowContents, before limit: Int) throws(ArrowFault) {
    while let batch = contents.dictionary(id, after: &position, before: limit) {
      if !batch.isDelta { (lane, isNull) = ([], []) }
      try append(try ArrowValues(type, of: batch))
    }
  }

  /// Takes up values; the row of a fault in them is none of the file's.
  private mutating func append(_ values: ArrowValues) throws(ArrowFault) {
    let size = values.count * ColumnPart.stride(of: form)
    let isNull: [Bool]
    let start = UnsafeMutableRawPointer.allocate(byteCount: max(1, size), alignment: 8)
    defer { start.deallocate() }
    do throws(ArrowFault) {
      isNull = try write(values, to: ArrowTarget(form: form, lane: start))
    } catch {
      var fault = error
      fault.row = nil
      throw fault
    }
    lane.append(contentsOf: UnsafeRawBufferPointer(start: start, count: size))
    self.isNull += isNull
  }

  /// Writes values, and says which are null: that matters only to the rows that point to them.
  private func write(
    _ values: ArrowValues, to target: ArrowTarget
  ) throws(ArrowFault) -> [Bool] {
    var isNull = [Bool](repeating: values.type == .null, count: values.count)
    guard form == .key else {
      var levels = LevelTable()
      defer { levels.deallocate() }
      try target.write(values, levels: &levels)
      try values.validity()?.forEachZero(below: values.count) { isNull[$0] = true }
      return isNull
    }
    let texts = try ArrowValueTexts(values)
    for row in 0..<values.count {
      let key = try texts.text(row)?.hash
      isNull[row] = key == nil
      target.keys[row] = key ?? 0
    }
    return isNull
  }

  /// Writes the values that some indices point to.
  func write(_ indices: ArrowValues, to target: ArrowTarget) throws(ArrowFault) {
    let source = try indices.lane()
    let validity = try indices.validity()
    try withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.block) {
      (places) throws(ArrowFault) in
      guard let base = places.baseAddress else { return }
      let width = (indices.type.width ?? 0) / 8
      for start in stride(from: 0, to: indices.count, by: Self.block) {
        let rows = start..<min(start + Self.block, indices.count)
        ArrowIndices.decode(indices.type, source + start * width, count: rows.count, to: base)
        for row in rows {
          if let validity, !validity.bit(row) {
            try target.writeMissing(row)
          } else {
            try copy(Int(base[row - start]), to: target, row: row)
          }
        }
      }
    }
  }

  private static let block = 1 << 14

  @inline(__always)
  private func copy(_ index: Int, to target: ArrowTarget, row: Int) throws(ArrowFault) {
    guard index >= 0, index < isNull.count else { throw .outsideOfDictionary(row: row) }
    if isNull[index] { return try target.writeMissing(row) }
    lane.withUnsafeBytes { lane in
      if form == .boolean {
        target.truths[row] = lane[index]
      } else {
        target.keys[row] = lane.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
      }
    }
  }
}
