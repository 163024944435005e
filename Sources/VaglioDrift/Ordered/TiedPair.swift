internal import VaglioStatistics

/// Two samples of numbers merged into one ascending list of distinct values, with how often each
/// sample has each: all that any distance between the two needs.
struct TiedPair: Sendable {
  /// The distinct values, ascending; infinities are values like any other.
  let values: [Double]
  /// How often the reference has each value.
  let reference: [UInt32]
  /// How often the current sample has each value.
  let current: [UInt32]
  let referenceCount: Int
  let currentCount: Int

  /// The most rows of either sample: the product of both counts stays within 62 bits.
  static let mostRows = 1 << 30

  /// Merges two ascending lists without NaN; O(n + m).
  init(ascending first: [Double], _ second: [Double]) {
    (referenceCount, currentCount) = (first.count, second.count)
    let most = first.count + second.count
    var (left, right) = ([UInt32](), [UInt32]())
    values = [Double](unsafeUninitializedCapacity: most) { values, filled in
      left = [UInt32](unsafeUninitializedCapacity: most) { left, leftFilled in
        right = [UInt32](unsafeUninitializedCapacity: most) { right, rightFilled in
          filled = Self.merge(first, second, values, left, right)
          (leftFilled, rightFilled) = (filled, filled)
        }
      }
    }
    (reference, current) = (left, right)
  }

  /// Distinct ascending values with their counts.
  init(values: [Double], reference: [UInt32], current: [UInt32]) {
    (self.values, self.reference, self.current) = (values, reference, current)
    referenceCount = reference.reduce(0) { $0 + Int($1) }
    currentCount = current.reduce(0) { $0 + Int($1) }
  }

  /// The number of rows of both samples together.
  var pooledCount: Int { referenceCount + currentCount }

  private static func merge(
    _ first: [Double], _ second: [Double], _ values: UnsafeMutableBufferPointer<Double>,
    _ left: UnsafeMutableBufferPointer<UInt32>, _ right: UnsafeMutableBufferPointer<UInt32>
  ) -> Int {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        var (i, j, k) = (0, 0, 0)
        while i < first.count || j < second.count {
          let takesFirst = j >= second.count || (i < first.count && first[i] <= second[j])
          let value = takesFirst ? first[i] : second[j]
          let (startI, startJ) = (i, j)
          while i < first.count, first[i] == value { i &+= 1 }
          while j < second.count, second[j] == value { j &+= 1 }
          values[k] = value
          left[k] = UInt32(truncatingIfNeeded: i &- startI)
          right[k] = UInt32(truncatingIfNeeded: j &- startJ)
          k &+= 1
        }
        return k
      }
    }
  }
}

extension TiedPair {
  /// The pair of two lists in any order.
  ///
  /// - Precondition: no NaN, at most ``mostRows`` each.
  init(_ first: [Double], _ second: [Double]) {
    precondition(first.count <= Self.mostRows && second.count <= Self.mostRows, "too many rows")
    self.init(
      ascending: first.withUnsafeBufferPointer { RadixSort.ascending($0) },
      second.withUnsafeBufferPointer { RadixSort.ascending($0) })
  }

  /// How many rows of either sample are infinite.
  var infiniteCount: Int {
    var count = 0
    for place in Set([0, values.count - 1])
    where values.indices.contains(place) && values[place].isInfinite {
      count += Int(reference[place]) + Int(current[place])
    }
    return count
  }

  /// Whether sixth powers of differences of the values, which the laws of distances hold, neither overflow nor vanish.
  var hasUsableSpan: Bool {
    guard infiniteCount == 0, let first = values.first, let last = values.last else { return false }
    return (0x1p-150...0x1p150).contains(last - first)
  }

  /// The quantile of type 7 of the pooled sample; of at least one finite row.
  func pooledQuantile(_ share: Double) -> Double {
    let place = share * Double(pooledCount - 1)
    let below = place.rounded(.down)
    let low = pooledValue(rank: Int(below))
    guard place > below else { return low }
    return low + (pooledValue(rank: Int(below) + 1) - low) * (place - below)
  }

  /// The pooled value with `rank` rows before it.
  private func pooledValue(rank: Int) -> Double {
    var seen = 0
    for place in values.indices {
      seen += Int(reference[place]) + Int(current[place])
      if seen > rank { return values[place] }
    }
    return values[values.count - 1]
  }
}
