internal import CZlib

/// The contents of a gzip file (RFC 1952) with any number of members, inflated as they are asked
/// for.
///
/// A class because it owns zlib's state.
final class GzipStream: ByteStream {
  private let source: any ByteStream
  private let name: String
  private let state: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var isStarted = false
  private var isInsideMember = false
  private var isSourceAtEnd = false
  private var isAtEnd = false

  /// The contents of `source`, which begins with a gzip header.
  init(_ source: any ByteStream, name: String) {
    (self.source, self.name) = (source, name)
    state = .allocate(capacity: 1)
    state.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 18, alignment: 16)
  }

  deinit {
    if isStarted { inflateEnd(state) }
    state.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let wanted = min(buffer.count, 1 << 30)
    state.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_out = UInt32(wanted)
    while state.pointee.avail_out > 0, !isAtEnd {
      try refill()
      if !isInsideMember { try beginMember() }
      if isInsideMember { try inflateSome() }
    }
    return wanted - Int(state.pointee.avail_out)
  }

  private func refill() throws(TableError) {
    guard state.pointee.avail_in == 0, !isSourceAtEnd else { return }
    let count = try source.read(into: input)
    isSourceAtEnd = count == 0
    state.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_in = UInt32(count)
  }

  /// Zeros after a member are padding, as tapes have it; other bytes begin another member.
  private func beginMember() throws(TableError) {
    while isStarted, state.pointee.avail_in > 0, state.pointee.next_in.pointee == 0 {
      state.pointee.next_in += 1
      state.pointee.avail_in -= 1
    }
    guard state.pointee.avail_in > 0 else {
      isAtEnd = isSourceAtEnd
      return
    }
    let status =
      isStarted
      ? inflateReset(state)
      : inflateInit2_(
        state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw corrupt("zlib cannot start") }
    (isStarted, isInsideMember) = (true, true)
  }

  private func inflateSome() throws(TableError) {
    guard state.pointee.avail_in > 0 else {
      if isSourceAtEnd { throw corrupt("it ends too early") }
      return
    }
    switch inflate(state, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: return
    case Z_STREAM_END: isInsideMember = false
    default: throw corrupt(state.pointee.msg.map { String(cString: $0) } ?? "unknown reason")
    }
  }

  private func corrupt(_ reason: String) -> TableError {
    TableError(
      .corruptCompression, file: name, problem: "the gzip data are damaged: \(reason)",
      remedy: "fetch the file again; gzip -t tests it")
  }
}
