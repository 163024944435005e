internal import VaglioFindings

/// The normal deviate z of a two-sided level: 2Φ(z) − 1 = level.
enum NormalDeviate {
  /// The deviate that leaves `tail` on both sides together, by bisection of erfc, which keeps its
  /// relative precision however small the tail; 0 for a tail of 1 or more, at most 38.
  static func leaving(tail: Double) -> Double {
    var (low, high) = (0.0, 38.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if ConfidenceCurve.tail(of: middle) > tail { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
