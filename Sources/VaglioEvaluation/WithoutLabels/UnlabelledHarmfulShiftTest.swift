public import VaglioStatistics

/// Whether the mean loss in production exceeds that of the labelled rows by more than is tolerated, at
/// every row and without labels: from a guess r̂ of each row's loss that was learnt elsewhere.
///
/// After Amoukou, Bewley, Mishra, Lécué, Magazzeni and Veloso 2024 (arXiv:2412.12910), who track how many
/// production rows are guessed to lose much; here rows are sorted into groups by r̂, and each group counts with
/// a lower bound b of what its labelled rows lose, so that r̂ need only rank rows. The labelled rows give, beside
/// these bounds (α/4 in all), an upper bound U of their mean loss (α/4); the production rows' b are tested
/// against U + tolerance (``AdaptiveBettingTest``, α/2).
///
/// **Guarantee.** Suppose that labelled rows are independent draws of one law, that r̂ was not fitted to them, and
/// that in production rows of no group lose less on average, given the rows before, than labelled rows of
/// that group (A). Then, as long as the mean loss of each production row, given the rows before, is at most that of the
/// labelled law plus the tolerance, an alarm ever rings with probability α at most. Proof: but for
/// probability α/2 every b is at most its group's mean loss μ, and the labelled law's mean loss at most U. Then
/// E(b) = ΣP(group)·b ≤ ΣP(group)·μ ≤ E(loss) ≤ U + tolerance for each production row given those before, by (A),
/// so that the gambler's capital is a supermartingale, and reaches 2/α with probability α/2 at most (Ville 1939).
/// Where nothing changed, (A) holds of itself.
///
/// **What it can't see.** A loss that grows within groups (concept drift) moves nothing here; where losses
/// fell within groups, an alarm may be false. Labels alone tell: ``LabelPlan``. A guess that tells
/// little leaves bounds so wide that no mix of groups could ring; that is refused.
///
/// Of losses that are all 0 or 1 the bounds are Clopper and Pearson's, of others ``BettingSequence``'s,
/// in the order of the rows' hashed keys. Order of production rows matters; states cannot be merged.
public struct UnlabelledHarmfulShiftTest: SequentialDetector {
  /// Labelled rows with alike guesses.
  public struct Group: Codable, Hashable, Sendable {
    /// How many labelled rows it has.
    public let count: Int
    /// Their mean loss.
    public let meanLoss: Double
    /// b, below its mean loss in the law of labelled rows.
    public let lowerBound: Double
  }

  /// The guesses between groups, ascending: a row of group g has a guess above g of them.
  public let cuts: [Double]
  /// The groups, by rising guess.
  public let groups: [Group]
  /// U.
  public let sourceBound: Double
  /// The mean loss beyond which the shift is harmful.
  public let limit: Double
  /// The probability of a false alarm ever.
  public let alpha: Double
  private var test: AdaptiveBettingTest

  /// The least number of labelled rows in each group.
  public static let fewestRows = 20

  /// A watch.
  ///
  /// `guesses`, `losses`, `keys`: r̂, loss and identity of each labelled row. A quarter of them, by their
  /// hashed keys, serves to place the cuts at equal shares, the rest gives the bounds.
  /// `range`: What losses lie in.
  /// `groups`: From 2 to 20.
  ///
  /// - Throws: `SequentialError` where numbers are not finite or outside the range, a group has fewer than
  ///   ``fewestRows`` labelled rows, or no mix of groups could ring the alarm.
  public init(
    guesses: [Double], losses: [Double], keys: [UInt64], range: ClosedRange<Double> = 0...1,
    groups count: Int = 4, tolerance: Double, alpha: Double, seed: UInt64
  ) throws(SequentialError) {
    let rows = try LabelledGuesses(guesses, losses, keys, range: range, seed: seed)
    guard alpha > 0, alpha < 1 else {
      throw .setting("alpha", expected: "above 0 and below 1, not \(alpha)")
    }
    guard tolerance >= 0, tolerance.isFinite else {
      throw .setting("tolerance", expected: "finite and at least 0, not \(tolerance)")
    }
    guard (2...20).contains(count) else {
      throw .setting("groups", expected: "between 2 and 20, not \(count)")
    }
    cuts = rows.cuts(groups: count)
    let parts = rows.losses(between: cuts)
    if let small = parts.first(where: { $0.count < Self.fewestRows }) {
      throw .setting(
        "labelled rows",
        expected: "at least \(Self.fewestRows) in each group of guesses; one has \(small.count)")
    }
    let share = alpha / 4 / Double(parts.count)
    groups = try parts.map { losses throws(SequentialError) in
      Group(
        count: losses.count, meanLoss: ExactSum(losses).value / Double(losses.count),
        lowerBound: try LossBounds(losses, range: range, alpha: share).lower)
    }
    sourceBound = try LossBounds(rows.bounding, range: range, alpha: alpha / 4).upper
    (limit, self.alpha) = (sourceBound + tolerance, alpha)
    test = try Self.test(groups, limit, alpha)
  }

  private static func test(
    _ groups: [Group], _ limit: Double, _ alpha: Double
  ) throws(SequentialError) -> AdaptiveBettingTest {
    let bounds = groups.map(\.lowerBound)
    let (low, high) = (bounds.min() ?? 0, bounds.max() ?? 0)
    guard limit < high, low < high else {
      throw .setting(
        "tolerance",
        expected: "such that the limit, now \(limit), lies below the greatest loss that a group is "
          + "sure to have, \(high): else no row could ring the alarm; take more labelled rows or a better "
          + "guess")
    }
    return try AdaptiveBettingTest(
      MeanHypothesis(mean: max(limit, low.nextUp), range: low...high, alternative: .greater),
      alpha: alpha / 2)
  }

  /// What a production row with this guess counts.
  public func lowerBound(ofGuess guess: Double) -> Double {
    groups[LabelledGuesses.group(of: guess, cuts)].lowerBound
  }

  /// Takes guesses of production rows in their order.
  public mutating func take(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) -> Int {
    if let row = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: row) }
    return try test.take(values.map { lowerBound(ofGuess: $0) })
  }

  public var rowCount: Int { test.rowCount }
  public var isAlarmed: Bool { test.isAlarmed }
  public var evidence: SequentialEvidence { test.evidence }
  public var startOfEvidence: Int? { test.startOfEvidence }
  public mutating func reset() { test.reset() }
}
