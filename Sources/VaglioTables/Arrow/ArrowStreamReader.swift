/// The reader of an Arrow IPC stream that comes bit by bit, as from another process: one batch of
/// rows at a time, each as soon as it is complete. Types become columns as in an Arrow file.
///
/// A class because it moves along a stream, which one thread at a time may read.
public final class ArrowStreamReader {
  /// The names of the columns, in their order.
  public let columnNames: [String]
  private let source: any ByteStream
  private let name: String
  private var contents: ArrowContents
  private var rowCount = 0
  private var isAtEnd = false

  /// The stream that a file descriptor gives, which stays its owner's to close; messages call it
  /// `name`. Waits until the stream's schema has come.
  public convenience init(descriptor: Int32, name: String) throws(TableError) {
    try self.init(DescriptorStream(descriptor, name: name, isBorrowed: true), name: name)
  }

  /// The stream that `read` gives: it fills the front of a buffer, and returns the number of bytes,
  /// 0 only at the end.
  public convenience init(
    name: String, read: @escaping (UnsafeMutableRawBufferPointer) throws(TableError) -> Int
  ) throws(TableError) {
    try self.init(ClosureStream(read), name: name)
  }

  init(_ source: any ByteStream, name: String) throws(TableError) {
    (self.source, self.name) = (source, name)
    let metadata = try Self.metadata(source, name)
    do throws(ArrowFault) {
      guard let metadata else { throw .damaged("there is no schema") }
      let message = try ArrowMessage(metadata: metadata.bytes)
      contents = ArrowContents(try ArrowSchema(message, size: metadata.bytes.count))
      withExtendedLifetime(metadata) {}
    } catch {
      throw error.error(file: name)
    }
    columnNames = contents.schema.columns.map(\.name)
  }

  /// The next batch; `nil` after the stream's end mark. Waits until the batch is complete. Rows in
  /// messages count from the stream's first.
  public func next() throws(TableError) -> Table? {
    while !isAtEnd {
      guard let metadata = try Self.metadata(source, name) else {
        isAtEnd = true
        return nil
      }
      try take(metadata)
      if let table = try table() { return table }
    }
    return nil
  }

  /// Reads the body of a message, and keeps both.
  private func take(_ metadata: FixedBytes) throws(TableError) {
    let count = try bodyCount(metadata)
    let size = metadata.bytes.count
    let whole = try FixedBytes(metadata, then: count, from: source, name: name)
    do throws(ArrowFault) {
      let message = try ArrowMessage(
        metadata: UnsafeRawBufferPointer(rebasing: whole.bytes[..<size]))
      try contents.add(message, in: whole, metadata: 0..<size, body: size..<size + count)
    } catch {
      throw error.error(file: name)
    }
  }

  private func bodyCount(_ metadata: FixedBytes) throws(TableError) -> Int {
    do throws(ArrowFault) {
      let message = try ArrowMessage(metadata: metadata.bytes)
      defer { withExtendedLifetime(metadata) {} }
      guard message.bodyCount < 1 << 62 else { throw .damaged("a body is too long") }
      return message.bodyCount
    } catch {
      throw error.error(file: name)
    }
  }

  /// The batch that was read last, if one was.
  private func table() throws(TableError) -> Table? {
    guard let batch = contents.batches.last else { return nil }
    let file: ArrowFile
    do throws(ArrowFault) {
      file = try ArrowFile(
        contents, size: batch.bytes.bytes.count, name: name, firstRow: rowCount)
    } catch {
      throw error.error(file: name)
    }
    var columns: [Column] = []
    for index in columnNames.indices { columns.append(try file.column(index)) }
    var sources = RowSources(files: [name])
    sources.begin(at: 0, file: 0, row: rowCount + 1, line: rowCount + 1)
    rowCount += file.rowCount
    contents.forgetBatches()
    return Table(columns: columns, rowCount: file.rowCount, sources: sources)
  }

  /// The next message's metadata; `nil` at the stream's end mark.
  private static func metadata(
    _ source: any ByteStream, _ name: String
  ) throws(TableError) -> FixedBytes? {
    var count = try integer(source, name)
    if count == -1 { count = try integer(source, name) }
    if count == 0 { return nil }
    guard count > 0 else {
      throw ArrowFault.damaged("a message of \(count) bytes").error(file: name)
    }
    return try FixedBytes(nil, then: Int(count), from: source, name: name)
  }

  private static func integer(
    _ source: any ByteStream, _ name: String
  ) throws(TableError) -> Int32 {
    let bytes = try FixedBytes(nil, then: 4, from: source, name: name)
    defer { withExtendedLifetime(bytes) {} }
    return bytes.bytes.littleEndian(Int32.self, at: 0)
  }
}

/// A stream of the bytes that a function gives.
private final class ClosureStream: ByteStream {
  private let body: (UnsafeMutableRawBufferPointer) throws(TableError) -> Int

  init(_ body: @escaping (UnsafeMutableRawBufferPointer) throws(TableError) -> Int) {
    self.body = body
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    try body(buffer)
  }
}
