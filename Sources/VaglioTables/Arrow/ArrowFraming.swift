/// Where the messages of an Arrow stream lie in memory, one after another.
struct ArrowFraming {
  /// The end mark of a stream, or a message: where its metadata lie, and where its body begins.
  enum Next {
    case end
    case metadata(Range<Int>)
  }

  /// What frames the metadata at a place: the continuation marker and their length, or, as Arrow
  /// wrote it before version 0.15, their length alone.
  static func next(
    in bytes: UnsafeRawBufferPointer, at place: Int, before limit: Int
  ) throws(ArrowFault) -> Next {
    var start = place
    guard limit - start >= 4 else { throw noEnd }
    var count = bytes.littleEndian(Int32.self, at: start)
    start += 4
    if count == -1 {
      guard limit - start >= 4 else { throw noEnd }
      count = bytes.littleEndian(Int32.self, at: start)
      start += 4
    }
    if count == 0 { return .end }
    guard count > 0 else { throw .damaged("a message of \(count) bytes") }
    guard Int(count) <= limit - start else { throw .cutOff("a message is not complete") }
    return .metadata(start..<start + Int(count))
  }

  /// The fault that a stream does not end by its mark, as every writer's does that was closed.
  static let noEnd = ArrowFault.cutOff("the stream has no end mark: its writer stopped early")
}
