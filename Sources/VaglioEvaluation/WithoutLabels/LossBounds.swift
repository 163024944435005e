internal import VaglioFindings
internal import VaglioStatistics

/// Bounds for the mean of bounded losses, each of which fails with probability `alpha` at most.
struct LossBounds {
  let lower: Double
  let upper: Double

  init(_ losses: [Double], range: ClosedRange<Double>, alpha: Double) throws(SequentialError) {
    guard !losses.isEmpty else { throw .setting("labelled rows", expected: "some, not none") }
    if losses.allSatisfy({ $0 == 0 || $0 == 1 }), let level = ConfidenceLevel(1 - 2 * alpha) {
      let interval = ProportionInterval.clopperPearson(
        successes: Double(losses.count { $0 == 1 }), trials: Double(losses.count), level: level)
      (lower, upper) = (interval.lower, interval.upper)
      return
    }
    var sequence = try BettingSequence(alpha: 2 * alpha, range: range, steps: 2000)
    try sequence.add(losses)
    do throws(Undefined) {
      let bounds = try sequence.bounds()
      (lower, upper) = (bounds.lower, bounds.upper)
    } catch {
      throw .setting("labelled rows", expected: error.reason)
    }
  }
}
