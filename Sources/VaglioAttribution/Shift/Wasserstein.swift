internal import VaglioStatistics

/// The Wasserstein-1 distance between two distributions of numbers.
enum Wasserstein {
  /// ∫₀¹|F⁻¹(u) − G⁻¹(u)|du between two samples of the same rows; equal weights unless given.
  ///
  /// O(n log n). Between equally weighted samples it is the mean of |x₍ᵢ₎ − y₍ᵢ₎|.
  static func distance(_ first: [Double], _ second: [Double], weights: [Double]?) -> Double {
    guard let weights else {
      return ExactSum(zip(first.sorted(), second.sorted()).map { ($0 - $1).magnitude }).value
        / Double(first.count)
    }
    return weighted(first, second, weights)
  }

  /// Both quantile functions are steps; between two steps of either both are constant.
  private static func weighted(
    _ first: [Double], _ second: [Double], _ weights: [Double]
  ) -> Double {
    let (left, right) = (steps(first, weights), steps(second, weights))
    let total = ExactSum(weights).value
    var sum = ExactSum()
    var (i, j, at) = (0, 0, 0.0)
    while i < left.count, j < right.count {
      let next = min(left[i].end, right[j].end)
      sum.add(product: next - at, (left[i].value - right[j].value).magnitude)
      at = next
      if left[i].end <= at { i += 1 }
      if j < right.count, right[j].end <= at { j += 1 }
    }
    return sum.value / total
  }

  /// The values in ascending order with the weight up to and with each.
  private static func steps(
    _ values: [Double], _ weights: [Double]
  ) -> [(value: Double, end: Double)] {
    let order = values.indices.sorted { (values[$0], weights[$0]) < (values[$1], weights[$1]) }
    var sum = ExactSum()
    return order.map { row in
      sum.add(weights[row])
      return (values[row], sum.value)
    }
  }
}
