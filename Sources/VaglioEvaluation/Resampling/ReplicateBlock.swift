internal import Synchronization
internal import VaglioStatistics

/// One model's rows as sixteen bootstrap replicates count them.
///
/// Statistics with a short way (cells, sums, curves) read all sixteen at once; every other metric
/// sees sixteen sets of weighted outcomes. Metrics that share a statistic share its replicates.
///
/// A class, because metrics must find what others have worked out; it lives on one thread.
public final class ReplicateBlock<Observed: Outcomes> {
  /// How many replicates a block holds.
  public static var count: Int { 16 }

  let source: ReplicateSource<Observed>
  private let draws: Draws
  private var drawn: [Readings<Observed>]?
  private var known: [AnyHashable: Any] = [:]

  /// How rows are drawn.
  enum Draws {
    /// So many times each row, a vector of sixteen replicates per row.
    case multiplicities(ResamplingDesign.Multiplicities)
    /// So many of the rows that each row stands for: a list per replicate.
    case frequencies([[Int64]])
  }

  init(_ source: ReplicateSource<Observed>, _ draws: Draws) {
    (self.source, self.draws) = (source, draws)
  }

  /// The rows that are drawn from.
  public var outcomes: Observed { source.readings.outcomes }

  /// How often each row is drawn, unless the rows are frequencies drawn one by one.
  var multiplicities: ResamplingDesign.Multiplicities? {
    guard case .multiplicities(let multiplicities) = draws else { return nil }
    return multiplicities
  }

  /// The same where all rows count the same.
  var plainMultiplicities: ResamplingDesign.Multiplicities? {
    outcomes.rows.weights == nil ? multiplicities : nil
  }

  /// What a statistic reads in each replicate.
  func readings<S: SufficientStatistic<Observed>>(of empty: S) -> [S.Reading] {
    shared(empty) {
      empty.replicates(in: self) ?? resampled.map { $0.reading(of: empty) }
    }
  }

  /// What is worked out once in this block, by its name.
  func shared<Value>(_ name: some Hashable, _ make: () -> Value) -> Value {
    let key = AnyHashable(name)
    if let found = known[key], let value = found as? Value { return value }
    let value = make()
    known[key] = value
    return value
  }

  /// The rows of each replicate as outcomes of their own, made when first asked for.
  private var resampled: [Readings<Observed>] {
    if let drawn { return drawn }
    let made = (0..<Self.count).map { lane in
      Readings(of: outcomes.resampled(ticks: ticks(lane)))
    }
    drawn = made
    return made
  }

  /// The weight of each row in a replicate, in the ticks of the rows' own weights.
  private func ticks(_ lane: Int) -> [Int64] {
    switch draws {
    case .frequencies(let counts): return counts[lane]
    case .multiplicities(let drawn):
      guard let weights = outcomes.rows.weights else { return drawn.map { Int64($0[lane]) } }
      return zip(drawn, weights.ticks).map { Int64($0[lane]) * $1 }
    }
  }
}

/// What the replicates of one model share: its readings, and what kernels prepare once.
///
/// A class, because every block must find what the first one prepared.
final class ReplicateSource<Observed: Outcomes>: Sendable {
  let readings: Readings<Observed>
  private let prepared = Mutex<[Key: any Sendable]>([:])

  private struct Key: Hashable, @unchecked Sendable {
    let name: AnyHashable
  }

  init(_ readings: Readings<Observed>) { self.readings = readings }

  /// What is prepared once for all blocks, by its name.
  func prepared<Value: Sendable>(_ name: some Hashable, _ make: () -> Value) -> Value {
    let key = Key(name: AnyHashable(name))
    // In two steps, since nothing found would pass for a value that is known to be nil.
    if let found = prepared.withLock({ $0[key] }), let value = found as? Value { return value }
    let value = make()
    prepared.withLock { $0[key] = value }
    return value
  }
}

extension Outcomes {
  /// The rows that a replicate draws, weighted as it draws them.
  fileprivate func resampled(ticks: [Int64]) -> Self {
    let drawn = ticks.indices.filter { ticks[$0] > 0 }.map { Int32($0) }
    let taken = taking(drawn)
    let weights = Weights(
      kind: rows.weights?.kind ?? .frequency, ticks: drawn.map { ticks[Int($0)] },
      shift: rows.weights?.shift ?? 0)
    return taken.with(
      Rows(count: drawn.count, weights: weights, keys: taken.rows.keys))
  }
}
