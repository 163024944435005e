/// Texts of the encoding DELTA_LENGTH_BYTE_ARRAY: the lengths of all, then all of them.
struct DeltaTexts {
  private var lengths: DeltaIntegers
  private var texts: ByteSlice

  /// The texts of a page that has `count` of them; the lengths are read twice, so that no more of
  /// them are kept than are asked for at once.
  init(lengths bytes: ByteSlice, count: Int) throws(ParquetFault) {
    lengths = try DeltaIntegers(bytes, limit: count)
    texts = try Self.behind(bytes, count: count)
  }

  /// The bytes behind as many delta-encoded integers.
  static func behind(_ bytes: ByteSlice, count: Int) throws(ParquetFault) -> ByteSlice {
    var integers = try DeltaIntegers(bytes, limit: count)
    guard integers.count == count else { throw .damaged("a page lacks lengths of texts") }
    try integers.skip(count)
    return integers.rest
  }

  /// Finds the next texts; their lengths go to `lengths`.
  mutating func next(
    _ some: Int, lengths block: UnsafeMutableBufferPointer<Int64>,
    into slices: UnsafeMutablePointer<ByteSlice>
  ) throws(ParquetFault) {
    try lengths.read(UnsafeMutableBufferPointer(rebasing: block[..<some]))
    for index in 0..<some {
      guard block[index] >= 0, block[index] <= Int64(texts.count) else {
        throw .truncated("a page")
      }
      slices[index] = texts.prefix(Int(block[index]))
      texts = texts.dropFirst(Int(block[index]))
    }
  }
}

/// Texts of the encoding DELTA_BYTE_ARRAY, each put together from the one before it.
struct SharedText {
  private var text: [UInt8] = []
  private var total = 0
  /// The most bytes that the texts of a page may come to: shared ones take no room in the file.
  private static let most = 1 << 30

  /// The text that has the beginning of the one before it and a rest of its own; it stays in
  /// `buffer` until the next.
  mutating func next(
    shared: Int64, suffix: ByteSlice, in buffer: ParquetBuffer
  ) throws(ParquetFault) -> ByteSlice {
    guard shared >= 0, shared <= Int64(text.count) else {
      throw .damaged("a text shares more than its predecessor has")
    }
    text.removeSubrange(Int(shared)...)
    text.append(contentsOf: UnsafeBufferPointer(start: suffix.start, count: suffix.count))
    total += text.count
    guard total <= Self.most else { throw .damaged("the texts of a page are too long") }
    let whole = buffer.bytes(text.count)
    whole.update(from: text, count: text.count)
    return ByteSlice(start: whole, count: text.count)
  }
}
