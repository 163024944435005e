/// The division of rows into two halves, one to search in and one to check on.
///
/// The half of a row hangs on its key and the seed, never on the order of rows; rows of a cluster
/// share their cluster's key, so that clusters stay whole.
public struct SampleHalves: Sendable {
  /// The rows to search in, ascending.
  public let discovery: [Int32]
  /// The rows to check on, ascending.
  public let heldOut: [Int32]

  /// The halves of some rows under a seed.
  public init(of rows: Rows, seed: UInt64) {
    let salt = Self.mixed(seed ^ 0x5fb6_7e11_d4ce_8f29)
    var (first, second): ([Int32], [Int32]) = ([], [])
    for (row, key) in rows.resamplingKeys.enumerated() {
      if Self.mixed(key ^ salt) >> 63 == 0 {
        first.append(Int32(row))
      } else {
        second.append(Int32(row))
      }
    }
    (discovery, heldOut) = (first, second)
  }

  /// SplitMix64's finaliser (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }
}
