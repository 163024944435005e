internal import VaglioFindings

/// How two groups are held against each other: by a difference, or by a ratio.
enum ContrastScale: String, Hashable, Sendable, CaseIterable {
  case difference
  case ratio

  /// The contrast of equal groups.
  var parity: Double { self == .ratio ? 1 : 0 }

  /// The first value against the second.
  func contrast(_ first: Double, _ second: Double) throws(Undefined) -> Double {
    guard self == .ratio else { return first - second }
    guard min(first, second) >= 0 else { throw Undefined("a ratio needs values of at least 0") }
    guard second > 0 else { throw Undefined("the highest group's value is 0") }
    return first / second
  }

  /// The limits of a contrast of independent groups, from those of each.
  func bounds(_ first: Mover.Limits, _ second: Mover.Limits) -> (lower: Double, upper: Double) {
    self == .ratio ? Mover.ratio(first, second) : Mover.difference(first, second)
  }

  /// A contrast without its direction: |d|, or the smaller of r and 1/r.
  func folded(_ contrast: Double) -> Double {
    self == .ratio ? min(contrast, 1 / contrast) : abs(contrast)
  }

  /// The limits of a folded contrast from those of the contrast. The lower limit of a difference is
  /// negative where 0 lies within, which tells how far within.
  func folded(_ bounds: (lower: Double, upper: Double)) -> (lower: Double, upper: Double) {
    let (lower, upper) = bounds
    guard self == .ratio else {
      return (max(lower, -upper), max(abs(lower), abs(upper)))
    }
    let least = min(lower, upper > 0 ? 1 / upper : .infinity)
    return (max(0, least), upper < 1 ? upper : lower > 1 ? 1 / lower : 1)
  }

  /// The graver of two folded contrasts: the larger difference, the smaller ratio.
  func graver(_ first: Double, _ second: Double) -> Double {
    self == .ratio ? min(first, second) : max(first, second)
  }

  /// The gravest of some folded limits, bound by bound: it lies between the gravest bounds.
  func gravest(
    _ limits: [(lower: Double, upper: Double)]
  ) -> (lower: Double, upper: Double)? {
    guard let first = limits.first else { return nil }
    return limits.dropFirst().reduce(first) {
      (graver($0.lower, $1.lower), graver($0.upper, $1.upper))
    }
  }
}
