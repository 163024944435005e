/// The values of one type in one batch: those of a column, or those of a dictionary.
struct ArrowValues {
  let type: ArrowType
  /// The number of values.
  let count: Int
  /// The batch, which keeps what is read from it in place.
  let buffers: ArrowBuffers
  /// Where the column's part of the batch's metadata begins.
  private let node: Int
  private let first: Int
  private let view: Int

  /// The values that stand in a batch behind those that `start` counts.
  init(_ type: ArrowType, in buffers: ArrowBuffers, start: ArrowLayout) throws(ArrowFault) {
    (self.type, self.buffers, count) = (type, buffers, buffers.rowCount)
    (node, view) = (start.nodes, start.views)
    first = start.buffers + (try buffers.viewBuffers(before: start.views))
  }

  /// The bits that say which values are not null; `nil` when none is null.
  func validity() throws(ArrowFault) -> UnsafeRawBufferPointer? {
    type == .null ? nil : try buffers.validity(first, node: node)
  }

  /// The first value of a type of fixed width; all are there.
  func lane() throws(ArrowFault) -> UnsafeRawPointer {
    UnsafeRawPointer(try bits().baseAddress ?? UnsafeRawPointer(Self.nothing))
  }

  /// The values of a type of fixed width.
  func bits() throws(ArrowFault) -> UnsafeRawBufferPointer {
    let bytes = try buffers.buffer(first + 1)
    guard bytes.count >= (try needed()) else { throw Self.tooFew }
    return bytes
  }

  private static let tooFew = ArrowFault.damaged("a column has fewer values than rows")
  private nonisolated(unsafe) static let nothing = UnsafeMutablePointer<UInt64>.allocate(
    capacity: 1)

  /// The number of bytes that the values, the offsets or the views of all rows take.
  private func needed() throws(ArrowFault) -> Int {
    let (bits, extra): (Int, Int) =
      switch type {
      case .text(let bits): (bits, 1)
      case .textView: (128, 0)
      default: (type.width ?? 0, 0)
      }
    let (product, overflow) = count.multipliedReportingOverflow(by: bits)
    guard !overflow, product <= Int.max - 1024 else { throw Self.tooFew }
    return count == 0 ? 0 : (product + extra * bits + 7) / 8
  }

  /// Checks that the batch has all the values, without inflating them.
  func check() throws(ArrowFault) {
    guard type != .null else { return }
    let nulls = try buffers.nullCount(node)
    if nulls > 0, try buffers.count(ofBuffer: first) < (count + 7) / 8 { throw Self.tooFew }
    guard try buffers.count(ofBuffer: first + 1) >= needed() else { throw Self.tooFew }
  }
}

extension ArrowValues {
  /// The offsets or views of texts, and the blocks that these lie in.
  func texts() throws(ArrowFault) -> (
    places: UnsafeRawBufferPointer, blocks: [UnsafeRawBufferPointer]
  ) {
    let places = try bits()
    guard type == .textView else { return (places, [try buffers.buffer(first + 2)]) }
    var blocks: [UnsafeRawBufferPointer] = []
    for index in 0..<(try buffers.viewBuffers(of: view)) {
      blocks.append(try buffers.buffer(first + 2 + index))
    }
    return (places, blocks)
  }
}

extension ArrowType {
  /// Whether the values are texts.
  var isText: Bool {
    switch self {
    case .text, .textView: true
    default: false
    }
  }
}
