/// The shares q ≥ 0, Σq = 1, of known densities in a mixture, by greatest likelihood: the maximum of
/// mean log Σₖ qₖaₖ over cells, which is concave in q.
///
/// Each step takes the better of two: the EM step qₖ ← qₖ·Dₖ with Dₖ = mean(aₖ/Σqa), which never lowers the
/// likelihood (Dempster, Laird and Rubin 1977), and a Newton step among the classes that are not held
/// at 0. It ends when maxₖ Dₖ − 1, which bounds how far the mean log likelihood is from its maximum
/// by concavity (Lindsay 1983, doi:10.1214/aos/1176346059), is at most ``tolerance``.
struct MixtureShares: Sendable {
  static let tolerance = 1e-12
  static let mostSteps = 1000

  /// q, one per density.
  let shares: [Double]
  /// The mean log likelihood at the start and after each step; it never falls.
  let path: [Double]
  /// maxₖ Dₖ − 1 at the end.
  let gap: Double
  /// (mean (aₖ/f − 1)(aₗ/f − 1))ₖₗ at the end.
  let curvature: [[Double]]
  /// Dₖ − 1 at the end: 0 for every class with a share, else at most 0.
  let slopes: [Double]

  var hasConverged: Bool { gap <= 1e-9 }

  init(_ cells: DensityCells, start: [Double]) {
    var state = cells.expansion(at: start)
    var path = [state.value]
    for _ in 0..<Self.mostSteps where state.gap > Self.tolerance {
      let plain = cells.expansion(
        at: Self.normalized(zip(state.shares, state.slopes).map { $0 * (1 + $1) }))
      let newton = Self.newton(cells, state)
      let next = newton.map { Self.isBetter($0, plain) ? $0 : plain } ?? plain
      // Rounding alone is left.
      guard Self.isBetter(next, state) else { break }
      state = next
      path.append(max(state.value, path[path.count - 1]))
    }
    (shares, self.path, gap) = (state.shares, path, state.gap)
    (curvature, slopes) = (state.curvature, state.slopes)
  }

  /// Whether the likelihood is greater; where it differs by rounding alone, whether it is flatter.
  private static func isBetter(
    _ one: DensityCells.Expansion, _ other: DensityCells.Expansion
  ) -> Bool {
    let difference = one.value - other.value
    guard abs(difference) <= rounding else { return difference > 0 }
    return one.gap < other.gap
  }

  /// Mean log likelihoods of this size apart may differ by the rounding of their sums alone.
  private static let rounding = 1e-12

  /// The Newton step among the classes that have a share or would gain by one, cut where a share
  /// reaches 0 and halved until the likelihood rises.
  private static func newton(
    _ cells: DensityCells, _ state: DensityCells.Expansion
  ) -> DensityCells.Expansion? {
    let shares = state.shares
    let free = shares.indices.filter { shares[$0] > 1e-9 || state.slopes[$0] > 0 }
    guard free.count > 1, let base = free.max(by: { shares[$0] < shares[$1] }) else { return nil }
    let others = free.filter { $0 != base }
    guard let inverse = SquareMatrix(inverting: state.reduced(others, base))?.inverse else {
      return nil
    }
    var direction = [Double](repeating: 0, count: shares.count)
    for (row, k) in others.enumerated() {
      for (column, l) in others.enumerated() {
        direction[k] += inverse[row][column] * (state.slopes[l] - state.slopes[base])
      }
      direction[base] -= direction[k]
    }
    var reach = 1.0
    for (share, step) in zip(shares, direction) where step < 0 { reach = min(reach, share / -step) }
    for _ in 0..<30 where reach > 0 {
      let moved = zip(shares, direction).map { share, step -> Double in
        let place = share + reach * step
        return place < 1e-15 ? 0 : place
      }
      let trial = cells.expansion(at: normalized(moved))
      if isBetter(trial, state) { return trial }
      reach /= 2
    }
    return nil
  }

  private static func normalized(_ shares: [Double]) -> [Double] {
    let sum = shares.reduce(0, +)
    return shares.map { $0 / sum }
  }
}
