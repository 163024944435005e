extension LevelTable {
  /// The code of a text, a new one where it is new; a text that is not UTF-8 is a fault in `row`.
  @inline(__always)
  mutating func code(of text: ArrowTexts.Text, row: Int) throws(ArrowFault) -> Int32 {
    guard text.readable - text.count >= 8 else { return try codeOfCopy(text, row: row) }
    let hash = RowKey.hash(text.start, count: text.count)
    if let code = code(of: text.start, count: text.count, hash: hash) { return code }
    return try insert(text, hash: hash, row: row)
  }

  @inline(never)
  private mutating func insert(
    _ text: ArrowTexts.Text, hash: UInt64, row: Int
  ) throws(ArrowFault) -> Int32 {
    if let refusal = FieldSink.refusal(ofText: text.start, count: text.count) {
      throw ArrowFault(refusal, text, row: row)
    }
    return insert(text.start, count: text.count, hash: hash)
  }

  /// The same for a text at the end of its memory.
  private mutating func codeOfCopy(
    _ text: ArrowTexts.Text, row: Int
  ) throws(ArrowFault) -> Int32 {
    let hash = text.hash
    if let code = code(of: text.start, count: text.count, hash: hash) { return code }
    return try insert(text, hash: hash, row: row)
  }
}

extension ArrowTexts.Text {
  /// The text's key, wherever its memory ends.
  var hash: UInt64 {
    if readable - count >= 8 { return RowKey.hash(start, count: count) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 8) { copy in
      copy.initialize(repeating: 0)
      guard let base = copy.baseAddress else { return 0 }
      base.update(from: start, count: count)
      return RowKey.hash(base, count: count)
    }
  }
}

extension ArrowFault {
  /// The fault that a text is refused.
  fileprivate init(_ refusal: FieldSink.Refusal, _ text: ArrowTexts.Text, row: Int) {
    var failure = PieceTable.Failure(kind: .badValue, line: 0, problem: "")
    failure.explain(refusal, text.string)
    self.init(
      failure.kind, failure.problem, remedy: failure.remedy, value: failure.value, row: row)
  }
}
