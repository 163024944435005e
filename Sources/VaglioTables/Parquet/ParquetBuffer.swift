/// Memory that grows as it is asked for, with 64 more bytes behind what is asked that may be touched.
///
/// A class because it owns the memory.
final class ParquetBuffer {
  private var memory = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 64)
  private var capacity = 64
  private static let padding = 64

  deinit { memory.deallocate() }

  /// Room for `count` bytes; what was there is lost when it is more than ever before.
  func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> { elements(count, of: UInt8.self) }

  /// Room for `count` elements of another type.
  func elements<Element: BitwiseCopyable>(
    _ count: Int, of type: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    let size = count * MemoryLayout<Element>.stride
    if size > capacity {
      memory.deallocate()
      capacity = size + size / 4
      memory = .allocate(byteCount: capacity + Self.padding, alignment: 64)
    }
    return memory.assumingMemoryBound(to: type)
  }
}
