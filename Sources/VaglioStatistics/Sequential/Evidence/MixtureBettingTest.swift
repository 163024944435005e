#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A test that the mean of bounded values is what it should be: the mean capital of gamblers with
/// constant bets, to be looked at whenever one likes.
///
/// Each bet's capital is Π(1 + λ(x − m)); the bets are ``MeanHypothesis/bets``, a grid of powers of two.
/// The mean is a nonnegative supermartingale under the claim, whatever the looks. Products commute:
/// ``merge(_:)`` is exact, associative and free of order, each row's logarithm being rounded by itself.
/// A merged state is an e-value if the parts' rows, put in *some* order fixed without looking at them,
/// fit the claim row by row: so days and shards may be joined.
public struct MixtureBettingTest: Codable, Hashable, Sendable {
  public let hypothesis: MeanHypothesis
  public private(set) var rowCount = 0
  private var capital: LogCapital

  /// A test without rows.
  public init(_ hypothesis: MeanHypothesis) {
    self.hypothesis = hypothesis
    capital = LogCapital(count: hypothesis.bets.count)
  }

  /// Adds rows, whose order does not matter.
  public mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError) {
    try SequentialInput.check(values, in: hypothesis.range)
    let (hypothesis, bets) = (hypothesis, hypothesis.bets)
    for value in values {
      let x = hypothesis.scaled(value)
      for index in bets.indices {
        capital.sums[index].add(log(bets[index].intercept + bets[index].slope * x))
      }
    }
    rowCount += values.count
  }

  /// Adds an array.
  public mutating func add(_ values: [Double]) throws(SequentialError) {
    var result = Result<Void, SequentialError>.success(())
    values.withUnsafeBufferPointer { block in
      result = Result { () throws(SequentialError) in try add(block) }
    }
    try result.get()
  }

  /// Adds what `other` has seen; exact, in any order.
  public mutating func merge(_ other: Self) throws(SequentialError) {
    guard hypothesis == other.hypothesis else { throw .differentSettings }
    capital.merge(other.capital)
    rowCount += other.rowCount
  }

  /// The natural logarithm of the e-value.
  public var logEValue: Double { capital.logMean(capital.sums.indices) }
}

extension MixtureBettingTest {
  private enum CodingKeys: String, CodingKey { case hypothesis, rowCount, capital }

  /// Reads a saved state; one whose bets do not fit is refused.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(MeanHypothesis.self, forKey: .hypothesis))
    let saved = try container.decode(LogCapital.self, forKey: .capital)
    rowCount = try container.decode(Int.self, forKey: .rowCount)
    guard saved.sums.count == capital.sums.count, rowCount >= 0 else {
      throw SavedState.damaged(container, "the capital of a betting test")
    }
    capital = saved
  }
}
