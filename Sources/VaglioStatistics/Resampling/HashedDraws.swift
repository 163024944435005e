/// Random words that depend on a seed, a replicate and a key, and on nothing else.
public struct HashedDraws: Hashable, Sendable {
  private let stream: UInt64

  /// The words of one key under a seed, one per replicate.
  public init(seed: UInt64, key: UInt64) {
    stream = PoissonBootstrap(seed: seed, replicates: 0).stream(ofKey: key)
  }

  /// The word of a replicate.
  @inline(__always)
  public subscript(replicate: Int) -> UInt64 { PoissonBootstrap.word(stream, replicate) }
}
