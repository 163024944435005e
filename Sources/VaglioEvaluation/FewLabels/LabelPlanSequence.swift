public import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Bounds for the mean loss of all rows that were planned for, which hold at every label at once: labelling
/// may stop whenever the bounds are narrow enough.
///
/// The plan's order is a draw of one row after the other with probability q′ᵢ = qᵢ/Q in proportion to q
/// among the rows left, Q being the sum over these (see ``LabelPlan``). Given the rows before, Z = ℓ/q′ of the
/// next row has the expectation Nθ − S, S being the losses labelled so far; so, if θ ≤ m, every stake
/// γ < 1 makes Π(1 + γ·(Z/(Nm − S) − 1)) a nonnegative supermartingale, and so is the mean of such products
/// over a grid of stakes. It ever reaches 2/α with probability α/2 at most (Ville 1939), whatever the losses are, as long as none is
/// below the range; means m where it did are left out. That gives the lower bound; the same with
/// (greatest loss − ℓ) gives the upper one. Betting against weighted draws without replacement is due to
/// Shekhar, Xu, Lipton, Liang and Ramdas 2023, arXiv:2305.06884; fixed stakes make the capital fall in m, so that
/// the bound is found by bisection.
///
/// Only labels that come back in the plan's order count, up to the first that is missing.
public struct LabelPlanSequence: Hashable, Sendable {
  /// The bounds after each label, method `label-plan-sequence`; they only close in.
  public let bounds: [SequentialBounds]

  /// γ of the grid.
  private static let stakes = (0..<10).map { 0.75 / Double(1 << $0) }

  /// The sequence of a plan's labels.
  ///
  /// `losses`: Of the plan's rows in its order; `nil` where no label came back.
  /// `range`: What losses lie in; where its end is infinite, there is no upper bound.
  /// `alpha`: The probability that the bounds ever miss the mean.
  ///
  /// - Throws: ``WithoutLabelsError`` where a loss lies outside the range, or none is known.
  public init(
    _ plan: LabelPlan, losses: [Double?], range: ClosedRange<Double>, alpha: Double
  ) throws(WithoutLabelsError) {
    precondition(losses.count == plan.entries.count, "one loss per entry")
    precondition(alpha > 0 && alpha < 1 && range.lowerBound.isFinite, "α in 0...1, a finite range")
    let known = losses.prefix { $0 != nil }.compactMap { $0 }
    guard !known.isEmpty else {
      throw .tooFewRows(part: "labelled data in the plan's order", count: 0, fewest: 1)
    }
    if let place = known.firstIndex(where: { !range.contains($0) }) {
      throw .unusable("label \(place + 1): the loss \(known[place]) lies outside \(range)")
    }
    let draws = Draws(plan, count: known.count)
    let low = range.lowerBound
    let below = draws.leastMeans(known.map { $0 - low }, alpha: alpha)
    let above: [Double]? =
      range.upperBound.isFinite
      ? draws.leastMeans(known.map { range.upperBound - $0 }, alpha: alpha) : nil
    bounds = known.indices.map { place in
      let lower = low + below[place]
      let upper = above.map { range.upperBound - $0[place] } ?? .infinity
      let middle = upper.isFinite ? (lower + upper) / 2 : lower
      return SequentialBounds(
        estimate: draws.mean(known, place) ?? middle, lower: min(lower, upper), upper: upper,
        alpha: alpha, method: "label-plan-sequence")
    }
  }

  /// The draws of a plan, one after the other.
  private struct Draws {
    let population: Double
    /// q′ of each row drawn, among the rows left before it.
    let chances: [Double]

    init(_ plan: LabelPlan, count: Int) {
      var left = ExactSum([1])
      chances = plan.entries.prefix(count).enumerated().map { place, entry in
        // All rows that are left are in the plan: the last one is certain.
        let rest = place + 1 == plan.population ? entry.share : left.value
        left.add(-entry.share)
        return min(1, entry.share / max(rest, entry.share))
      }
      population = Double(plan.population)
    }

    /// The mean of the draws' unbiased estimates (S + Z)/N up to a place.
    func mean(_ losses: [Double], _ place: Int) -> Double? {
      var (sum, before) = (ExactSum(), ExactSum())
      for draw in 0...place {
        sum.add(before.value + losses[draw] / chances[draw])
        before.add(losses[draw])
      }
      let mean = sum.value / Double(place + 1) / population
      return mean.isFinite ? mean : nil
    }

    /// After each draw the least mean that is not left out, of losses of at least 0.
    ///
    /// Capital is looked at after each of the first fifty draws, then whenever there are a twentieth more:
    /// fewer looks can only widen the bounds.
    func leastMeans(_ losses: [Double], alpha: Double) -> [Double] {
      var (bounds, bound, nextLook) = ([Double](), 0.0, 0)
      var before = ExactSum()
      var drawn: [(z: Double, before: Double)] = []
      for (draw, (loss, chance)) in zip(losses, chances).enumerated() {
        drawn.append((loss / chance, before.value))
        before.add(loss)
        // Less than what was seen is no mean of all.
        bound = max(bound, before.value / population)
        if draw >= nextLook || draw + 1 == losses.count {
          bound = raised(bound, drawn, alpha)
          nextLook = draw + max(1, (draw + 1) / 20)
        }
        bounds.append(bound)
      }
      return bounds
    }

    /// The greatest mean that the draws so far leave out, if above `bound`.
    private func raised(
      _ bound: Double, _ drawn: [(z: Double, before: Double)], _ alpha: Double
    ) -> Double {
      let limit = log(2 / alpha)
      guard capital(bound, drawn) >= limit else { return bound }
      var (low, high) = (bound, max(bound, 1e-300) * 2)
      while capital(high, drawn) >= limit, high.isFinite { (low, high) = (high, high * 2) }
      for _ in 0..<60 where high - low > 1e-12 * high {
        let middle = (low + high) / 2
        if capital(middle, drawn) >= limit { low = middle } else { high = middle }
      }
      return low
    }

    /// The logarithm of the mean capital over all stakes, against the mean m; falling in m.
    private func capital(_ m: Double, _ drawn: [(z: Double, before: Double)]) -> Double {
      let logs = LabelPlanSequence.stakes.map { stake in
        drawn.reduce(0.0) { sum, draw in
          let due = population * m - draw.before
          guard due > 0 else { return draw.z > 0 ? .infinity : sum }
          return sum + log1p(stake * (draw.z / due - 1))
        }
      }
      let highest = logs.max() ?? 0
      guard highest.isFinite else { return highest }
      return highest + log(logs.reduce(0) { $0 + exp($1 - highest) } / Double(logs.count))
    }
  }
}
