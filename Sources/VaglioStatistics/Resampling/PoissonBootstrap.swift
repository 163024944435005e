/// Bootstrap weights that depend on the row's identity, the seed and the replicate, and on nothing
/// else: never drawn in sequence.
///
/// Each weight is Poisson with mean 1 (Chamandy et al. 2012, research.google/pubs/pub43157), so
/// that the number of rows is random too and ratios are what can be resampled. The same rows give
/// the same replicates in any order, partition or thread count; two models of the same rows are
/// resampled together; rows with one key share their weight, so that the key of a cluster resamples
/// whole clusters.
///
/// A key is spread by two rounds of SplitMix64's finaliser (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195); a word serves four replicates with 15 bits each, against the
/// cumulative Poisson probabilities rounded to 2⁻¹⁵: mean 1, variance 1.00006, at most 7.
public struct PoissonBootstrap: Hashable, Sendable {
  public let seed: UInt64
  /// How many replicates the analysis makes.
  public let replicates: Int

  /// Replicates 0..<`replicates` under a seed.
  public init(seed: UInt64, replicates: Int) {
    precondition(replicates >= 0, "\(replicates) replicates")
    (self.seed, self.replicates) = (seed, replicates)
  }

  /// How many rows equal to this one a replicate has.
  public func weight(ofKey key: UInt64, replicate: Int) -> UInt8 {
    let word = Self.word(stream(ofKey: key), replicate / 4)
    let bits = Int16(truncatingIfNeeded: word &>> UInt64(16 * (replicate % 4))) & 0x7fff
    return Self.thresholds.reduce(0) { $0 + (bits > $1 ? 1 : 0) }
  }

  /// Fills the weights of a block of rows for a range of replicates: replicate after replicate, one
  /// weight per row each.
  ///
  /// - Precondition: `weights` has rows × replicates elements.
  public func fill(
    _ weights: UnsafeMutableBufferPointer<UInt8>, keys: UnsafeBufferPointer<UInt64>,
    replicates: Range<Int>
  ) {
    precondition(weights.count == keys.count * replicates.count, "rows × replicates weights")
    for row in 0..<keys.count {
      let stream = stream(ofKey: keys[row])
      var replicate = replicates.lowerBound
      while replicate < replicates.upperBound {
        let drawn = Self.weights(stream, block: replicate / Self.lanes)
        let end = min(replicates.upperBound, (replicate / Self.lanes + 1) * Self.lanes)
        for own in replicate..<end {
          weights[(own - replicates.lowerBound) &* keys.count &+ row] =
            UInt8(truncatingIfNeeded: drawn[own % Self.lanes])
        }
        replicate = end
      }
    }
  }

  /// A statistic of each replicate's weights, one weight per key; `nil` where it has no value.
  ///
  /// The general form, for statistics that have no kernel of their own.
  public func values(
    keys: [UInt64], replicates: Range<Int>,
    _ statistic: (UnsafeBufferPointer<UInt8>) -> Double?
  ) -> [Double?] {
    keys.withUnsafeBufferPointer { keys in
      let weights = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: keys.count)
      defer { weights.deallocate() }
      return replicates.map { replicate in
        fill(weights, keys: keys, replicates: replicate..<replicate + 1)
        return statistic(UnsafeBufferPointer(weights))
      }
    }
  }
}

extension PoissonBootstrap {
  /// How many replicates a kernel carries at once.
  static let lanes = 16

  /// What a row's words are hashed from.
  @inline(__always)
  func stream(ofKey key: UInt64) -> UInt64 { Self.mixed(key ^ Self.mixed(seed)) }

  /// The weights of replicates 16·block ..< 16·block + 16.
  ///
  /// Fifteen bits stay below their sign, so that t − bits is negative just where bits exceed t, and
  /// its sign bit, spread over the lane, is −1 there.
  @inline(__always)
  static func weights(_ stream: UInt64, block: Int) -> SIMD16<Int16> {
    let words = SIMD4<UInt64>(
      word(stream, 4 &* block), word(stream, 4 &* block &+ 1), word(stream, 4 &* block &+ 2),
      word(stream, 4 &* block &+ 3))
    let bits = unsafeBitCast(words, to: SIMD16<Int16>.self) & SIMD16(repeating: 0x7fff)
    var weights = above(t0, bits)
    weights &+= above(t1, bits)
    weights &+= above(t2, bits)
    weights &+= above(t3, bits)
    weights &+= above(t4, bits)
    weights &+= above(t5, bits)
    weights &+= above(t6, bits)
    return SIMD16(repeating: 0) &- weights
  }

  /// −1 where `bits` exceed the threshold, 0 elsewhere.
  @inline(__always)
  private static func above(_ threshold: Int16, _ bits: SIMD16<Int16>) -> SIMD16<Int16> {
    (SIMD16(repeating: threshold) &- bits) &>> SIMD16(repeating: 15)
  }

  @inline(__always)
  static func word(_ stream: UInt64, _ index: Int) -> UInt64 {
    mixed(stream &+ UInt64(truncatingIfNeeded: index) &* 0xd1b5_4a32_d192_ed03)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }

  /// 2¹⁵·P(X ≤ k) − 1 for k = 0...6: fifteen bits above the k-th mean a weight above k. All are
  /// rounded to the nearest, except that the sixth goes down so that the mean is 1 exactly.
  static let thresholds: [Int16] = [t0, t1, t2, t3, t4, t5, t6]
  @inline(__always) private static var t0: Int16 { 12_054 }
  @inline(__always) private static var t1: Int16 { 24_108 }
  @inline(__always) private static var t2: Int16 { 30_136 }
  @inline(__always) private static var t3: Int16 { 32_145 }
  @inline(__always) private static var t4: Int16 { 32_647 }
  @inline(__always) private static var t5: Int16 { 32_747 }
  @inline(__always) private static var t6: Int16 { 32_764 }
}
