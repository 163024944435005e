/// The innermost loop: entries of a table added to columns of sums.
enum TableAddition {
  /// Adds to each row's sums the entry of its index.
  ///
  /// `table` has entries of `columns.count` values, an even number; the sums of column c stand at
  /// c × `count`, one per row, and `count` is a multiple of 4.
  @inline(__always)
  static func add(
    _ table: UnsafePointer<Double>, columns: UnsafeBufferPointer<Int32>,
    _ indices: UnsafePointer<UInt32>, count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    let width = columns.count
    guard let column = columns.baseAddress else { return }
    var row = 0
    while row < count {
      let entries = (
        table + Int(indices[row]) &* width, table + Int(indices[row + 1]) &* width,
        table + Int(indices[row + 2]) &* width, table + Int(indices[row + 3]) &* width
      )
      var place = 0
      while place < width {
        let first = sums + (Int(column[place]) &* count &+ row)
        let second = sums + (Int(column[place + 1]) &* count &+ row)
        let low = (pair(entries.0, place), pair(entries.1, place))
        let high = (pair(entries.2, place), pair(entries.3, place))
        add(SIMD2(low.0.x, low.1.x), to: first)
        add(SIMD2(high.0.x, high.1.x), to: first + 2)
        add(SIMD2(low.0.y, low.1.y), to: second)
        add(SIMD2(high.0.y, high.1.y), to: second + 2)
        place &+= 2
      }
      row &+= 4
    }
  }

  @inline(__always)
  private static func pair(_ entry: UnsafePointer<Double>, _ place: Int) -> SIMD2<Double> {
    UnsafeRawPointer(entry + place).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func add(_ values: SIMD2<Double>, to sums: UnsafeMutablePointer<Double>) {
    let place = UnsafeMutableRawPointer(sums)
    let sum = place.loadUnaligned(as: SIMD2<Double>.self) + values
    place.storeBytes(of: sum, as: SIMD2<Double>.self)
  }
}
