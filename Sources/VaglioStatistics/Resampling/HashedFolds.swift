/// Folds of rows that depend on the row's identity and the seed, and on nothing else.
///
/// Rows with one key are in one fold, so that the key of a cluster keeps clusters whole; the same rows
/// fall into the same folds in any order. Sizes are random: each row is in each fold with probability
/// 1/`count`.
public struct HashedFolds: Hashable, Sendable {
  public let count: Int
  public let seed: UInt64

  /// So many folds under a seed.
  public init(count: Int, seed: UInt64) {
    precondition(count > 1, "\(count) folds")
    (self.count, self.seed) = (count, seed)
  }

  /// The fold of a key, from 0.
  public func fold(ofKey key: UInt64) -> Int {
    Int(bits(ofKey: key).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// What the key's fold hangs on: 64 fair tosses of a coin.
  public func bits(ofKey key: UInt64) -> UInt64 {
    Self.mixed(Self.mixed(key) ^ Self.mixed(seed ^ Self.salt))
  }

  /// The rows of each fold, ascending.
  public func rows(ofKeys keys: [UInt64]) -> [[Int32]] {
    var rows = [[Int32]](repeating: [], count: count)
    for (row, key) in keys.enumerated() { rows[fold(ofKey: key)].append(Int32(row)) }
    return rows
  }

  /// Keeps folds apart from the bootstrap's weights, which hang on the same keys and seed.
  private static let salt: UInt64 = 0x666F_6C64_735F_3031

  /// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }
}
