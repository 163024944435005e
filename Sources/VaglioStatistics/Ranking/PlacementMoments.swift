/// Exact sums of doubled placements over the rows of one class, for two models at once.
///
/// Integers throughout: the same rows give the same sums in whatever order they come.
struct PlacementMoments: Hashable, Sendable {
  /// Σw.
  var weight = Int128(0)
  /// ΣwA and ΣwB.
  var (first, second) = (Int128(0), Int128(0))
  /// ΣwA², ΣwB² and ΣwAB.
  var (firstSquares, secondSquares, products) = (Int128(0), Int128(0), Int128(0))

  /// The sums over the positives and over the negatives, every row with its frequency.
  static func ofClasses(
    _ a: Placements, _ b: Placements, _ classes: ClassLabels
  ) -> (positives: Self, negatives: Self) {
    var sums = (Self(), Self())
    a.doubled.withUnsafeBufferPointer { a in
      b.doubled.withUnsafeBufferPointer { b in
        for row in 0..<a.count {
          let weight = classes.units.isEmpty ? 1 : classes.units[row]
          if classes.labels[row] == 0 {
            sums.1.add(a[row], b[row], weight)
          } else {
            sums.0.add(a[row], b[row], weight)
          }
        }
      }
    }
    return sums
  }

  @inline(__always)
  private mutating func add(_ a: Int64, _ b: Int64, _ unit: Int64) {
    let (a, b, unit) = (Int128(a), Int128(b), Int128(unit))
    weight &+= unit
    first &+= a &* unit
    second &+= b &* unit
    firstSquares &+= a &* a &* unit
    secondSquares &+= b &* b &* unit
    products &+= a &* b &* unit
  }

  /// Σw(A − Ā)(B − B̄)/(Σw·(Σw − 1)) of the choice (A², B² or AB), in squared doubled placements.
  func covariance(
    _ products: Int128, _ first: Int128, _ second: Int128
  ) -> DoubleDouble {
    let n = DoubleDouble(integer: weight)
    let spread =
      n * DoubleDouble(integer: products)
      - DoubleDouble(integer: first) * DoubleDouble(integer: second)
    return spread / (n * n * (n - DoubleDouble(1)))
  }
}
