/// Sorting of doubles by the digits of an order-preserving integer.
///
/// One pass reads the highest digit in which the rows differ and deals them into buckets; a bucket
/// that fits the cache is dealt again by its own highest differing digits, until a few rows are left
/// for insertion. Digits that all rows share cost nothing, so that scores in 0...1, integers and
/// constants need no special case. Stable; −0 and +0 are equal, −∞ and ∞ are allowed, NaN is not.
public enum RadixSort {
  /// A row's key and its number; 16 bytes, so that one move carries both.
  @usableFromInline
  struct Entry {
    var key: UInt64
    var row: UInt32
  }

  /// An integer that is ordered as the doubles are; −0 and +0 have the same.
  @inlinable
  public static func key(_ value: Double) -> UInt64 {
    let bits = (value + 0.0).bitPattern
    let sign = UInt64(bitPattern: Int64(bitPattern: bits) &>> 63)
    return bits ^ (sign | (1 << 63))
  }

  /// The double that ``key(_:)`` made the integer of.
  @inlinable
  public static func value(ofKey key: UInt64) -> Double {
    let sign = UInt64(bitPattern: Int64(bitPattern: ~key) &>> 63)
    return Double(bitPattern: key ^ (sign | (1 << 63)))
  }

  /// The rows in ascending order of their values, equal values in the order of their rows.
  ///
  /// - Precondition: at most 2³² − 1 values, none of them NaN.
  public static func order(of values: UnsafeBufferPointer<Double>) -> [UInt32] {
    sorted(values) { entries, count in
      [UInt32](unsafeUninitializedCapacity: count) { rows, filled in
        for index in 0..<count { rows[index] = entries[index].row }
        filled = count
      }
    }
  }

  /// The rows in ascending order of `values`.
  public static func order(of values: [Double]) -> [UInt32] {
    values.withUnsafeBufferPointer { order(of: $0) }
  }

  /// The values in ascending order, −0 as 0.
  ///
  /// - Precondition: at most 2³² − 2 values, none of them NaN.
  public static func ascending(_ values: UnsafeBufferPointer<Double>) -> [Double] {
    sorted(values) { entries, count in
      [Double](unsafeUninitializedCapacity: count) { sorted, filled in
        for index in 0..<count { sorted[index] = value(ofKey: entries[index].key) }
        filled = count
      }
    }
  }

  /// Sorts, and hands the sorted entries to `body` while they live.
  static func sorted<Result>(
    _ values: UnsafeBufferPointer<Double>, _ body: (UnsafeMutablePointer<Entry>, Int) -> Result
  ) -> Result {
    let count = values.count
    precondition(count < Int(UInt32.max), "at most 2³² − 2 rows can be sorted")
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: max(count, 1))
    defer { entries.deallocate() }
    if let values = values.baseAddress { fill(entries, values, count) }
    return body(entries, count)
  }
}

extension RadixSort {
  /// Rows up to which insertion is quicker than dealing.
  private static let fewRows = 24
  /// The widest digit, in bits: as many buckets as keep their write heads in the cache.
  private static let widestDigit = 11

  /// Deals the values straight into buckets of their leading digit, then sorts each bucket.
  private static func fill(
    _ entries: UnsafeMutablePointer<Entry>, _ values: UnsafePointer<Double>, _ count: Int
  ) {
    var (lowest, highest) = (UInt64.max, UInt64.min)
    var hasNaN = false
    for row in 0..<count {
      hasNaN = hasNaN || values[row].isNaN
      let key = key(values[row])
      lowest = min(lowest, key)
      highest = max(highest, key)
    }
    precondition(!hasNaN, "NaN has no place in an order")
    let digit = Digit(from: lowest, to: highest, rows: count)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: digit.buckets + 1) { ends in
      ends.initialize(repeating: 0)
      for row in 0..<count { ends[digit.of(key(values[row])) &+ 1] &+= 1 }
      for bucket in 0..<digit.buckets { ends[bucket &+ 1] &+= ends[bucket] }
      for row in 0..<count {
        let key = key(values[row])
        let bucket = digit.of(key)
        entries[ends[bucket]] = Entry(key: key, row: UInt32(truncatingIfNeeded: row))
        ends[bucket] &+= 1
      }
      sortBuckets(entries, ends: ends, digit)
    }
  }

  /// Sorts every bucket of a first deal; `ends[b]` is the end of bucket b.
  private static func sortBuckets(
    _ entries: UnsafeMutablePointer<Entry>, ends: UnsafeMutableBufferPointer<Int>, _ digit: Digit
  ) {
    guard digit.shift > 0 else { return }
    var (start, largest) = (0, 1)
    for bucket in 0..<digit.buckets {
      largest = max(largest, ends[bucket] - start)
      start = ends[bucket]
    }
    let scratch = UnsafeMutablePointer<Entry>.allocate(capacity: largest)
    defer { scratch.deallocate() }
    start = 0
    for bucket in 0..<digit.buckets {
      sort(entries + start, ends[bucket] - start, scratch)
      start = ends[bucket]
    }
  }

  /// Sorts entries in place with scratch space for as many.
  private static func sort(
    _ entries: UnsafeMutablePointer<Entry>, _ count: Int, _ scratch: UnsafeMutablePointer<Entry>
  ) {
    guard count > fewRows else { return insert(entries, count) }
    var (lowest, highest) = (UInt64.max, UInt64.min)
    for index in 0..<count {
      lowest = min(lowest, entries[index].key)
      highest = max(highest, entries[index].key)
    }
    guard lowest != highest else { return }
    let digit = Digit(from: lowest, to: highest, rows: count)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: digit.buckets + 1) { ends in
      ends.initialize(repeating: 0)
      for index in 0..<count { ends[digit.of(entries[index].key) &+ 1] &+= 1 }
      for bucket in 0..<digit.buckets { ends[bucket &+ 1] &+= ends[bucket] }
      for index in 0..<count {
        let bucket = digit.of(entries[index].key)
        scratch[Int(ends[bucket])] = entries[index]
        ends[bucket] &+= 1
      }
      entries.update(from: scratch, count: count)
      guard digit.shift > 0 else { return }
      var start = 0
      for bucket in 0..<digit.buckets {
        let end = Int(ends[bucket])
        if end &- start > 1 { sort(entries + start, end &- start, scratch) }
        start = end
      }
    }
  }

  private static func insert(_ entries: UnsafeMutablePointer<Entry>, _ count: Int) {
    var index = 1
    while index < count {
      let entry = entries[index]
      var place = index
      while place > 0, entries[place &- 1].key > entry.key {
        entries[place] = entries[place &- 1]
        place &-= 1
      }
      entries[place] = entry
      index &+= 1
    }
  }

  /// The leading bits of key − lowest, as many as suit the number of rows.
  private struct Digit {
    let lowest: UInt64
    let shift: UInt64
    let buckets: Int

    init(from lowest: UInt64, to highest: UInt64, rows: Int) {
      let spread = 64 - (highest &- min(lowest, highest)).leadingZeroBitCount
      let wanted = Int.bitWidth - rows.leadingZeroBitCount - 2
      let width = min(spread, max(4, min(wanted, RadixSort.widestDigit)))
      self.lowest = min(lowest, highest)
      shift = UInt64(spread - width)
      buckets = Int(((highest &- self.lowest) &>> shift) &+ 1)
    }

    @inline(__always)
    func of(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &- lowest) &>> shift) }
  }
}
