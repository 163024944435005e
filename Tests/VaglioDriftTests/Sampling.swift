import Glibc
import VaglioFindings
import VaglioStatistics

@testable import VaglioDrift

/// Random samples of known distributions from hashed draws.
struct Sampling {
  private let uniform: HashedDraws
  private var next = 0

  init(seed: Int) { uniform = HashedDraws(seed: UInt64(seed), key: 0x5eed) }

  /// A number above 0 and below 1.
  mutating func unit() -> Double {
    next += 1
    return (Double(uniform[next] >> 12) + 0.5) * 0x1p-52
  }

  mutating func normal() -> Double { Normal.quantile(unit()) }

  mutating func numbers(_ count: Int, _ draw: (inout Sampling) -> Double) -> [Double] {
    (0..<count).map { _ in draw(&self) }
  }

  /// Counts of a multinomial sample with these shares.
  mutating func counts(_ rows: Int, _ shares: [Double]) -> [Int] {
    var (counts, left, rest) = ([Int](), rows, 1.0)
    for share in shares.dropLast() {
      let table = CountTable(trials: left, probability: min(1, max(0, share / rest)))
      next += 1
      let drawn = table.draw(uniform[next])
      counts.append(drawn)
      left -= drawn
      rest -= share
    }
    return counts + [left]
  }
}

extension ComparisonContext {
  /// A context of tests, with its draws made once.
  static let test = ComparisonContext(
    level: .ninetyFivePercent, bins: 10, draws: NormalDraws(seed: 1, cells: 1024))
}

extension [ColumnDistance] {
  subscript(distance: DriftDistance) -> ColumnDistance {
    first { $0.distance == distance } ?? .undefined(distance, Undefined("absent"))
  }
}

/// The distances of two samples of numbers.
func compared(_ first: [Double], _ second: [Double]) -> [ColumnDistance] {
  OrderedComparison(TiedPair(first, second), .test).columnDistances()
}

/// The distances of two samples of levels.
func compared(levels first: [Int], _ second: [Int]) -> [ColumnDistance] {
  LevelComparison(CellCounts(reference: first, current: second), .test)
    .columnDistances(DriftDistance.ofLevels)
}
