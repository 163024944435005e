/// The texts of one batch, where they lie.
struct ArrowTexts {
  private enum Layout { case offsets32, offsets64, views }

  /// A text, and the number of bytes that may be read from its beginning.
  struct Text {
    let start: UnsafePointer<UInt8>
    let count: Int
    let readable: Int
  }

  /// The number of texts.
  let count: Int
  /// Which are not null; `nil` when none is.
  let validity: UnsafeRawBufferPointer?
  private let layout: Layout
  /// The offsets, or the views.
  private let places: UnsafeRawBufferPointer
  private let blocks: [UnsafeRawBufferPointer]

  /// The texts among some values, whose batch they keep.
  init(_ values: ArrowValues) throws(ArrowFault) {
    count = values.count
    validity = try values.validity()
    (places, blocks) = try values.texts()
    layout =
      switch values.type {
      case .text(offsetBits: 32): .offsets32
      case .text: .offsets64
      default: .views
      }
  }

  /// The text of a row that is not null.
  @inline(__always)
  func text(_ row: Int) throws(ArrowFault) -> Text {
    switch layout {
    case .offsets32:
      let start = Int(places.littleEndian(Int32.self, at: row &* 4))
      let end = Int(places.littleEndian(Int32.self, at: row &* 4 &+ 4))
      return try text(blocks[0], start, end, row)
    case .offsets64:
      let start = Int(places.littleEndian(Int64.self, at: row &* 8))
      let end = Int(places.littleEndian(Int64.self, at: row &* 8 &+ 8))
      return try text(blocks[0], start, end, row)
    case .views: return try viewed(row)
    }
  }

  @inline(__always)
  private func text(
    _ block: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ row: Int
  ) throws(ArrowFault) -> Text {
    guard start >= 0, start <= end, end <= block.count else {
      throw .damaged("a text lies outside of its batch", row: row)
    }
    guard let base = block.baseAddress else { return Self.empty }
    return Text(
      start: (base + start).assumingMemoryBound(to: UInt8.self), count: end - start,
      readable: block.count - start)
  }

  /// A view: the length, then the text when it has twelve bytes at most, else its first four bytes,
  /// the number of its block, and its offset there.
  private func viewed(_ row: Int) throws(ArrowFault) -> Text {
    let place = row * 16
    let count = Int(places.littleEndian(Int32.self, at: place))
    if count <= 12 { return try text(places, place + 4, place + 4 + count, row) }
    let block = Int(places.littleEndian(Int32.self, at: place + 8))
    let start = Int(places.littleEndian(Int32.self, at: place + 12))
    guard blocks.indices.contains(block) else {
      throw .damaged("a text lies in no block", row: row)
    }
    return try text(blocks[block], start, start + count, row)
  }

  private nonisolated(unsafe) static let nothing = UnsafeMutablePointer<UInt64>.allocate(
    capacity: 1)
  private static var empty: Text {
    Text(
      start: UnsafeRawPointer(nothing).assumingMemoryBound(to: UInt8.self), count: 0, readable: 8)
  }
}
