/// A hint that a column is written in another unit than before: its quantiles are those of the
/// reference times a round factor.
struct UnitChange: Hashable, Sendable, CustomStringConvertible {
  let factor: Double

  private static let factors: [(factor: Double, words: String)] = [
    (-1, "the sign is turned"), (10, "×10"), (0.1, "÷10"), (100, "×100"), (0.01, "÷100"),
    (1000, "×1,000"), (0.001, "÷1,000"), (1e6, "×1,000,000"), (1e-6, "÷1,000,000"),
    (60, "×60"), (1 / 60.0, "÷60"), (3600, "×3,600"), (1 / 3600.0, "÷3,600"),
  ]

  private static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// The factor that explains the change; `nil` where the quantiles overlap as they are, or no round
  /// factor brings each to within a fourth of the reference's interquartile range.
  init?(_ pair: TiedPair) {
    guard pair.referenceCount >= 20, pair.currentCount >= 20 else { return nil }
    let (first, second) = (SideQuantiles(pair, .reference), SideQuantiles(pair, .current))
    let old = Self.shares.map { first.value($0) }
    let new = Self.shares.map { second.value($0) }
    let range = old[3] - old[1]
    guard range > 0, range.isFinite else { return nil }
    func fits(_ factor: Double) -> Bool {
      let scaled = (factor < 0 ? new.reversed() : new).map { $0 / factor }
      return zip(scaled, old).allSatisfy { abs($0 - $1) <= range / 4 }
    }
    guard !fits(1), let found = Self.factors.first(where: { fits($0.factor) }) else { return nil }
    factor = found.factor
  }

  var description: String {
    let words = Self.factors.first { $0.factor == factor }?.words ?? ""
    return
      "the unit may have changed: \(words) brings the reference's quantiles to the current ones"
  }
}
