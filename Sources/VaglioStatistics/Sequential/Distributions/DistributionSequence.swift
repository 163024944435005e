public import VaglioFindings

/// A confidence sequence for a whole distribution and its quantiles, on fixed cuts.
///
/// It counts rows at or below each cut. The band of ``DistributionBand`` holds at all places at once, so
/// at these too, whatever the distribution, ties included. Between cuts nothing is known but order, and
/// quantile bounds fall on cuts, outwards. Counts merge exactly, in any order. The state is one integer
/// per cut; a row costs a search among them.
public struct DistributionSequence: ConfidenceSequence {
  public let band: DistributionBand
  /// The places at which the distribution function is known, ascending.
  public let cuts: [Double]
  public private(set) var rowCount = 0
  /// Rows above the cut before and at or below this one; the last lies above all cuts.
  private var counts: [Int]

  /// A sequence on finite, strictly ascending cuts: 1 to 65,536 of them.
  public init(_ band: DistributionBand, cuts: [Double]) throws(SequentialError) {
    let cuts = try Cuts.checked(cuts)
    (self.band, self.cuts) = (band, cuts)
    counts = Array(repeating: 0, count: cuts.count + 1)
  }

  public var alpha: Double { band.alpha }

  public mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    try SequentialInput.check(values)
    let cuts = cuts
    for value in values { counts[Cuts.bin(of: value, in: cuts)] += 1 }
    rowCount += values.count
  }

  /// Adds what `other` has seen; exact, in any order.
  public mutating func merge(_ other: Self) throws(SequentialError) {
    guard band == other.band, cuts == other.cuts else { throw .differentSettings }
    for index in counts.indices { counts[index] += other.counts[index] }
    rowCount += other.rowCount
  }

  /// The share of rows at or below each cut; undefined without rows.
  public func cumulativeShares() throws(Undefined) -> [Double] {
    guard rowCount > 0 else { throw Undefined("no rows") }
    var running = 0
    return counts.dropLast().map { count in
      running += count
      return Double(running) / Double(rowCount)
    }
  }

  /// Bounds on P(X ≤ cut) for every cut at once.
  public func cumulativeBounds() throws(Undefined) -> [(lower: Double, upper: Double)] {
    let half = band.halfWidth(count: rowCount)
    return try cumulativeShares().map { (max(0, $0 - half), min(1, $0 + half)) }
  }

  /// Bounds on the quantile of a probability, method `quantile-sequence`, valid for all probabilities
  /// and looks at once.
  ///
  /// The quantile lies above a cut whose upper bound is below the probability, and at or below one
  /// whose lower bound reaches it; −∞ and +∞ where no cut does. The estimate is the lowest cut whose
  /// share of rows reaches the probability.
  public func bounds(quantile probability: Double) throws(Undefined) -> SequentialBounds {
    guard probability > 0, probability < 1 else {
      throw Undefined("a quantile's probability lies between 0 and 1")
    }
    let shares = try cumulativeShares()
    let half = band.halfWidth(count: rowCount)
    let above = shares.lastIndex { $0 + half < probability }
    let below = shares.firstIndex { $0 - half >= probability }
    let estimate = shares.firstIndex { $0 >= probability } ?? cuts.count - 1
    return SequentialBounds(
      estimate: cuts[estimate], lower: above.map { cuts[$0] } ?? -.infinity,
      upper: below.map { cuts[$0] } ?? .infinity, alpha: alpha, method: "quantile-sequence")
  }

  /// The bounds on the median.
  public func bounds() throws(Undefined) -> SequentialBounds { try bounds(quantile: 0.5) }
}

extension DistributionSequence {
  private enum CodingKeys: String, CodingKey { case band, cuts, rowCount, counts }

  /// Reads a saved state; one whose counts do not fit is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      container.decode(DistributionBand.self, forKey: .band),
      cuts: container.decode([Double].self, forKey: .cuts))
    rowCount = try container.decode(Int.self, forKey: .rowCount)
    counts = try container.decode([Int].self, forKey: .counts)
    guard counts.count == cuts.count + 1, counts.allSatisfy({ $0 >= 0 }),
      counts.reduce(0, { $0 &+ $1 }) == rowCount
    else { throw SavedState.damaged(container, "the counts of a distribution") }
  }
}
