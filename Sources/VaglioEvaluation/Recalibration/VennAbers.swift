public import VaglioFindings

/// Two probabilities of each score, from isotonic regressions in which a row of that score was added as
/// negative and as positive: p₀ ≤ p₁, and between them p = p₁/(1 − p₀ + p₁), which minimises the
/// largest regret in log loss.
///
/// One of the two is calibrated, whatever the distribution, if rows are exchangeable. The inductive
/// form of Vovk, Petej and Fedorova 2015 (arXiv:1511.00213), all scores at once in O(n log n) as they
/// show.
public struct VennAbers: Recalibrator {
  public init() {}

  public var name: String { "venn_abers" }
  public var title: String { "Venn–ABERS" }
  public var definition: String {
    "p = p₁/(1 − p₀ + p₁), with p₀ and p₁ the isotonic fits at the score if one more row there were "
      + "negative, and positive."
  }
  public var advice: String {
    "As isotonic regression, with fewer rows: never 0 or 1, and p₁ − p₀ says how little is known."
  }
  public var source: String { "arXiv:1511.00213" }

  public func fit(to sample: CalibrationSample) throws(Unfittable) -> ProbabilityBand {
    let upper = AddedPositive.values(positives: sample.positives, totals: sample.totals)
    let reversed = sample.reversed
    let lower = AddedPositive.values(
      positives: reversed.positives, totals: sample.totals.reversed()
    ).reversed().map { 1 - $0 }
    return ProbabilityBand(scores: sample.scores, lower: lower, upper: upper)
  }
}

/// The isotonic fit at each group when one positive row is added to that group.
private enum AddedPositive {
  private struct Point {
    var x: Double
    var y: Double

    /// Twice the area of the triangle to two other points: above 0 for a turn to the left.
    func turn(_ second: Point, _ third: Point) -> Double {
      (second.x - x) * (third.y - y) - (second.y - y) * (third.x - x)
    }
  }

  /// One value per group, by the corners of the greatest convex minorant of cumulative sums.
  ///
  /// What lies left of the group is shifted by one row, (−1, −1), instead of what lies right of it;
  /// the value is the slope of the minorant between the two parts. From group to group one point
  /// moves to the left part, so that every corner comes and goes once: O(groups).
  static func values(positives: [Double], totals: [Double]) -> [Double] {
    let points = cumulative(positives, totals)
    var corners = minorant(of: points)
    var values: [Double] = []
    values.reserveCapacity(totals.count)
    for group in totals.indices {
      let (left, right) = (corners[corners.count - 1], corners[corners.count - 2])
      values.append(min(1, max(0, (right.y - left.y) / (right.x - left.x))))
      let shifted = Point(x: points[group + 1].x - 1, y: points[group + 1].y - 1)
      guard left.turn(right, shifted) < 0 else { continue }
      corners.removeLast()
      while corners.count > 1,
        shifted.turn(corners[corners.count - 1], corners[corners.count - 2]) <= 0
      {
        corners.removeLast()
      }
      corners.append(shifted)
    }
    return values
  }

  /// (0, 0) and the sums after each group.
  private static func cumulative(_ positives: [Double], _ totals: [Double]) -> [Point] {
    var sum = Point(x: 0, y: 0)
    return [sum]
      + zip(positives, totals).map { positive, total in
        sum = Point(x: sum.x + total, y: sum.y + positive)
        return sum
      }
  }

  /// The corners from right to left, the leftmost last: (−1, −1) before all groups.
  private static func minorant(of points: [Point]) -> [Point] {
    var corners: [Point] = []
    for point in points.reversed() + [Point(x: -1, y: -1)] {
      while corners.count > 1,
        point.turn(corners[corners.count - 1], corners[corners.count - 2]) <= 0
      {
        corners.removeLast()
      }
      corners.append(point)
    }
    return corners
  }
}

/// Two rising step functions, the lower and the upper probability of a score, and what lies between.
public struct ProbabilityBand: ProbabilityMap {
  /// p₀: `lower[k]` from `lowerScores[k]` on, 0 before the first.
  public let lowerScores: [Double]
  public let lower: [Double]
  /// p₁: `upper[k]` up to and with `upperScores[k]`, 1 behind the last.
  public let upperScores: [Double]
  public let upper: [Double]

  /// The band of values at scores; runs of one value are kept as one step.
  fileprivate init(scores: [Double], lower: [Double], upper: [Double]) {
    let starts = scores.indices.filter { $0 == 0 || lower[$0] != lower[$0 - 1] }
    let ends = scores.indices.filter { $0 == scores.count - 1 || upper[$0] != upper[$0 + 1] }
    (lowerScores, self.lower) = (starts.map { scores[$0] }, starts.map { lower[$0] })
    (upperScores, self.upper) = (ends.map { scores[$0] }, ends.map { upper[$0] })
  }

  /// p₀ and p₁ of a score.
  public func bounds(of score: Double) -> (lower: Double, upper: Double) {
    let step = lowerScores.firstIndex(above: score)
    let last = upperScores.firstIndex(notBelow: score)
    return (step == 0 ? 0 : lower[step - 1], last == upper.count ? 1 : upper[last])
  }

  public func probability(of score: Double) -> Double {
    let (p0, p1) = bounds(of: score)
    return p1 / (1 - p0 + p1)
  }

  public var parameters: JSONValue {
    [
      "lower": ["scores": .numbers(lowerScores), "probabilities": .numbers(lower)],
      "upper": ["scores": .numbers(upperScores), "probabilities": .numbers(upper)],
    ]
  }

  public init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["lower", "upper"])
    for side in ["lower", "upper"] {
      try parameters[side].refuse(membersBeside: ["scores", "probabilities"])
    }
    lowerScores = try parameters["lower"]["scores"].ascendingNumbers()
    lower = try parameters["lower"]["probabilities"].probabilities(
      count: lowerScores.count, areRising: true)
    upperScores = try parameters["upper"]["scores"].ascendingNumbers()
    upper = try parameters["upper"]["probabilities"].probabilities(
      count: upperScores.count, areRising: true)
    guard lower.last != 1 || upper.first != 0 else {
      throw parameters.failure(expected: "an upper probability that is not below the lower one")
    }
  }
}
