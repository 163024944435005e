#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The capitals of gamblers with constant bets, as exact sums of logarithms.
struct LogCapital: Codable, Hashable, Sendable {
  var sums: [FixedPointSum]

  init(count: Int) { sums = Array(repeating: FixedPointSum(), count: count) }

  mutating func merge(_ other: LogCapital) {
    for index in sums.indices { sums[index].merge(other.sums[index]) }
  }

  /// The logarithm of the mean of some gamblers' capitals; 0 for none.
  func logMean(_ range: Range<Int>) -> Double {
    Self.logMean(range.map { sums[$0].value })
  }

  /// log of the mean of e^x.
  static func logMean(_ logs: [Double]) -> Double {
    guard let greatest = logs.max() else { return 0 }
    guard greatest.isFinite else { return greatest }
    let sum = logs.reduce(0) { $0 + exp($1 - greatest) }
    return greatest + log(sum / Double(logs.count))
  }
}
