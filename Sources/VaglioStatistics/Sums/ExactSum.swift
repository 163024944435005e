/// A sum of doubles without rounding error, whose bits depend on the values alone: not on their
/// order, nor on how they were divided among blocks, threads or machines.
///
/// The state is an integer in units of 2⁻¹⁰⁷⁵, held in 67 limbs of 32 bits with room for carries
/// (the "small superaccumulator" of Neal 2015, arXiv:1505.05571). NaN and the infinities are
/// remembered apart and decide ``value`` for good.
public struct ExactSum: Sendable {
  /// How many additions a limb holds before its carries must move on: each adds less than 2⁵².
  private static let capacity = 2047
  static let limbCount = 67

  private var limbs: [Int64]
  private var room: Int
  private var exceptions: Exceptions

  /// The sum of nothing.
  public init() {
    limbs = [Int64](repeating: 0, count: Self.limbCount)
    room = Self.capacity
    exceptions = []
  }

  /// The sum of `values`.
  public init(_ values: [Double]) {
    self.init()
    add(values)
  }

  /// Adds one value.
  public mutating func add(_ value: Double) {
    withUnsafePointer(to: value) { add(UnsafeBufferPointer(start: $0, count: 1)) }
  }

  /// Adds every value.
  public mutating func add(_ values: [Double]) { values.withUnsafeBufferPointer { add($0) } }

  /// Adds every value of a block; the form for hot loops.
  public mutating func add(_ values: UnsafeBufferPointer<Double>) {
    var (room, exceptions) = (room, exceptions)
    limbs.withUnsafeMutableBufferPointer { limbs in
      guard let limbs = limbs.baseAddress,
        let values = values.baseAddress.map({ ($0, values.count) })
      else { return }
      var index = 0
      while index < values.1 {
        if room == 0 { room = Self.carry(limbs) }
        let end = min(values.1, index &+ room)
        room &-= end &- index
        while index < end {
          let bits = values.0[index].bitPattern
          if !Self.deposit(bits, into: limbs) { exceptions.insert(Exceptions(bits)) }
          index &+= 1
        }
      }
    }
    (self.room, self.exceptions) = (room, exceptions)
  }

  /// Adds a·b without rounding the product, as its rounded value and the error of that rounding.
  ///
  /// Exact while 2⁻⁹⁶⁸ ≤ |a·b|, or a·b = 0; a smaller product counts as its nearest multiple of
  /// 2⁻¹⁰⁷⁴, one beyond the range of a double as infinite.
  public mutating func add(product a: Double, _ b: Double) {
    let product = a * b
    add(product)
    guard product.isFinite else { return }
    add((-product).addingProduct(a, b))
  }

  /// Adds all that `other` has added.
  public mutating func merge(_ other: ExactSum) {
    let other = other.carried
    _ = limbs.withUnsafeMutableBufferPointer { $0.baseAddress.map(Self.carry) }
    for index in 0..<Self.limbCount { limbs[index] &+= other.limbs[index] }
    _ = limbs.withUnsafeMutableBufferPointer { $0.baseAddress.map(Self.carry) }
    room = Self.capacity
    exceptions.formUnion(other.exceptions)
  }

  /// The sum, rounded once to the nearest double, ties to even.
  ///
  /// Infinite when it lies beyond the range of a double or when one infinity was added; NaN when
  /// NaN or both infinities were.
  public var value: Double { exceptions.value ?? RoundedLimbs.double(of: carried.limbs) }

  /// The sum to about 106 bits: ``value`` and what that rounding left out.
  public var doubleDouble: DoubleDouble {
    let high = value
    guard high.isFinite else { return DoubleDouble(high) }
    var rest = self
    rest.add(-high)
    return DoubleDouble(high: high, low: rest.value)
  }

  /// The same sum with every carry moved on, which is the only state with its value.
  private var carried: ExactSum {
    var copy = self
    _ = copy.limbs.withUnsafeMutableBufferPointer { $0.baseAddress.map(Self.carry) }
    copy.room = Self.capacity
    return copy
  }
}

extension ExactSum: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.carried.limbs == right.carried.limbs && left.exceptions == right.exceptions
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(carried.limbs)
    hasher.combine(exceptions)
  }
}

extension ExactSum: Codable {
  private enum CodingKeys: String, CodingKey { case limbs, exceptions }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let limbs = try container.decode([Int64].self, forKey: .limbs)
    guard limbs.count == Self.limbCount, limbs.dropLast().allSatisfy({ 0..<(1 << 32) ~= $0 }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .limbs, in: container,
        debugDescription: "an exact sum has \(Self.limbCount) limbs of 32 bits")
    }
    self.init()
    self.limbs = limbs
    exceptions = try container.decode(Exceptions.self, forKey: .exceptions)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(carried.limbs, forKey: .limbs)
    try container.encode(exceptions, forKey: .exceptions)
  }
}

extension ExactSum {
  /// Adds a finite value's significand to the two limbs that it touches; false if not finite.
  @inline(__always)
  private static func deposit(_ bits: UInt64, into limbs: UnsafeMutablePointer<Int64>) -> Bool {
    var exponent = Int(truncatingIfNeeded: (bits >> 52) & 0x7ff)
    guard exponent != 0x7ff else { return false }
    var significand = bits & 0xf_ffff_ffff_ffff
    if exponent == 0 { exponent = 1 } else { significand |= 1 << 52 }
    let shift = UInt64(truncatingIfNeeded: exponent & 31)
    let low = Int64(truncatingIfNeeded: (significand &<< shift) & 0xffff_ffff)
    let high = Int64(truncatingIfNeeded: (significand &>> 1) &>> (31 &- shift))
    let sign = Int64(bitPattern: bits) &>> 63
    let limb = limbs + (exponent &>> 5)
    limb[0] &+= (low ^ sign) &- sign
    limb[1] &+= (high ^ sign) &- sign
    return true
  }

  /// Moves every carry to the limb above, so that all but the last lie in 0..<2³².
  private static func carry(_ limbs: UnsafeMutablePointer<Int64>) -> Int {
    var carried: Int64 = 0
    for index in 0..<(limbCount - 1) {
      let sum = limbs[index] &+ carried
      carried = sum >> 32
      limbs[index] = sum & 0xffff_ffff
    }
    limbs[limbCount - 1] &+= carried
    return capacity
  }

  /// What else was added than finite values.
  private struct Exceptions: OptionSet, Hashable, Codable, Sendable {
    let rawValue: UInt8
    static let notANumber = Exceptions(rawValue: 1)
    static let positive = Exceptions(rawValue: 2)
    static let negative = Exceptions(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The exception that a non-finite value's bits stand for.
    init(_ bits: UInt64) {
      let value = Double(bitPattern: bits)
      self = value.isNaN ? .notANumber : value > 0 ? .positive : .negative
    }

    /// The sum that the exceptions force, if there were any.
    var value: Double? {
      if isEmpty { return nil }
      if self == .positive { return .infinity }
      return self == .negative ? -.infinity : .nan
    }
  }
}
