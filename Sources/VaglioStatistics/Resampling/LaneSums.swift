/// Sums of columns of numbers under the multiplicities of sixteen replicates.
///
/// Each column is rounded to a multiple of a power of two, the smallest for which no sum exceeds 53
/// bits: about 2⁻³³ of its largest number at 100,000 rows. The sums of the rounded numbers are
/// exact, so that no order of rows shows.
public struct LaneSums: Sendable {
  private let columns: Int
  /// Row after row.
  private let numbers: [Double]

  /// The sums of `columns`, each with one number per row; `nil` if a number is not finite.
  public init?(_ columns: [[Double]]) {
    guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    self.columns = columns.count
    let rounded = columns.map(RatioBootstrap.rounded)
    let rows = rounded.first?.count ?? 0
    numbers = (0..<rows).flatMap { row in rounded.map { $0[row] } }
  }

  /// Column after column, its sums in the sixteen replicates.
  public func sums(_ multiplicities: ResamplingDesign.Multiplicities) -> [[Double]] {
    var sums = [Double](repeating: 0, count: 16 * columns)
    sums.withUnsafeMutableBufferPointer { sums in
      numbers.withUnsafeBufferPointer { numbers in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { weights in
          let flat = multiplicities.flat
          for row in 0..<multiplicities.count {
            for lane in 0..<16 { weights[lane] = Double(flat[16 &* row &+ lane]) }
            for column in 0..<columns {
              let number = numbers[row &* columns &+ column]
              let first = 16 &* column
              for lane in 0..<16 { sums[first &+ lane] += weights[lane] * number }
            }
          }
        }
      }
    }
    return (0..<columns).map { Array(sums[16 * $0..<16 * $0 + 16]) }
  }
}
