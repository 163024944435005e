/// A random part of some rows that hangs on their identities and a seed, and on nothing else.
///
/// Each row is in it independently with probability most/n, so that its size varies about `most`.
public struct HashedSample: Hashable, Sendable {
  public let seed: UInt64
  /// About how many rows are kept of more; fewer are all kept.
  public let most: Int

  /// Samples of about so many rows under a seed.
  public init(seed: UInt64, most: Int) { (self.seed, self.most) = (seed, most) }

  /// The rows of the sample, ascending.
  public func rows(ofKeys keys: [UInt64]) -> [Int32] {
    rows(of: (0..<Int32(keys.count)).map { $0 }, keys: keys)
  }

  /// The rows of the sample among `rows`, in their order.
  public func rows(of rows: [Int32], keys: [UInt64]) -> [Int32] {
    guard rows.count > most else { return rows }
    let (share, draws) = (Double(most) / Double(rows.count), KeyedUniform(seed: seed ^ Self.salt))
    return rows.filter { draws.number(ofKey: keys[Int($0)]) < share }
  }

  /// Keeps samples apart from other draws that hang on the same keys and seed.
  private static let salt: UInt64 = 0x7361_6D70_6C65_5F31
}
