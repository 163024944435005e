/// Numbers between 0 and 1 that depend on a row's identity and a seed, and on nothing else.
///
/// Two rounds of SplitMix64's finaliser (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
public struct KeyedUniform: Hashable, Sendable {
  private let seed: UInt64

  /// The numbers of a seed.
  public init(seed: UInt64) { self.seed = Self.mixed(seed) }

  /// The number of the row with this key, from 0 up to but not including 1.
  public func number(ofKey key: UInt64) -> Double {
    Double(Self.mixed(key ^ seed) >> 11) * 0x1p-53
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }
}
