public import VaglioFindings

/// Intervals for the area under the ROC curve that need no ranks: the area and the class counts.
public enum AUCInterval {
  /// Method 5 of Newcombe 2006, doi:10.1002/sim.2324, method `newcombe-5`: the areas θ with
  /// (A − θ)² = z²·V(θ), V being Hanley and McNeil's variance with both counts at their mean.
  ///
  /// It is sound where DeLong's variance is 0 or does not exist. The whole range when a class is
  /// empty.
  public static func newcombe5(
    _ area: Double, positives: Double, negatives: Double, level: ConfidenceLevel
  ) -> Interval {
    guard positives > 0, negatives > 0, !area.isNaN else {
      return .vacuous(0...1, level, "newcombe-5")
    }
    let (z, a) = (level.deviate, min(max(area, 0), 1))
    let others = (positives + negatives) / 2 - 1
    func variance(_ theta: Double) -> Double {
      let shape = 1 + others * ((1 - theta) / (2 - theta) + theta / (1 + theta))
      return theta * (1 - theta) * max(0, shape) / (positives * negatives)
    }
    // An area of 0 or 1 is itself a root, of variance 0: the one sought lies beside it.
    let (top, bottom) = (a == 1 ? a.nextDown : a, a == 0 ? Double.leastNormalMagnitude : a)
    let lower = BracketedRoot.ascending(0, top) { z * variance($0).squareRoot() - (a - $0) }
    let upper = BracketedRoot.ascending(bottom, 1) { ($0 - a) - z * variance($0).squareRoot() }
    return Interval(a == 0 ? 0 : lower, a == 1 ? 1 : upper, in: 0...1, level, "newcombe-5")
      ?? .vacuous(0...1, level, "newcombe-5")
  }

  /// The standard error of Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747, under
  /// exponential scores: Q₁ = A/(2 − A), Q₂ = 2A²/(1 + A).
  public static func hanleyMcNeilStandardError(
    _ area: Double, positives: Double, negatives: Double
  ) -> Double {
    let q1 = area / (2 - area) - area * area
    let q2 = 2 * area * area / (1 + area) - area * area
    let sum = area * (1 - area) + (positives - 1) * q1 + (negatives - 1) * q2
    return (max(0, sum) / (positives * negatives)).squareRoot()
  }
}
