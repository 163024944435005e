/// What a metric needs to know of rows: gathered in blocks, merged in any order, read off once.
///
/// Merging is associative and commutative to the bit, so that parts of the data may be gathered on
/// any number of threads or machines. States therefore hold whole numbers, exact sums and rows;
/// rounding happens in ``read()`` alone.
public protocol SufficientStatistic<Observed>: Hashable, Codable, Sendable {
  associatedtype Observed: Outcomes
  /// What metrics read: counts as numbers, rows in order.
  associatedtype Reading: Sendable

  /// How many rows were gathered.
  var count: Int { get }
  /// Gathers a block of rows.
  mutating func add(_ outcomes: Observed, rows: Range<Int>)
  /// Gathers what another has gathered.
  mutating func merge(_ other: Self)
  /// What was gathered, in the form that metrics read.
  func read() -> Reading
  /// What the statistics of some outcomes read, where this one is made of several that others may
  /// need as well; `nil` for a statistic that is gathered by itself.
  func reading(from readings: Readings<Observed>) -> Reading?
  /// What is read in each of a block's sixteen replicates, where there is a shorter way than to
  /// gather the weighted rows of each; else `nil`.
  func replicates(in block: ReplicateBlock<Observed>) -> [Reading]?
}

extension SufficientStatistic {
  public func reading(from readings: Readings<Observed>) -> Reading? { nil }

  public func replicates(in block: ReplicateBlock<Observed>) -> [Reading]? { nil }
}
