internal import VaglioEvaluation
internal import VaglioStatistics

/// The sum of the mean steps between neighbouring levels, centred, with its errors.
struct LevelCurve: Sendable {
  /// One per level.
  let effects: [Double]
  /// One per level; `nil` where rows or clusters are too few.
  let errors: [StandardError?]

  /// The curve from what the step to each row's level, and the step from it, change in the row's answer;
  /// the first level has no step before it, the last none after it.
  init(
    _ steps: [(before: Double, after: Double)], places: [Int], count: Int, _ design: Rows
  ) {
    let weight = steps.indices.map { design.weights?[$0] ?? 1 }
    var (sums, weights) = (
      [ExactSum](repeating: ExactSum(), count: count),
      [ExactSum](repeating: ExactSum(), count: count)
    )
    var (own, rows) = (weights, [Int](repeating: 0, count: count))
    // Entry k is of the step to level k; entry 0 stays empty.
    for row in steps.indices {
      let level = places[row]
      own[level].add(weight[row])
      for (to, step) in [(level, steps[row].before), (level + 1, steps[row].after)]
      where to > 0 && to < count {
        sums[to].add(product: weight[row], step)
        weights[to].add(weight[row])
        rows[to] += 1
      }
    }
    let total = ExactSum(own.map(\.value)).value
    let shares = own.map { $0.value / total }
    let means = (0..<count).map { $0 == 0 ? 0 : sums[$0].value / weights[$0].value }
    var curve: [Double] = []
    for mean in means { curve.append((curve.last ?? 0) + mean) }
    let level = zip(curve, shares).reduce(0) { $0 + $1.0 * $1.1 }
    effects = curve.map { $0 - level }
    // How much of each step lies in what is taken off: the share of the levels from it on.
    var taken = shares
    for step in (0..<count - 1).reversed() { taken[step] += taken[step + 1] }
    let few = rows.map { (Double($0) / Double(max(1, $0 - 1))).squareRoot() }
    let linearization = Linearization(design)
    errors = (0..<count).map { reached in
      let φ = steps.indices.map { row in
        let own = places[row]
        func part(_ to: Int, _ step: Double) -> Double {
          guard to > 0, to < count else { return 0 }
          let factor = (to <= reached ? 1 : 0) - taken[to]
          return factor * few[to] * (step - means[to]) / (weights[to].value / total)
        }
        return part(own, steps[row].before) + part(own + 1, steps[row].after)
          - (curve[own] - level)
      }
      return linearization.standardError(of: Influence(φ))
    }
  }
}
