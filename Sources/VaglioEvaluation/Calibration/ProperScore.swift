#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A proper score of probabilities, lower being better.
public enum ProperScore: String, Hashable, Sendable, CaseIterable {
  /// (p − y)².
  case brier
  /// −ln of the probability of what came true, p kept 2.2·10⁻¹⁶ from 0 and 1.
  case log

  /// The option's words where it is not the default.
  var options: [String: String] { self == .brier ? [:] : ["score": rawValue] }

  /// The option that ``init(_:)`` knows.
  static var option: MetricOption {
    MetricOption("score", "brier or log", "the proper score", standard: "brier", example: "log")
  }

  /// The score that options mean: Brier's if they name none; `nil` where they are not understood.
  init?(_ options: [String: String]) {
    var options = options
    guard let score = ProperScore(rawValue: options.removeValue(forKey: "score") ?? "brier"),
      options.isEmpty
    else { return nil }
    self = score
  }

  /// What one is counted in.
  var unit: String { self == .brier ? "" : "nats" }

  /// The highest value that the score of the best constant can have.
  var highestUncertainty: Double { self == .brier ? 0.25 : 0.693_147_180_559_945_3 }

  /// S(p, 1) − S(q, 1): what a positive gains when q takes the place of p; q > 0.
  @inline(__always)
  func gainOfPositive(_ p: Double, _ q: Double) -> Double {
    self == .brier
      ? (q - p) * (2 - p - q) : Natural.log(q) - Natural.log(max(p, LogarithmicLoss.clip))
  }

  /// S(p, 0) − S(q, 0): what a negative gains when q takes the place of p; q < 1.
  @inline(__always)
  func gainOfNegative(_ p: Double, _ q: Double) -> Double {
    self == .brier
      ? (p - q) * (p + q) : log1p(-q) - log1p(-min(p, 1 - LogarithmicLoss.clip))
  }

  /// The mean score of the constant q where q is the share of positives: q(1 − q), or the entropy.
  func entropy(_ q: Double) -> Double {
    guard q > 0, q < 1 else { return 0 }
    return self == .brier ? q * (1 - q) : -q * Natural.log(q) - (1 - q) * log1p(-q)
  }

  /// The mean loss from q where p is the truth, less that from p itself.
  func divergence(of q: Double, from p: Double) -> Double {
    if self == .brier { return (p - q).square }
    let positive = p > 0 ? p * gainOfPositive(q, p) : 0
    return positive + (p < 1 ? (1 - p) * gainOfNegative(q, p) : 0)
  }
}

/// The natural logarithm, which the case of the same name hides.
enum Natural {
  @inline(__always)
  static func log(_ x: Double) -> Double {
    #if canImport(Glibc)
      Glibc.log(x)
    #else
      Darwin.log(x)
    #endif
  }
}
