/// Where the true value has to lie for a claim to hold.
public enum Region: Hashable, Sendable {
  /// θ ≥ bound.
  case atLeast(Double)
  /// θ ≤ bound.
  case atMost(Double)
  /// θ > bound: being exactly there is not enough.
  case above(Double)
  /// θ < bound.
  case below(Double)
  /// lower ≤ θ ≤ upper.
  case within(ClosedRange<Double>)

  /// The region's ends.
  public var thresholds: [Double] {
    switch self {
    case .atLeast(let bound), .atMost(let bound), .above(let bound), .below(let bound): [bound]
    case .within(let range): [range.lowerBound, range.upperBound]
    }
  }

  /// What an interval says: pass when all of it lies in the region, fail when none of it does.
  ///
  /// Bounds belong to the interval. So `atLeast(t)` passes from lower = t on and fails below
  /// upper = t, while `above(t)` passes above lower = t and fails from upper = t down.
  public func ruling(lower: Double, upper: Double) -> Ruling {
    let (inside, outside): (Bool, Bool) =
      switch self {
      case .atLeast(let bound): (lower >= bound, upper < bound)
      case .atMost(let bound): (upper <= bound, lower > bound)
      case .above(let bound): (lower > bound, upper <= bound)
      case .below(let bound): (upper < bound, lower >= bound)
      case .within(let range):
        (
          range.lowerBound <= lower && upper <= range.upperBound,
          upper < range.lowerBound || lower > range.upperBound
        )
      }
    return inside ? .pass : outside ? .fail : .inconclusive
  }
}
