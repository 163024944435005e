#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The bets of the sequential calibration test: ±{0.05, 0.1, 0.2, 0.5, 1, 2}, those on too many
/// positives first.
enum CalibrationBets {
  static let sizes = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]
  static let signed = sizes + sizes.map { -$0 }
  static let count = 12

  /// The gamblers who bet that labels come more often than predicted.
  static let under = 0..<6
  /// Those who bet that they come less often.
  static let over = 6..<12

  /// log(1 + λ(y − p)) of every bet, λ held within −0.9/(1 − p)...0.9/p so that no bet is ruinous.
  static func logFactors(
    label: Double, probability p: Double, into factors: UnsafeMutablePointer<Double>
  ) {
    logFactors(under, label: label, probability: p, into: factors)
    logFactors(over, label: label, probability: p, into: factors)
  }

  /// The same of some of the bets.
  @inline(__always)
  static func logFactors(
    _ bets: Range<Int>, label: Double, probability p: Double,
    into factors: UnsafeMutablePointer<Double>
  ) {
    let (most, least) = (0.9 / max(p, 1e-6), -0.9 / max(1 - p, 1e-6))
    let surprise = label - p
    for index in bets {
      factors[index] = log(1 + min(most, max(least, signed[index])) * surprise)
    }
  }
}
