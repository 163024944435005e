internal import CZstd

/// The contents of a zstd file (RFC 8878) with any number of frames, decompressed as they are asked
/// for.
///
/// A class because it owns zstd's state.
final class ZstdStream: ByteStream {
  private let source: any ByteStream
  private let name: String
  private let state: OpaquePointer?
  private let room: UnsafeMutableRawBufferPointer
  private var input = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
  private var isSourceAtEnd = false
  /// Whether a frame has begun that has not ended.
  private var isInsideFrame = true

  /// The contents of `source`, which begins with a zstd frame.
  init(_ source: any ByteStream, name: String) {
    (self.source, self.name) = (source, name)
    state = ZSTD_createDStream()
    room = .allocate(byteCount: 1 << 18, alignment: 16)
    input.src = UnsafeRawPointer(room.baseAddress)
  }

  deinit {
    ZSTD_freeDStream(state)
    room.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
    while output.pos == 0, buffer.count > 0 {
      try refill()
      let isDry = input.pos == input.size
      if isDry, isSourceAtEnd, !isInsideFrame { return 0 }
      let before = input.pos
      let status = ZSTD_decompressStream(state, &output, &input)
      guard ZSTD_isError(status) == 0 else {
        throw corrupt(String(cString: ZSTD_getErrorName(status)))
      }
      isInsideFrame = status != 0
      if output.pos == 0, isSourceAtEnd, isInsideFrame, input.pos == before {
        throw corrupt("it ends too early")
      }
    }
    return output.pos
  }

  private func refill() throws(TableError) {
    guard input.pos == input.size, !isSourceAtEnd else { return }
    input.size = try source.read(into: room)
    input.pos = 0
    isSourceAtEnd = input.size == 0
  }

  private func corrupt(_ reason: String) -> TableError {
    TableError(
      .corruptCompression, file: name, problem: "the zstd data are damaged: \(reason)",
      remedy: "fetch the file again; zstd -t tests it")
  }
}
