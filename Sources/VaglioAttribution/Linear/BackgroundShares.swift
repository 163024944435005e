/// The shares of a background's rows in its means, of sum 1.
struct BackgroundShares {
  let values: [Double]

  /// Equal shares, or shares by weights that are not negative and not all 0.
  init(_ weights: [Double]?, count: Int) throws(AttributionError) {
    guard let weights else {
      values = Array(repeating: 1 / Double(count), count: count)
      return
    }
    let sum = weights.reduce(0, +)
    guard weights.count == count, weights.allSatisfy({ $0 >= 0 }), sum > 0, sum.isFinite else {
      throw .refused("the background's weights are not \(count) numbers ≥ 0 with a positive sum")
    }
    values = weights.map { $0 / sum }
  }
}
