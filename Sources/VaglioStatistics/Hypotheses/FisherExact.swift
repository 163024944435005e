/// Fisher's exact test that two independent proportions are equal.
///
/// Two-sided: the mass of all tables with the same margins that are no likelier than the one seen
/// (Fisher 1935, "The Logic of Inductive Inference", doi:10.2307/2342435), as R's `fisher.test` and
/// scipy's `fisher_exact` have it. Tails are summed from the table outwards: a table of a billion
/// takes some ten thousand terms.
public struct FisherExact: Hashable, Sendable {
  private let table: Hypergeometric
  private let seen: Int

  /// The test of `successes` among `trials` against `otherSuccesses` among `otherTrials`.
  public init(successes: Int, trials: Int, otherSuccesses: Int, otherTrials: Int) {
    precondition(
      (0...trials).contains(successes) && (0...otherTrials).contains(otherSuccesses),
      "\(successes) of \(trials), \(otherSuccesses) of \(otherTrials)")
    table = Hypergeometric(
      population: trials + otherTrials, successes: successes + otherSuccesses, draws: trials)
    seen = successes
  }

  /// The two-sided p-value: P(tables no likelier than the one seen).
  public var exactP: Double { min(1, below + equal) }

  /// P(less likely tables) + ½P(tables as likely as the one seen): less conservative (Lancaster
  /// 1961, doi:10.1080/01621459.1961.10482105).
  public var midP: Double { min(1, below + equal / 2) }

  /// How much two masses may differ, relatively, and still be called equal: as R has it.
  private static let tolerance = 1e-7

  /// The mass of the tables that are as likely as the one seen.
  private var equal: Double { parts.equal }

  /// The mass of the tables that are less likely.
  private var below: Double { parts.below }

  private var parts: (below: Double, equal: Double) {
    let (own, mode) = (table.mass(seen), table.mode)
    guard own > 0 else { return (0, 0) }
    guard seen != mode else {
      // The likeliest table: all others are less likely, but for one that may be as likely.
      let twin = [mode - 1, mode + 1].map(table.mass).filter { isEqual($0, own) }.reduce(0, +)
      return (max(0, 1 - own - twin), own + twin)
    }
    let upwards = seen > mode
    let far = mirror(of: own, upwards: !upwards)
    var below = table.outwardTail(from: seen + (upwards ? 1 : -1), upwards: upwards)
    var equal = own
    if let far {
      let opposite = table.mass(far)
      if isEqual(opposite, own) {
        equal += opposite
        below += table.outwardTail(from: far + (upwards ? -1 : 1), upwards: !upwards)
      } else {
        below += table.outwardTail(from: far, upwards: !upwards)
      }
    }
    return (below, equal)
  }

  private func isEqual(_ mass: Double, _ own: Double) -> Bool {
    abs(mass - own) <= Self.tolerance * own
  }

  /// The nearest number on the other side of the mode that is no likelier than `own`; `nil` if
  /// there is none.
  private func mirror(of own: Double, upwards: Bool) -> Int? {
    let (mode, support) = (table.mode, table.support)
    let limit = own * (1 + Self.tolerance)
    let edge = upwards ? support.upperBound : support.lowerBound
    guard table.mass(edge) <= limit else { return nil }
    var (likely, unlikely) = (mode, edge)
    if table.mass(mode) <= limit { return mode }
    while abs(unlikely - likely) > 1 {
      let middle = likely + (unlikely - likely) / 2
      if table.mass(middle) <= limit { unlikely = middle } else { likely = middle }
    }
    return unlikely
  }
}
