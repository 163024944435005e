/// The indices into a dictionary of one batch.
enum ArrowIndices {
  /// Writes `count` indices of an integer type, which the caller knows to be there; one that no
  /// dictionary can have becomes -1.
  static func decode(
    _ type: ArrowType, _ source: UnsafeRawPointer, count: Int,
    to target: UnsafeMutablePointer<Int32>
  ) {
    guard case .integer(let bits, let signed) = type else { preconditionFailure("not an index") }
    switch (bits, signed) {
    case (8, true): convert(source, Int8.self, count, target)
    case (8, false): convert(source, UInt8.self, count, target)
    case (16, true): convert(source, Int16.self, count, target)
    case (16, false): convert(source, UInt16.self, count, target)
    case (32, true): convert(source, Int32.self, count, target)
    case (32, false): convert(source, UInt32.self, count, target)
    case (_, true): convert(source, Int64.self, count, target)
    case (_, false): convert(source, UInt64.self, count, target)
    }
  }

  @inline(__always)
  private static func convert<Value: FixedWidthInteger>(
    _ source: UnsafeRawPointer, _: Value.Type, _ count: Int, _ target: UnsafeMutablePointer<Int32>
  ) {
    for index in 0..<count {
      let place = index &* MemoryLayout<Value>.size
      let value = source.loadUnaligned(fromByteOffset: place, as: Value.self)
      target[index] = Int32(exactly: value) ?? -1
    }
  }
}
