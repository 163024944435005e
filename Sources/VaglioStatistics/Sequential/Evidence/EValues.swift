#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Between e-values and p-values, and from several e-values to one.
///
/// An e-value is a nonnegative number whose expectation under the claim is at most 1; large speaks
/// against the claim. Vovk and Wang 2021, doi:10.1214/20-AOS2020.
public enum EValues {
  /// The p-value min(1, 1/e), the only admissible way (Vovk and Wang 2021, proposition 2.2).
  public static func pValue(ofE e: Double) throws(SequentialError) -> Double {
    guard e >= 0 else { throw .notAnEValue(row: 0) }
    return e > 1 ? 1 / e : 1
  }

  /// The e-value κp^(κ−1) of a p-value, 0 < κ < 1; ∞ at p = 0.
  public static func eValue(ofP p: Double, kappa: Double) throws(SequentialError) -> Double {
    guard p >= 0, p <= 1 else { throw .notAProbability(p, row: 0) }
    guard kappa > 0, kappa < 1 else {
      throw .setting("kappa", expected: "above 0 and below 1, not \(kappa)")
    }
    return kappa * pow(p, kappa - 1)
  }

  /// The mean of κp^(κ−1) over all κ in 0...1, (1 − p + p log p)/(p log² p): no κ to choose; ∞ at
  /// p = 0, ½ at p = 1.
  public static func eValue(ofP p: Double) throws(SequentialError) -> Double {
    guard p >= 0, p <= 1 else { throw .notAProbability(p, row: 0) }
    if p == 0 { return .infinity }
    let distance = log(p)
    // Near 1 the quotient cancels; its series does not.
    if distance > -1e-2 { return nearOne(distance) }
    return (1 - p + p * distance) / (p * distance * distance)
  }

  /// (e^(−x) − 1 + x)/x² = Σ(−x)ᵏ/(k + 2)! at x = log p.
  private static func nearOne(_ x: Double) -> Double {
    var (term, sum) = (0.5, 0.0)
    for order in 0..<8 {
      sum += term
      term *= -x / Double(order + 3)
    }
    return sum
  }

  /// The mean of e-values, an e-value under any dependence; infinite if one is.
  public static func mean(_ values: [Double]) throws(SequentialError) -> Double {
    try mean(values, weights: Array(repeating: 1, count: values.count))
  }

  /// The weighted mean of e-values, an e-value under any dependence for weights fixed beforehand; at
  /// least one weight must be positive.
  public static func mean(
    _ values: [Double], weights: [Double]
  ) throws(SequentialError) -> Double {
    guard values.count == weights.count else {
      throw .unequalCounts(values.count, weights.count)
    }
    if let row = values.firstIndex(where: { !($0 >= 0) }) { throw .notAnEValue(row: row) }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 }) else {
      throw .setting("weights", expected: "finite, 0 or more, and not all 0")
    }
    let pairs = zip(values, weights).filter { $0.1 > 0 }
    return pairs.reduce(0) { $0 + $1.0 * $1.1 } / pairs.reduce(0) { $0 + $1.1 }
  }

  /// The logarithm of the mean of e-values given by theirs; −∞ stands for an e-value of 0.
  public static func logMean(_ logs: [Double]) throws(SequentialError) -> Double {
    if let row = logs.firstIndex(where: \.isNaN) { throw .notAnEValue(row: row) }
    guard !logs.isEmpty else { throw .setting("logs", expected: "not empty") }
    return LogCapital.logMean(logs)
  }
}
