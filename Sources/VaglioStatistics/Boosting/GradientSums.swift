/// First and second derivatives in fixed point, so that their sums are exact in any order.
struct GradientSums {
  /// One per row: gradient and second derivative in ticks.
  var values: [SIMD2<Int64>]
  /// What a tick of each is worth.
  private(set) var tick: SIMD2<Double> = .one

  init(count: Int) { values = [SIMD2<Int64>](repeating: .zero, count: count) }

  /// Fills the derivatives of all rows. The greatest of each takes as many bits as leave room for the
  /// sum of all, at most 52: with a million rows each is rounded by 2⁻⁴² of the greatest.
  mutating func fill(_ derivatives: (Int) -> SIMD2<Double>) {
    var greatest = SIMD2<Double>.zero
    let raw = values.indices.map { row in
      let pair = derivatives(row)
      greatest.replace(with: abs(pair), where: abs(pair) .> greatest)
      return pair
    }
    let room = min(52, 62 - (Int.bitWidth - values.count.leadingZeroBitCount))
    var scale = SIMD2<Double>.one
    for lane in 0..<2 where greatest[lane] > 0 {
      // Kept within the range of a double for gradients next to nothing.
      let shift = min(900, room - 1 - Int(greatest[lane].exponent))
      scale[lane] = Double(sign: .plus, exponent: shift, significand: 1)
      tick[lane] = Double(sign: .plus, exponent: -shift, significand: 1)
    }
    for (row, pair) in raw.enumerated() {
      let scaled = (pair * scale).rounded(.toNearestOrEven)
      values[row] = SIMD2(Int64(scaled.x), Int64(scaled.y))
    }
  }

  /// A sum of ticks as numbers.
  @inline(__always)
  func numbers(_ sum: SIMD2<Int64>) -> SIMD2<Double> {
    SIMD2(Double(sum.x), Double(sum.y)) * tick
  }
}

@inline(__always)
private func abs(_ pair: SIMD2<Double>) -> SIMD2<Double> {
  SIMD2(Swift.abs(pair.x), Swift.abs(pair.y))
}
