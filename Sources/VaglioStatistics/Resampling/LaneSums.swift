/// Sums of columns of numbers under the multiplicities of sixteen replicates.
///
/// Each column is rounded to a multiple of a power of two, the smallest for which no sum exceeds 53
/// bits: about 2⁻³³ of its largest number at 100,000 rows. The sums of the rounded numbers are
/// exact, so that no order of rows shows.
public struct LaneSums: Sendable {
  /// The distinct columns.
  private let numbers: [[Double]]
  /// Where each column stands among the distinct ones.
  private let places: [Int]

  /// The sums of `columns`, each with one number per row; `nil` if a number is not finite.
  public init?(_ columns: [[Double]]) {
    guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    var distinct: [[Double]] = []
    places = columns.map { column in
      if let place = distinct.firstIndex(of: column) { return place }
      distinct.append(column)
      return distinct.count - 1
    }
    numbers = distinct.map(RatioBootstrap.rounded)
  }

  /// How many rows are converted at once: their weights stay in the nearest cache while every column
  /// reads them.
  private static let tile = 128

  /// Column after column, its sums in the sixteen replicates.
  public func sums(_ multiplicities: ResamplingDesign.Multiplicities) -> [[Double]] {
    var sums = [NumberLanes](repeating: NumberLanes(), count: numbers.count)
    withUnsafeTemporaryAllocation(of: NumberLanes.self, capacity: Self.tile) { weights in
      var start = 0
      while start < multiplicities.count {
        let end = min(start + Self.tile, multiplicities.count)
        for row in start..<end {
          weights[row &- start] = NumberLanes(WeightLanes(multiplicities[row]))
        }
        let drawn = UnsafeBufferPointer(rebasing: weights[0..<end - start])
        for column in numbers.indices {
          numbers[column].withUnsafeBufferPointer { numbers in
            let numbers = UnsafeBufferPointer(rebasing: numbers[start..<end])
            Self.add(numbers, drawn, to: &sums[column])
          }
        }
        start = end
      }
    }
    let found = sums.map { sum in (0..<16).map { sum[$0] } }
    return places.map { found[$0] }
  }

  /// Adds the weighted numbers of a tile.
  @inline(__always)
  private static func add(
    _ numbers: UnsafeBufferPointer<Double>, _ weights: UnsafeBufferPointer<NumberLanes>,
    to sums: inout NumberLanes
  ) {
    var (a, b, c, d) = (sums.a, sums.b, sums.c, sums.d)
    for row in 0..<weights.count {
      let number = SIMD4(repeating: numbers[row])
      a += weights[row].a * number
      b += weights[row].b * number
      c += weights[row].c * number
      d += weights[row].d * number
    }
    (sums.a, sums.b, sums.c, sums.d) = (a, b, c, d)
  }
}
