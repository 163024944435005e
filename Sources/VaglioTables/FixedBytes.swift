internal import Glibc

/// Bytes that stay in one place for as long as this lives: a file mapped into memory, or memory.
///
/// A class because it owns them. The bytes are not changed once they are shared, so that threads may
/// read them together. A mapped file must not be cut while it is read.
final class FixedBytes: Sendable {
  /// The bytes.
  nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// A regular file's contents, mapped.
  init(mapping path: String) throws(TableError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path, errno) }
    isMapped = status.st_size > 0
    guard isMapped else {
      bytes = UnsafeRawBufferPointer(start: malloc(1), count: 0)
      return
    }
    let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let start, start != MAP_FAILED else { throw .unreadable(path, errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
  }

  /// A copy of some bytes.
  init(_ array: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer(
      start: malloc(max(1, array.count)), count: array.count)
    memory.copyBytes(from: array)
    (bytes, isMapped) = (UnsafeRawBufferPointer(memory), false)
  }

  /// Some bytes, and the next `count` ones of a stream, which it is an error not to have. Memory is
  /// taken as they come.
  init(
    _ first: FixedBytes?, then count: Int, from stream: any ByteStream, name: String
  ) throws(TableError) {
    let first = first?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    var memory = GrowingMemory(limit: first.count + count)
    guard memory.append(first) else { throw .unreadable(name, ENOMEM) }
    while memory.count < first.count + count {
      guard try memory.take(from: stream, name: name) > 0 else {
        memory.release()
        throw TableError(
          .corruptFile, file: name, problem: "the stream ends too early",
          remedy: "the program that wrote it stopped before its end")
      }
    }
    (bytes, isMapped) = (memory.bytes, false)
  }

  /// Memory for `count` bytes that `fill` writes, all of them; `nil` when there is not so much, or
  /// when `fill` says that it failed.
  init?(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Bool) {
    guard let start = malloc(max(1, count)) else { return nil }
    guard fill(UnsafeMutableRawBufferPointer(start: start, count: count)) else {
      free(start)
      return nil
    }
    (bytes, isMapped) = (UnsafeRawBufferPointer(start: start, count: count), false)
  }

  deinit {
    let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    if isMapped {
      munmap(start, bytes.count)
    } else {
      free(start)
    }
  }
}

/// Memory that grows with what is written to it, freed by its holder.
private struct GrowingMemory {
  private(set) var count = 0
  private var start: UnsafeMutableRawPointer?
  private var capacity = 0
  /// The most bytes that will be written.
  let limit: Int

  init(limit: Int) { self.limit = limit }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  func release() { free(start) }

  /// Reads some bytes from a stream, and says how many: 0 at its end. Frees the memory before an
  /// error.
  mutating func take(from stream: any ByteStream, name: String) throws(TableError) -> Int {
    if count == capacity {
      guard grow(to: min(limit, max(1 << 16, 2 * capacity))) else {
        release()
        throw .unreadable(name, ENOMEM)
      }
    }
    let room = UnsafeMutableRawBufferPointer(start: start, count: capacity)
    do throws(TableError) {
      let read = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: room[count...]))
      count += read
      return read
    } catch {
      release()
      throw error
    }
  }

  /// Appends bytes; `false` when there is no memory.
  mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard grow(to: max(1, bytes.count)) else { return false }
    UnsafeMutableRawBufferPointer(start: start, count: capacity).copyMemory(from: bytes)
    count = bytes.count
    return true
  }

  private mutating func grow(to size: Int) -> Bool {
    guard let larger = realloc(start, size) else { return false }
    (start, capacity) = (larger, size)
    return true
  }
}
