/// Counts of sixteen replicates, in lanes that widen without leaving the vector registers.
///
/// Lane 2i of sixteen is lane i of ``even``, lane 2i + 1 lane i of ``odd``.
struct WeightLanes {
  var even = SIMD8<UInt32>(repeating: 0)
  var odd = SIMD8<UInt32>(repeating: 0)

  /// Lanes of nothing.
  init() {}

  /// Weights, none of them negative, with room to be summed.
  @inline(__always)
  init(_ weights: SIMD16<Int16>) {
    let pairs = unsafeBitCast(weights, to: SIMD8<UInt32>.self)
    even = pairs & SIMD8(repeating: 0xffff)
    odd = pairs &>> SIMD8(repeating: 16)
  }

  @inline(__always)
  static func &+= (left: inout Self, right: Self) {
    left.even &+= right.even
    left.odd &+= right.odd
  }

  @inline(__always)
  static func &+ (left: Self, right: Self) -> Self {
    var sum = left
    sum &+= right
    return sum
  }

  /// The count of one of the sixteen replicates.
  subscript(lane: Int) -> UInt32 { lane % 2 == 0 ? even[lane / 2] : odd[lane / 2] }
}

/// Sums of products of counts of sixteen replicates.
struct ProductLanes {
  private var sums = (
    SIMD4<UInt64>(repeating: 0), SIMD4<UInt64>(repeating: 0), SIMD4<UInt64>(repeating: 0),
    SIMD4<UInt64>(repeating: 0)
  )

  /// Adds the products of two counts, lane by lane.
  @inline(__always)
  mutating func add(_ a: WeightLanes, _ b: WeightLanes) {
    sums.0 &+= Self.lower(a.even) &* Self.lower(b.even)
    sums.1 &+= Self.upper(a.even) &* Self.upper(b.even)
    sums.2 &+= Self.lower(a.odd) &* Self.lower(b.odd)
    sums.3 &+= Self.upper(a.odd) &* Self.upper(b.odd)
  }

  /// The sum of one of the sixteen replicates.
  subscript(lane: Int) -> UInt64 {
    let place = lane / 4
    return switch lane % 4 {
    case 0: sums.0[place]
    case 1: sums.2[place]
    case 2: sums.1[place]
    default: sums.3[place]
    }
  }

  @inline(__always)
  private static func lower(_ counts: SIMD8<UInt32>) -> SIMD4<UInt64> {
    unsafeBitCast(counts, to: SIMD4<UInt64>.self) & SIMD4(repeating: 0xffff_ffff)
  }

  @inline(__always)
  private static func upper(_ counts: SIMD8<UInt32>) -> SIMD4<UInt64> {
    unsafeBitCast(counts, to: SIMD4<UInt64>.self) &>> SIMD4(repeating: 32)
  }
}
