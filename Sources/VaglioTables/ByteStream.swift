internal import Glibc

/// A source of bytes that is read from front to back.
///
/// A class because a stream has a position in the world outside.
protocol ByteStream: AnyObject {
  /// Fills the front of `buffer`, and returns the number of bytes; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int
}

/// A stream from a file descriptor, which it closes at the end of its life unless it is borrowed.
final class DescriptorStream: ByteStream {
  private let descriptor: Int32
  private let name: String
  private let isBorrowed: Bool

  init(_ descriptor: Int32, name: String, isBorrowed: Bool = false) {
    (self.descriptor, self.name, self.isBorrowed) = (descriptor, name, isBorrowed)
  }

  deinit { if !isBorrowed { close(descriptor) } }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno == EISDIR { throw .directory(name) }
      if errno != EINTR { throw .unreadable(name, errno) }
    }
  }
}

/// A stream from bytes in memory.
final class MemoryStream: ByteStream {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int

  init(_ bytes: [UInt8], range: Range<Int>? = nil) {
    let range = range ?? 0..<bytes.count
    (self.bytes, position, end) = (bytes, range.lowerBound, range.upperBound)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, end - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// A pipe, of which everything that was read is kept, so that it can be read again.
///
/// A class because all of its streams share what was read.
final class ReplayablePipe {
  private let stream: DescriptorStream
  private let keeps: Bool
  private var blocks: [[UInt8]] = []
  /// The pipe's first bytes, once they were peeked at, and those of them that no stream has read.
  private var peeked: [UInt8]?
  private var unread: [UInt8] = []

  /// A pipe that is kept in memory only when `keeps` says so: else it is read once.
  init(_ stream: DescriptorStream, keeps: Bool) { (self.stream, self.keeps) = (stream, keeps) }

  /// The pipe's first bytes, which the streams begin with all the same.
  func peek(_ read: (any ByteStream) throws(TableError) -> [UInt8]) throws(TableError) -> [UInt8] {
    if let peeked { return peeked }
    unread = try read(stream)
    peeked = unread
    return unread
  }

  /// Everything to the pipe's end.
  func contents() throws(TableError) -> [UInt8] {
    let stream = open()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var contents: [UInt8] = []
    while true {
      let count = try stream.read(into: buffer)
      if count == 0 { return contents }
      contents.append(contentsOf: buffer[..<count])
    }
  }

  /// A stream from the pipe's beginning.
  func open() -> any ByteStream { Replay(pipe: self) }

  private func next(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    guard !unread.isEmpty else { return try stream.read(into: buffer) }
    let count = min(buffer.count, unread.count)
    buffer.copyBytes(from: unread[..<count])
    unread.removeFirst(count)
    return count
  }

  private final class Replay: ByteStream {
    let pipe: ReplayablePipe
    var block = 0
    var offset = 0

    init(pipe: ReplayablePipe) { self.pipe = pipe }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
      guard block < pipe.blocks.count else {
        let count = try pipe.next(into: buffer)
        if pipe.keeps, count > 0 {
          pipe.blocks.append(Array(buffer[..<count]))
          block += 1
        }
        return count
      }
      let rest = pipe.blocks[block][offset...]
      let count = min(buffer.count, rest.count)
      buffer.copyBytes(from: rest.prefix(count))
      offset += count
      if count == rest.count { (block, offset) = (block + 1, 0) }
      return count
    }
  }
}

extension TableError {
  static func directory(_ name: String) -> TableError {
    TableError(
      .directory, file: name, problem: "is a directory",
      remedy: "name the files in it")
  }

  static func unreadable(_ name: String, _ code: Int32) -> TableError {
    TableError(
      .unreadable, file: name, problem: "cannot be read: \(String(cString: strerror(code)))")
  }
}
