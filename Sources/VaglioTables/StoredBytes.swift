internal import Glibc

/// The bytes of a source by their places: those of a file, which are read as they are asked for, or
/// of memory.
struct StoredBytes: Sendable {
  /// The name for messages.
  let name: String
  /// The number of bytes.
  let count: Int
  private let origin: Origin

  private enum Origin: Sendable {
    case file(path: String, FileIdentity)
    case memory([UInt8])
  }

  /// Bytes in memory.
  init(_ bytes: [UInt8], name: String) {
    (self.name, count, origin) = (name, bytes.count, .memory(bytes))
  }

  /// The bytes of a regular file, which is opened anew for each reading.
  init(path: String) throws(TableError) {
    let file = try OpenDescriptor(path)
    (name, count, origin) = (path, file.size, .file(path: path, file.identity))
  }

  /// All bytes in one place: a file is mapped into memory.
  func fixed() throws(TableError) -> FixedBytes {
    switch origin {
    case .memory(let bytes): return FixedBytes(bytes)
    case .file(let path, _):
      let mapped = try FixedBytes(mapping: path)
      guard mapped.bytes.count == count else { throw .changed(name) }
      return mapped
    }
  }

  /// Some of the bytes; the range lies within them.
  func bytes(_ range: Range<Int>) throws(TableError) -> [UInt8] {
    let stream = try stream(range)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    let block = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(max(range.count, 1), 1 << 20), alignment: 64)
    defer { block.deallocate() }
    while bytes.count < range.count {
      let count = try stream.read(into: block)
      guard count > 0 else { throw .changed(name) }
      bytes.append(contentsOf: block[..<count])
    }
    return bytes
  }

  /// Some of the bytes from front to back; the range lies within them.
  func stream(_ range: Range<Int>) throws(TableError) -> any ByteStream {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range beyond the bytes")
    switch origin {
    case .memory(let bytes): return MemoryStream(bytes, range: range)
    case .file(let path, let identity):
      let file = try OpenDescriptor(path)
      guard file.identity == identity else { throw .changed(name) }
      return RangeStream(file, range: range, name: name)
    }
  }
}

/// What tells that a file is still the one that it was.
private struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let node: UInt64
  let size: Int
  let seconds: Int
  let nanoseconds: Int
}

/// An open file, closed at the end of its life.
///
/// A class because it owns the descriptor.
private final class OpenDescriptor {
  let descriptor: Int32
  let identity: FileIdentity
  var size: Int { identity.size }

  init(_ path: String) throws(TableError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .absent(path, errno) }
    var status = stat()
    fstat(descriptor, &status)
    identity = FileIdentity(
      device: UInt64(status.st_dev), node: UInt64(status.st_ino), size: Int(status.st_size),
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
  }

  deinit { close(descriptor) }
}

/// A part of a file from front to back, read at its place, so that others may read the file as well.
private final class RangeStream: ByteStream {
  private let file: OpenDescriptor
  private var range: Range<Int>
  private let name: String

  init(_ file: OpenDescriptor, range: Range<Int>, name: String) {
    (self.file, self.range, self.name) = (file, range, name)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let wanted = min(buffer.count, range.count)
    guard wanted > 0 else { return 0 }
    while true {
      let count = pread(file.descriptor, buffer.baseAddress, wanted, off_t(range.lowerBound))
      if count > 0 {
        range = range.lowerBound + count..<range.upperBound
        return count
      }
      if count == 0 { throw .changed(name) }
      if errno != EINTR { throw .unreadable(name, errno) }
    }
  }
}

extension TableError {
  /// The error that a file is not what it was.
  static func changed(_ name: String) -> TableError {
    TableError(
      .unreadable, file: name, problem: "the file changed while it was read",
      remedy: "read it when nothing writes to it")
  }
}
