/// A moving window over a stream: the bytes from the first that was not consumed on.
///
/// A class because it owns its memory.
final class ByteWindow {
  private var stream: any ByteStream
  private var buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  /// Whether the window reaches to the end of the stream.
  private(set) var isAtEnd = false
  /// The bytes that may be read after the window: the sentinel and what word-wise reading needs.
  static let padding = 64

  init(_ stream: any ByteStream, capacity: Int) {
    self.stream = stream
    buffer = .allocate(byteCount: capacity + Self.padding, alignment: 64)
  }

  deinit { buffer.deallocate() }

  /// Begins anew with another stream, in the memory that is there.
  func restart(_ stream: any ByteStream) {
    (self.stream, start, end, isAtEnd) = (stream, 0, 0, false)
  }

  /// The bytes that were not consumed, at least `count` of them unless the stream ends before.
  func bytes(atLeast count: Int) throws(TableError) -> UnsafeBufferPointer<UInt8> {
    if end - start < count { try fill(count) }
    return UnsafeBufferPointer(
      start: buffer.baseAddress?.advanced(by: start).assumingMemoryBound(to: UInt8.self),
      count: end - start)
  }

  /// Moves the window's beginning.
  func consume(_ count: Int) { start += count }

  /// Writes the byte after the window's end, which is not part of the stream, and zeros after it.
  func setSentinel(_ byte: UInt8) {
    for offset in 0..<Self.padding { buffer[end + offset] = offset == 0 ? byte : 0 }
  }

  private func fill(_ count: Int) throws(TableError) {
    let kept = end - start
    if count + Self.padding > buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: count + Self.padding, alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
      buffer.deallocate()
      buffer = larger
    } else if start > 0 {
      UnsafeMutableRawBufferPointer(rebasing: buffer[..<kept])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
    }
    (start, end) = (0, kept)
    while end < count, !isAtEnd {
      let read = try stream.read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[end..<buffer.count - Self.padding]))
      end += read
      isAtEnd = read == 0
    }
  }
}
