internal import Synchronization
internal import VaglioStatistics

/// Where labels lie among the members of their ensembles, and the intervals that were asked for.
///
/// A class, because blocks of rows that ask for the same interval must find it where the first one
/// left it; it holds nothing but results of pure functions.
final class EnsemblePlaces: Sendable {
  /// The rank of each label, from 0 to the number of members.
  let ranks: [Int]
  /// (rank + U)/(m + 1) of each label.
  let pit: [Double]
  private let intervals = Mutex<[Double: QuantileOutcomes?]>([:])

  init(_ outcomes: EnsembleOutcomes) {
    let (size, sorted) = (outcomes.members.count, outcomes.sorted)
    let (among, within) = (KeyedUniform(seed: 0x4A9C), KeyedUniform(seed: 0x9175))
    var (ranks, pit) = ([Int](), [Double]())
    for row in 0..<outcomes.count {
      let (members, label) = (sorted[row * size..<(row + 1) * size], outcomes.actual[row])
      let below = members.count { $0 < label }
      let equal = members.count { $0 == label }
      let key = outcomes.rows.keys?[row] ?? UInt64(row)
      let rank = below + Int(among.number(ofKey: key) * Double(equal + 1))
      ranks.append(rank)
      pit.append((Double(rank) + within.number(ofKey: key)) / Double(size + 1))
    }
    (self.ranks, self.pit) = (ranks, pit)
  }

  /// The interval that leaves out `tail` on each side, made when it is first asked for.
  func interval(_ tail: Double, make: () -> QuantileOutcomes?) -> QuantileOutcomes? {
    intervals.withLock { known in
      if let interval = known[tail] { return interval }
      let interval = make()
      known[tail] = .some(interval)
      return interval
    }
  }
}
