/// A batch of rows, or of the values of a dictionary, that lies in memory and has not been looked
/// into.
struct ArrowBatch: Sendable {
  /// What the metadata and the body are parts of.
  let bytes: FixedBytes
  let metadata: Range<Int>
  let body: Range<Int>
  let rowCount: Int

  /// The batch of a message; `records` is the `RecordBatch` in it.
  init(
    _ bytes: FixedBytes, metadata: Range<Int>, body: Range<Int>, records: FlatTable
  ) throws(ArrowFault) {
    (self.bytes, self.metadata, self.body) = (bytes, metadata, body)
    let count = try records.integer(0, default: Int64(0))
    guard count >= 0 else { throw .damaged("a batch of \(count) rows") }
    rowCount = Int(count)
  }
}

/// The values of a dictionary, or some more of them.
struct ArrowDictionaryBatch: Sendable {
  let id: Int64
  /// Whether the values are added to those that came before, instead of replacing them.
  let isDelta: Bool
  let values: ArrowBatch
}

/// A batch whose buffers can be read.
///
/// A class because it owns the buffers that it inflates: what `buffer` gives is good for as long as
/// the batch lives.
final class ArrowBuffers {
  /// The number of rows.
  let rowCount: Int
  private let bytes: FixedBytes
  private let body: UnsafeRawBufferPointer
  private let nodes: FlatVector?
  private let buffers: FlatVector?
  private let views: FlatVector?
  private let compression: ArrowCompression?
  private var inflated: [Int: FixedBytes] = [:]

  init(_ batch: ArrowBatch) throws(ArrowFault) {
    (bytes, rowCount) = (batch.bytes, batch.rowCount)
    body = UnsafeRawBufferPointer(rebasing: bytes.bytes[batch.body])
    let message = try ArrowMessage(
      metadata: UnsafeRawBufferPointer(rebasing: bytes.bytes[batch.metadata]))
    let inner = message.kind == .dictionaryBatch ? try message.header.table(1) : message.header
    guard let records = inner else { throw .damaged("a dictionary has no values") }
    nodes = try records.vector(1, stride: 16)
    buffers = try records.vector(2, stride: 16)
    views = try records.vector(4, stride: 8)
    compression = try Self.compression(records)
  }

  private static func compression(_ records: FlatTable) throws(ArrowFault) -> ArrowCompression? {
    guard let table = try records.table(3) else { return nil }
    let codec = try table.integer(0, default: Int8(0))
    guard let compression = ArrowCompression(rawValue: codec),
      try table.integer(1, default: Int8(0)) == 0
    else {
      throw .unsupported(
        "the buffers are compressed by codec \(codec)", remedy: "use LZ4, zstd, or none")
    }
    return compression
  }

  /// The number of nulls of the column with a number among all nodes; its length is the batch's.
  func nullCount(_ node: Int) throws(ArrowFault) -> Int {
    guard let nodes, node < nodes.count else { throw .damaged("a batch has too few columns") }
    let (length, nulls): (Int64, Int64) = (
      nodes.integer(node), nodes.integer(node, offset: 8)
    )
    guard length == rowCount, nulls >= 0, nulls <= length else {
      throw .damaged(
        "a column of \(length) values with \(nulls) nulls in a batch of \(rowCount) rows")
    }
    return Int(nulls)
  }

  /// The number of bytes that a buffer has, inflated, without inflating it.
  func count(ofBuffer index: Int) throws(ArrowFault) -> Int {
    let stored = try stored(index)
    return compression == nil ? stored.count : try ArrowCompression.contentCount(stored)
  }

  /// A buffer by its number, inflated where it is compressed.
  func buffer(_ index: Int) throws(ArrowFault) -> UnsafeRawBufferPointer {
    let stored = try stored(index)
    guard let compression else { return stored }
    if let known = inflated[index] { return known.bytes }
    let (bytes, owner) = try compression.contents(stored)
    inflated[index] = owner
    return bytes
  }

  /// The buffer of a column's validity; `nil` when no value is null.
  func validity(_ index: Int, node: Int) throws(ArrowFault) -> UnsafeRawBufferPointer? {
    guard try nullCount(node) > 0 else { return nil }
    let bits = try buffer(index)
    guard bits.count >= (rowCount + 7) / 8 else {
      throw .damaged("a column has nulls, and does not say where")
    }
    return bits
  }

  /// The number of text buffers of the first `count` columns of views.
  func viewBuffers(before count: Int) throws(ArrowFault) -> Int {
    var before = 0
    for index in 0..<count { before += try viewBuffers(of: index) }
    return before
  }

  /// The number of text buffers of a column of views.
  func viewBuffers(of view: Int) throws(ArrowFault) -> Int {
    guard let views, view < views.count else { throw .damaged("a batch has too few views") }
    let count: Int64 = views.integer(view)
    guard count >= 0, count <= buffers?.count ?? 0 else {
      throw .damaged("a view of \(count) buffers")
    }
    return Int(count)
  }

  private func stored(_ index: Int) throws(ArrowFault) -> UnsafeRawBufferPointer {
    guard let buffers, index < buffers.count else {
      throw .damaged("a batch has too few buffers")
    }
    let (offset, count): (Int64, Int64) = (
      buffers.integer(index), buffers.integer(index, offset: 8)
    )
    guard offset >= 0, count >= 0, offset <= body.count, count <= Int64(body.count) - offset else {
      throw .damaged("a buffer lies outside of its batch")
    }
    return UnsafeRawBufferPointer(rebasing: body[Int(offset)..<Int(offset + count)])
  }
}
