internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which rows to label next, drawn without replacement in proportion to how uncertain their losses are,
/// in the order in which to label them.
///
/// Row i has the share qᵢ = (1 − ε)·uᵢ/Σu + ε/N of N rows, and the rank −ln(1 − Uᵢ)/qᵢ with a number
/// Uᵢ hashed from its identity and the seed; the k least ranks are the plan. That is drawing one row
/// after the other with probability in proportion to q among those left (Efraimidis and Spirakis 2006,
/// doi:10.1016/j.ipl.2005.11.003). Given the rank τ of the first row left out, row i is in the plan with
/// probability πᵢ = 1 − e^(−qᵢτ), and weights 1/πᵢ make totals unbiased, with errors of single rows
/// that are uncorrelated (rank conditioning: Cohen and Kaplan 2008, doi:10.14778/1453856.1453884;
/// Duffield, Lund and Thorup 2007, doi:10.1145/1314690.1314696). The uniform part ε keeps every weight
/// below about N/(εk). The plan does not hang on the order of rows.
public struct LabelPlan: Hashable, Sendable {
  /// A row to label.
  public struct Entry: Hashable, Sendable {
    /// Its number, from 0, in the rows that were planned for.
    public let row: Int
    /// Its identity.
    public let key: UInt64
    /// q, its share in each draw.
    public let share: Double
    /// The rank that it was drawn by.
    public let rank: Double
    /// π, the probability of being in the plan, given the rank of the first row left out.
    public let inclusion: Double
  }

  /// The rows to label, the most urgent first.
  public let entries: [Entry]
  /// τ, the rank of the first row left out; infinite where every row is in the plan.
  public let threshold: Double
  /// N, how many rows were planned for.
  public let population: Int
  public let seed: UInt64

  /// A plan of `budget` rows.
  ///
  /// `keys`: The identity of each row.
  /// `uncertainty`: One number per row in proportion to how uncertain its loss is: the standard
  /// deviation of what a label would show (``ExpectedLoss/deviations``).
  /// `uniformShare`: ε, from 0.01 to 1.
  ///
  /// - Throws: ``WithoutLabelsError`` where two rows have one identity, an uncertainty is negative or
  ///   not finite, or the budget is below 2.
  public init(
    keys: [UInt64], uncertainty: [Double], budget: Int, uniformShare: Double = 0.2, seed: UInt64
  ) throws(WithoutLabelsError) {
    precondition(keys.count == uncertainty.count, "one uncertainty per row")
    precondition((0.01...1).contains(uniformShare), "a uniform share of \(uniformShare)")
    guard budget >= 2 else { throw .unusable("a plan needs a budget of at least 2 labels") }
    guard keys.count >= 2 else { throw .tooFewRows(part: "data", count: keys.count, fewest: 2) }
    if let row = uncertainty.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .unusable("row \(row + 1): the uncertainty \(uncertainty[row]) is not usable")
    }
    let shares = Self.shares(uncertainty, uniformShare)
    let draws = KeyedUniform(seed: seed ^ Self.salt)
    let ranks = zip(keys, shares).map { key, share in
      -log1p(-draws.number(ofKey: key)) / share
    }
    let order = keys.indices.sorted { (ranks[$0], keys[$0]) < (ranks[$1], keys[$1]) }
    try Self.refuseRepetition(keys)
    let τ = budget < keys.count ? ranks[order[budget]] : .infinity
    entries = order.prefix(budget).map { row in
      Entry(
        row: row, key: keys[row], share: shares[row], rank: ranks[row],
        inclusion: Self.inclusion(shares[row], below: τ))
    }
    (threshold, population, self.seed) = (τ, keys.count, seed)
  }

  /// A plan that was written down before.
  ///
  /// - Throws: ``WithoutLabelsError`` where the entries are no plan of so many rows.
  public init(
    entries: [(row: Int, key: UInt64, share: Double, rank: Double)], threshold: Double,
    population: Int, seed: UInt64
  ) throws(WithoutLabelsError) {
    guard entries.count >= 2, entries.count <= population, threshold > 0,
      entries.allSatisfy({ (0..<population).contains($0.row) }),
      entries.allSatisfy({ $0.share > 0 && $0.share <= 1 && $0.rank >= 0 && $0.rank <= threshold }),
      zip(entries, entries.dropFirst()).allSatisfy({ $0.rank <= $1.rank })
    else { throw .unusable("these rows are no plan: shares, ranks or threshold don't fit") }
    try Self.refuseRepetition(entries.map(\.key))
    self.entries = entries.map { entry in
      Entry(
        row: entry.row, key: entry.key, share: entry.share, rank: entry.rank,
        inclusion: Self.inclusion(entry.share, below: threshold))
    }
    (self.threshold, self.population, self.seed) = (threshold, population, seed)
  }

  /// The plan's first rows as a plan of their own: just as good a sample, of fewer rows.
  public func prefix(_ count: Int) throws(WithoutLabelsError) -> LabelPlan {
    guard count < entries.count else { return self }
    return try LabelPlan(
      entries: entries.prefix(count).map { ($0.row, $0.key, $0.share, $0.rank) },
      threshold: entries[count].rank, population: population, seed: seed)
  }
}

extension LabelPlan {
  /// 1 − e^(−qτ).
  private static func inclusion(_ share: Double, below threshold: Double) -> Double {
    threshold == .infinity ? 1 : -expm1(-share * threshold)
  }

  private static func shares(_ uncertainty: [Double], _ uniform: Double) -> [Double] {
    let (sum, count) = (ExactSum(uncertainty).value, Double(uncertainty.count))
    guard sum > 0, sum.isFinite else { return uncertainty.map { _ in 1 / count } }
    return uncertainty.map { (1 - uniform) * $0 / sum + uniform / count }
  }

  private static func refuseRepetition(_ keys: [UInt64]) throws(WithoutLabelsError) {
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    for (first, second) in zip(order, order.dropFirst()) where keys[first] == keys[second] {
      throw .repeatedKey(first: first + 1, second: second + 1)
    }
  }

  /// Keeps plans apart from other draws that hang on the same keys and seed.
  private static let salt: UInt64 = 0x6C61_6265_6C5F_3031
}
