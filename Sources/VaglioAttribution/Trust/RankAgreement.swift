/// Kendall's τ_b between two lists of numbers (Kendall 1945, doi:10.1093/biomet/33.3.239).
enum RankAgreement {
  /// (concordant − discordant)/√((n₀ − n₁)(n₀ − n₂)) over the pairs of places; where a list is all
  /// ties, or of one number, 1 if the other is too, else 0.
  ///
  /// O(n log n): pairs out of order are counted while merging (Knight 1966,
  /// doi:10.1080/01621459.1966.10480879).
  static func tau(_ first: [Double], _ second: [Double]) -> Double {
    let count = first.count
    let order = first.indices.sorted {
      (first[$0], second[$0], $0) < (first[$1], second[$1], $1)
    }
    let pairs = Double(count) * Double(count - 1) / 2
    let sorted = order.map { second[$0] }
    let both = tiedPairs(order) { first[$0] == first[$1] && second[$0] == second[$1] }
    let left = tiedPairs(order) { first[$0] == first[$1] }
    var merged = sorted
    var spare = sorted
    let swaps = inversions(&merged, &spare, 0, count)
    let right = tiedPairs(Array(merged.indices)) { merged[$0] == merged[$1] }
    guard left < pairs, right < pairs else { return left == pairs && right == pairs ? 1 : 0 }
    let score = pairs - left - right + both - 2 * swaps
    return score / ((pairs - left) * (pairs - right)).squareRoot()
  }

  /// The pairs of neighbours' runs that are tied.
  private static func tiedPairs(_ order: [Int], _ areTied: (Int, Int) -> Bool) -> Double {
    var (sum, run) = (0.0, 1.0)
    for index in order.indices.dropFirst() {
      if areTied(order[index - 1], order[index]) {
        sum += run
        run += 1
      } else {
        run = 1
      }
    }
    return sum
  }

  /// The pairs that stand in descending order, while sorting.
  private static func inversions(
    _ values: inout [Double], _ spare: inout [Double], _ start: Int, _ end: Int
  ) -> Double {
    guard end - start > 1 else { return 0 }
    let middle = (start + end) / 2
    var count =
      inversions(&values, &spare, start, middle) + inversions(&values, &spare, middle, end)
    var (left, right) = (start, middle)
    for place in start..<end {
      if right >= end || left < middle && values[left] <= values[right] {
        spare[place] = values[left]
        left += 1
      } else {
        spare[place] = values[right]
        right += 1
        count += Double(middle - left)
      }
    }
    for place in start..<end { values[place] = spare[place] }
    return count
  }
}
