internal import FoundationEssentials
public import VaglioEvaluation
internal import VaglioFindings

/// The laws that every metric keeps. Run them on a metric of your own:
///
///     #expect(MetricLaws(MyMetric()).violations(seed: 7).isEmpty)
public struct MetricLaws<M: Metric>: Sendable where M.Observed: LawfulOutcomes {
  private let metric: M

  /// The laws of one metric.
  public init(_ metric: M) { self.metric = metric }

  /// The laws that the metric breaks on rows drawn from a seed, each as a sentence.
  ///
  /// The number of rows is odd, so that no median lies between two rows, where it is not smooth.
  public func violations(seed: UInt64, rows: Int = 241) -> [String] {
    let outcomes = M.Observed.drawn(rows: rows, seed: seed)
    return merging(outcomes, seed) + order(outcomes, seed) + coding(outcomes)
      + repetition(outcomes, seed) + emptiness() + perfection(outcomes) + range(outcomes)
      + influence(outcomes)
  }

  private func statistic(_ outcomes: M.Observed) -> M.Statistic {
    var statistic = metric.makeStatistic()
    statistic.add(outcomes, rows: 0..<outcomes.count)
    return statistic
  }

  private func value(_ outcomes: M.Observed) -> Double? {
    try? metric.value(of: statistic(outcomes).read())
  }

  /// Parts of any size, merged in any order, are one pass, to the bit.
  private func merging(_ outcomes: M.Observed, _ seed: UInt64) -> [String] {
    var draws = SeededDraws(seed: seed &+ 1)
    let cuts =
      ([0, outcomes.count] + (0..<4).map { _ in Int.random(in: 0...outcomes.count, using: &draws) })
      .sorted()
    let parts = zip(cuts, cuts.dropFirst()).map { start, end in
      var part = metric.makeStatistic()
      part.add(outcomes, rows: start..<end)
      return part
    }
    var forward = metric.makeStatistic()
    for part in parts { forward.merge(part) }
    var backward = metric.makeStatistic()
    for part in parts.reversed() { backward.merge(part) }
    var broken: [String] = []
    if forward != statistic(outcomes) || backward != forward {
      broken.append("merged parts differ from one pass")
    }
    let values = [forward, backward].map { try? metric.value(of: $0.read()) }
    if values != [value(outcomes), value(outcomes)] {
      broken.append("the value of merged parts differs")
    }
    return broken
  }

  /// The order of rows shows in no bit of value and interval.
  private func order(_ outcomes: M.Observed, _ seed: UInt64) -> [String] {
    var draws = SeededDraws(seed: seed &+ 2)
    let shuffled = outcomes.taking((0..<Int32(outcomes.count)).shuffled(using: &draws))
    let (first, second) = (finding(outcomes), finding(shuffled))
    return first == second ? [] : ["the order of rows shows"]
  }

  private func finding(_ outcomes: M.Observed) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  /// What is written down reads back.
  private func coding(_ outcomes: M.Observed) -> [String] {
    let statistic = statistic(outcomes)
    let copy = (try? JSONEncoder().encode(statistic)).flatMap {
      try? JSONDecoder().decode(M.Statistic.self, from: $0)
    }
    return copy == statistic ? [] : ["the statistic does not survive encoding"]
  }

  /// A row of frequency w is w rows.
  private func repetition(_ outcomes: M.Observed, _ seed: UInt64) -> [String] {
    var draws = SeededDraws(seed: seed &+ 3)
    let times = (0..<outcomes.count).map { _ in Int.random(in: 1...3, using: &draws) }
    let weighted = outcomes.weighted(Weights(times.map(Double.init), kind: .frequency))
    let repeated = outcomes.taking(
      times.enumerated().flatMap { row, count in [Int32](repeating: Int32(row), count: count) })
    let (first, second) = (finding(weighted).estimate, finding(repeated).estimate)
    guard let a = first.value, let b = second.value else {
      return first == second ? [] : ["a weighted row is undefined, repeated ones are not"]
    }
    var broken: [String] = []
    if !agree(a, b) { broken.append("weighted rows give \(a), repeated ones \(b)") }
    // Drawn rows have keys of their own: a row of weight 3 is not drawn as three rows are.
    guard first.interval?.method.contains("bootstrap") != true else { return broken }
    let (lower, upper) = (first.interval?.lower, first.interval?.upper)
    if let lower, let upper, let other = second.interval,
      !agree(lower, other.lower) || !agree(upper, other.upper)
    {
      broken.append("the interval of weighted rows is not that of repeated ones")
    }
    return broken
  }

  /// Two sums of the same numbers, rounded in two ways: a few thousand roundings at the most.
  private func agree(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 4096 * max(abs(a), abs(b), 1e-6).ulp
  }

  /// No rows, no value.
  private func emptiness() -> [String] {
    (try? metric.value(of: metric.makeStatistic().read())) == nil ? [] : ["no rows have a value"]
  }

  /// The best possible prediction reaches the best possible value, unless that is what forecasts
  /// announce of themselves. A metric that judges neither way, or by nearness, may have no value
  /// there: a slope on logits, where every score is 0 or 1.
  private func perfection(_ outcomes: M.Observed) -> [String] {
    if metric is any CalibrationMetric { return [] }
    let perfect = value(outcomes.perfected)
    if let metric = metric as? any RowDependentOptimum<M.Observed> {
      return perfection(perfect, metric.optimum(on: outcomes))
    }
    let best: Double? =
      switch metric.measure.direction {
      case .higherIsBetter: metric.measure.highest
      case .lowerIsBetter: metric.measure.lowest.isFinite ? metric.measure.lowest : 0
      case .nearerIsBetter(let ideal): ideal
      case .neutral: perfect
      }
    guard let perfect, let best else {
      switch metric.measure.direction {
      case .higherIsBetter, .lowerIsBetter: return ["a perfect prediction has no value"]
      case .nearerIsBetter, .neutral: return []
      }
    }
    return perfection(perfect, best)
  }

  private func perfection(_ perfect: Double?, _ best: Double?) -> [String] {
    guard let best else {
      return perfect == nil ? [] : ["a perfect prediction is undefined, yet has a value"]
    }
    guard let perfect else { return ["a perfect prediction has no value"] }
    // Log loss keeps probabilities an ulp away from certainty.
    return abs(perfect - best) <= 4 * Double.ulpOfOne * max(1, abs(best))
      ? [] : ["a perfect prediction gives \(perfect)"]
  }

  /// The value lies in the stated range, the interval holds the value, wider levels are wider.
  private func range(_ outcomes: M.Observed) -> [String] {
    let estimate = finding(outcomes).estimate
    guard let value = estimate.value else { return ["ordinary rows have no value"] }
    var broken: [String] = []
    if !(metric.measure.lowest...metric.measure.highest).contains(value) {
      broken.append("\(value) lies outside the range")
    }
    if let interval = estimate.interval, !interval.contains(value) {
      broken.append("the interval does not hold the value")
    }
    return broken
  }

  /// The influence function has mean zero, and says what a small change of the weights does.
  private func influence(_ outcomes: M.Observed) -> [String] {
    let reading = statistic(outcomes).read()
    guard
      metric.resampling(of: reading) == nil,
      let influence = metric.influence(of: reading, on: outcomes), let value = value(outcomes)
    else { return [] }
    let rows = outcomes.count
    var φ = [Double](repeating: 0, count: rows)
    φ.withUnsafeMutableBufferPointer { influence.write(0..<rows, $0) }
    let spread = (φ.reduce(0) { $0 + $1 * $1 } / Double(rows)).squareRoot()
    var broken: [String] = []
    if abs(φ.reduce(0, +)) > 1e-9 * Double(rows) * spread {
      broken.append("the influence has a mean")
    }
    // Every seventh row counts 1 + ε: the value moves by ε·Σφ/n up to terms of order ε².
    let ε = 1e-5
    let weights = (0..<rows).map { $0 % 7 == 0 ? 1 + ε : 1 }
    let moved = self.value(outcomes.weighted(Weights(weights, kind: .importance))) ?? .nan
    let total = weights.reduce(0, +)
    let foretold = stride(from: 0, to: rows, by: 7).reduce(0) { $0 + φ[$1] } * ε / total
    let tolerance = 40 * ε * ε * max(spread, abs(value)) + 1e-11 * max(1, abs(value))
    if !(abs(moved - value - foretold) <= tolerance) {
      broken.append("the influence foretells \(foretold), the value moves by \(moved - value)")
    }
    return broken
  }
}
