/// The innermost loop: entries of a table added to columns of sums.
enum TableAddition {
  /// Adds to each row's sums the entry that begins at its place in the table.
  ///
  /// An entry has `targets.count` values, an even number; those of the k-th are added to the sums that
  /// begin at the k-th target, one per row. `count` is a multiple of 4.
  @inline(__always)
  static func add(
    _ table: UnsafePointer<Double>, targets: UnsafeBufferPointer<Int32>,
    _ places: UnsafePointer<UInt32>, count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    var place = 0
    while place < targets.count {
      add(
        table + place, places, count: count, to: sums + Int(targets[place]),
        sums + Int(targets[place + 1]))
      place &+= 2
    }
  }

  /// Adds two neighbouring values of each row's entry, four rows at a time.
  @inline(__always)
  private static func add(
    _ values: UnsafePointer<Double>, _ places: UnsafePointer<UInt32>, count: Int,
    to first: UnsafeMutablePointer<Double>, _ second: UnsafeMutablePointer<Double>
  ) {
    var row = 0
    while row < count {
      let low = (pair(values + Int(places[row])), pair(values + Int(places[row + 1])))
      let high = (pair(values + Int(places[row + 2])), pair(values + Int(places[row + 3])))
      add(SIMD2(low.0.x, low.1.x), to: first + row)
      add(SIMD2(high.0.x, high.1.x), to: first + row + 2)
      add(SIMD2(low.0.y, low.1.y), to: second + row)
      add(SIMD2(high.0.y, high.1.y), to: second + row + 2)
      row &+= 4
    }
  }

  @inline(__always)
  private static func pair(_ values: UnsafePointer<Double>) -> SIMD2<Double> {
    UnsafeRawPointer(values).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func add(_ values: SIMD2<Double>, to sums: UnsafeMutablePointer<Double>) {
    let place = UnsafeMutableRawPointer(sums)
    let sum = place.loadUnaligned(as: SIMD2<Double>.self) + values
    place.storeBytes(of: sum, as: SIMD2<Double>.self)
  }
}
