/// Roots of monotone functions by halving, for curves that are cheap and need no derivative.
enum BracketedRoot {
  /// Where a function that does not fall crosses zero between `low` and `high`.
  ///
  /// The end nearer to the root is returned when there is no crossing. Halves in value, then stops
  /// when no double lies between, at most after 200 evaluations.
  static func ascending(
    _ low: Double, _ high: Double, _ function: (Double) -> Double
  ) -> Double {
    if function(low) >= 0 { return low }
    if function(high) <= 0 { return high }
    var (low, high) = (low, high)
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }

  /// The same for a function that does not rise.
  static func descending(
    _ low: Double, _ high: Double, _ function: (Double) -> Double
  ) -> Double {
    ascending(low, high) { -function($0) }
  }

  /// The positive root of a function that does not fall, sought from `start` outwards.
  static func ascending(above start: Double, _ function: (Double) -> Double) -> Double {
    var high = max(start, 1)
    while high.isFinite, function(high) < 0 { high *= 2 }
    return ascending(0, high, function)
  }
}

extension BracketedRoot {
  /// The root of a function that does not rise, at or above `start`.
  static func descending(above start: Double, _ function: (Double) -> Double) -> Double {
    var high = max(2 * start, 1)
    while high.isFinite, function(high) > 0 { high *= 2 }
    return descending(start, high, function)
  }
}
