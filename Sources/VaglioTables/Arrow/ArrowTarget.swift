/// Memory for the values of one column in one batch.
struct ArrowTarget {
  let form: FieldSink.Form
  let lane: UnsafeMutableRawPointer

  var numbers: UnsafeMutablePointer<Double> { lane.assumingMemoryBound(to: Double.self) }
  var truths: UnsafeMutablePointer<UInt8> { lane.assumingMemoryBound(to: UInt8.self) }
  var times: UnsafeMutablePointer<Int64> { lane.assumingMemoryBound(to: Int64.self) }
  var codes: UnsafeMutablePointer<Int32> { lane.assumingMemoryBound(to: Int32.self) }
  var keys: UnsafeMutablePointer<UInt64> { lane.assumingMemoryBound(to: UInt64.self) }

  /// Writes values in the form; new levels get their codes.
  func write(_ values: ArrowValues, levels: inout LevelTable) throws(ArrowFault) {
    guard values.count > 0 else { return }
    switch form {
    case .number: try writeNumbers(values)
    case .boolean: try writeTruths(values)
    case .time: try writeTimes(values)
    case .category: try writeCodes(values, levels: &levels)
    case .key: try writeKeys(values)
    case .unsettled, .ignored: preconditionFailure("the form of a column is not settled")
    }
  }

  /// Writes that a row has no value.
  func writeMissing(_ row: Int) throws(ArrowFault) {
    switch form {
    case .number: numbers[row] = .nan
    case .boolean: truths[row] = 2
    case .time: times[row] = .min
    case .category: codes[row] = -1
    case .key, .unsettled, .ignored:
      throw ArrowFault(
        .missingKey, "the row has no id", remedy: "every row needs a value here", row: row)
    }
  }

  private func writeNumbers(_ values: ArrowValues) throws(ArrowFault) {
    switch values.type {
    case .null: numbers.update(repeating: .nan, count: values.count)
    case .integer, .float, .decimal:
      ArrowNumbers.decode(values.type, try values.lane(), count: values.count, to: numbers)
      try values.validity()?.forEachZero(below: values.count) { numbers[$0] = .nan }
    default: try refuse(values, "is not a number")
    }
  }

  private func writeTruths(_ values: ArrowValues) throws(ArrowFault) {
    guard values.type == .boolean else { return try refuse(values, "is not a truth value") }
    let bits = try values.bits()
    for row in 0..<values.count { truths[row] = bits.bit(row) ? 1 : 0 }
    try values.validity()?.forEachZero(below: values.count) { truths[$0] = 2 }
  }

  private func writeTimes(_ values: ArrowValues) throws(ArrowFault) {
    guard values.type.kinds == .time else { return try refuse(values, "is not a time") }
    let validity = try values.validity()
    try ArrowTimes.decode(
      values.type, try values.lane(), validity: validity, count: values.count, to: times)
    validity?.forEachZero(below: values.count) { times[$0] = .min }
  }

  private func writeCodes(_ values: ArrowValues, levels: inout LevelTable) throws(ArrowFault) {
    if values.type.isText { return try writeCodes(ArrowTexts(values), levels: &levels) }
    let texts = try ArrowValueTexts(values)
    for row in 0..<values.count {
      if let text = try texts.text(row) {
        codes[row] = try levels.code(of: text, row: row)
      } else {
        codes[row] = -1
      }
    }
  }

  /// The code of a text of at most eight bytes that was met before.
  private struct ShortText {
    var bytes: UInt64 = 0
    var count = -1
    var code: Int32 = 0
  }

  /// Writes the codes of texts; of those of at most eight bytes the last ones are remembered.
  private func writeCodes(_ texts: ArrowTexts, levels: inout LevelTable) throws(ArrowFault) {
    try withUnsafeTemporaryAllocation(of: ShortText.self, capacity: 256) {
      (known) throws(ArrowFault) in
      known.initialize(repeating: ShortText())
      for row in 0..<texts.count {
        if let validity = texts.validity, !validity.bit(row) {
          codes[row] = -1
          continue
        }
        let text = try texts.text(row)
        guard text.count <= 8, text.readable >= 8 else {
          codes[row] = try levels.code(of: text, row: row)
          continue
        }
        let word = UInt64(littleEndian: UnsafeRawPointer(text.start).loadUnaligned(as: UInt64.self))
        let bytes = word & (UInt64.max >> UInt64(64 - 8 * text.count))
        let slot = Int(truncatingIfNeeded: (bytes &* 0x9E37_79B9_7F4A_7C15) &>> 56)
        if known[slot].bytes != bytes || known[slot].count != text.count {
          let code = try levels.code(of: text, row: row)
          known[slot] = ShortText(bytes: bytes, count: text.count, code: code)
        }
        codes[row] = known[slot].code
      }
    }
  }

  private func writeKeys(_ values: ArrowValues) throws(ArrowFault) {
    let texts = try ArrowValueTexts(values)
    for row in 0..<values.count {
      if let text = try texts.text(row) {
        keys[row] = text.hash
      } else {
        try writeMissing(row)
      }
    }
  }

  /// Lets missing values pass, and refuses the first other one.
  private func refuse(_ values: ArrowValues, _ problem: String) throws(ArrowFault) {
    let texts = try ArrowValueTexts(values)
    for row in 0..<values.count {
      guard let text = try texts.text(row) else {
        try writeMissing(row)
        continue
      }
      throw ArrowFault(.badValue, problem, value: text.string, row: row)
    }
  }
}

extension ArrowTexts.Text {
  /// The text as a string, mended where it is not UTF-8.
  var string: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
