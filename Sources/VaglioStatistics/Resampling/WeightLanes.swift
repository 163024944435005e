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

  @inline(__always)
  static func &- (left: Self, right: Self) -> Self {
    var difference = left
    difference.even &-= right.even
    difference.odd &-= right.odd
    return difference
  }

  /// The count of one of the sixteen replicates.
  subscript(lane: Int) -> UInt32 { lane % 2 == 0 ? even[lane / 2] : odd[lane / 2] }

  /// The counts as integers of 64 bits, four lanes at a time: the even lanes of ``even``, its odd
  /// ones, then those of ``odd``.
  @inline(__always)
  var wide: WideLanes {
    (Self.lower(even), Self.upper(even), Self.lower(odd), Self.upper(odd))
  }

  typealias WideLanes = (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>)

  /// In which of ``wide``'s vectors a replicate stands, and where.
  @inline(__always)
  static func place(ofLane lane: Int) -> (vector: Int, position: Int) {
    ((lane & 1) << 1 | (lane & 2) >> 1, lane >> 2)
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

/// Sums of products of counts of sixteen replicates.
struct ProductLanes {
  private var sums = WeightLanes().wide

  /// Adds the products of two counts, lane by lane.
  @inline(__always)
  mutating func add(_ a: WeightLanes, _ b: WeightLanes) {
    let (a, b) = (a.wide, b.wide)
    sums.0 &+= a.0 &* b.0
    sums.1 &+= a.1 &* b.1
    sums.2 &+= a.2 &* b.2
    sums.3 &+= a.3 &* b.3
  }

  /// The sum of one of the sixteen replicates.
  subscript(lane: Int) -> UInt64 {
    let (vector, position) = WeightLanes.place(ofLane: lane)
    return switch vector {
    case 0: sums.0[position]
    case 1: sums.1[position]
    case 2: sums.2[position]
    default: sums.3[position]
    }
  }
}

/// Numbers of sixteen replicates, in the order of ``WeightLanes/wide``.
struct NumberLanes {
  var a = SIMD4<Double>()
  var b = SIMD4<Double>()
  var c = SIMD4<Double>()
  var d = SIMD4<Double>()

  /// Zeros.
  init() {}

  /// Counts as doubles.
  @inline(__always)
  init(_ counts: WeightLanes) {
    let wide = counts.wide
    (a, b) = (Self.double(wide.0), Self.double(wide.1))
    (c, d) = (Self.double(wide.2), Self.double(wide.3))
  }

  /// Integers below 2³²: under the exponent of 2⁵² they are the fraction's lowest bits. Compilers
  /// convert lane by lane otherwise.
  @inline(__always)
  private static func double(_ counts: SIMD4<UInt64>) -> SIMD4<Double> {
    unsafeBitCast(counts | SIMD4(repeating: 0x4330_0000_0000_0000), to: SIMD4<Double>.self)
      - SIMD4(repeating: 0x1p52)
  }

  /// The number of one of the sixteen replicates.
  subscript(lane: Int) -> Double {
    let (vector, position) = WeightLanes.place(ofLane: lane)
    return switch vector {
    case 0: a[position]
    case 1: b[position]
    case 2: c[position]
    default: d[position]
    }
  }
}
