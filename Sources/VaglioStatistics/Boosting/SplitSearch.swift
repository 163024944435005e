/// The best split of a node by the sums of derivatives in its bins.
///
/// Gain G_L²/(H_L + λ) + G_R²/(H_R + λ) − G²/(H + λ) (Chen and Guestrin 2016,
/// doi:10.1145/2939672.2939785, equation 7). Numbers are cut between bins, with missing values on the
/// better side; categories are put in the order of G/(H + c), and cut there (Fisher 1958,
/// doi:10.1080/01621459.1958.10501479), with more regularisation. Of equal gains the first column and
/// bin wins.
struct SplitSearch {
  let regularization: Double
  let minimumChildWeight: Double

  /// What is added to the second derivatives of categories, in their order and in their gains.
  private static let categorySmoothing = 10.0

  /// The best split in one column, if it beats `best`.
  func improve(
    _ best: inout TreeSplit, column: Int, rule: BinRule,
    _ sums: UnsafePointer<SIMD2<Int64>>, _ gradients: GradientSums, total: SIMD2<Int64>
  ) {
    if rule.isNumeric {
      improveNumeric(&best, column, rule.valueBins, sums, gradients, total)
    } else {
      improveCategories(&best, column, rule.valueBins, sums, gradients, total)
    }
  }

  private func improveNumeric(
    _ best: inout TreeSplit, _ column: Int, _ bins: Int, _ sums: UnsafePointer<SIMD2<Int64>>,
    _ gradients: GradientSums, _ total: SIMD2<Int64>
  ) {
    let missing = sums[bins]
    var left = SIMD2<Int64>.zero
    var mask = SIMD4<UInt64>.zero
    for bin in 0..<bins {
      left &+= sums[bin]
      mask[bin >> 6] |= 1 << UInt64(bin & 63)
      consider(&best, column, mask, left, total, gradients, 0)
      if missing != .zero {
        var both = mask
        both[bins >> 6] |= 1 << UInt64(bins & 63)
        consider(&best, column, both, left &+ missing, total, gradients, 0)
      }
    }
  }

  private func improveCategories(
    _ best: inout TreeSplit, _ column: Int, _ bins: Int, _ sums: UnsafePointer<SIMD2<Int64>>,
    _ gradients: GradientSums, _ total: SIMD2<Int64>
  ) {
    let present = (0..<bins).compactMap { bin -> (order: Double, bin: Int)? in
      guard sums[bin].y > 0 else { return nil }
      let sum = gradients.numbers(sums[bin])
      return (sum.x / (sum.y + Self.categorySmoothing), bin)
    }.sorted { ($0.order, $0.bin) < ($1.order, $1.bin) }
    var left = SIMD2<Int64>.zero
    var mask = SIMD4<UInt64>.zero
    for (_, bin) in present.dropLast() {
      left &+= sums[bin]
      mask[bin >> 6] |= 1 << UInt64(bin & 63)
      consider(&best, column, mask, left, total, gradients, Self.categorySmoothing)
    }
  }

  @inline(__always)
  private func consider(
    _ best: inout TreeSplit, _ column: Int, _ mask: SIMD4<UInt64>, _ left: SIMD2<Int64>,
    _ total: SIMD2<Int64>, _ gradients: GradientSums, _ more: Double
  ) {
    let (l, r) = (gradients.numbers(left), gradients.numbers(total &- left))
    guard l.y >= minimumChildWeight, r.y >= minimumChildWeight else { return }
    let all = gradients.numbers(total)
    let λ = regularization + more
    let gain = l.x * l.x / (l.y + λ) + r.x * r.x / (r.y + λ) - all.x * all.x / (all.y + λ)
    // Below this a gain is the rounding of sums that cancel.
    if gain > best.gain, gain > 1e-12 * all.y {
      best = TreeSplit(gain: gain, column: column, leftBins: mask)
    }
  }
}
