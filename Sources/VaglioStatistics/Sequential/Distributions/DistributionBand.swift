#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How far an empirical distribution function strays from the true one, at any place and any count.
///
/// P(∃ n ≥ m: sup|F̂ₙ − F| > A√((log(1 + log(n/m)) + C)/n)) ≤ α with A = 0.85, m the least count, and
/// the smallest C for which theorem 2 of Howard and Ramdas (2022, doi:10.3150/21-BEJ1388) gives that α.
public struct DistributionBand: Codable, Hashable, Sendable {
  /// The probability of ever leaving the band.
  public let alpha: Double
  /// The first count at which the band says anything.
  public let leastCount: Int
  private let constant: Double

  private static let a = 0.85

  /// A band from `leastCount` rows on.
  public init(alpha: Double, leastCount: Int = 1) throws(SequentialError) {
    self.alpha = try SequentialInput.alpha(alpha)
    self.leastCount = try SequentialInput.count(leastCount, "leastCount", atLeast: 1)
    constant = Self.constant(alpha)
  }

  /// The half-width of the band after `count` rows; ∞ below the least count.
  public func halfWidth(count: Int) -> Double {
    guard count >= leastCount else { return .infinity }
    let n = Double(count)
    return Self.a * ((log(1 + log(n / Double(leastCount))) + constant) / n).squareRoot()
  }

  /// The C at which the bound on the error is α.
  private static func constant(_ alpha: Double) -> Double {
    BracketedRoot.descending(above: 5) { log(leastError($0) / alpha) }
  }

  /// The smallest bound that some spacing η of the epochs gives, by golden sections.
  ///
  /// At the minimum the error of η counts squared, so that half of a double's digits in η suffice.
  private static func leastError(_ c: Double) -> Double {
    let top = BracketedRoot.ascending(1, 2 * a * a) { eta in
      (eta / 2).squareRoot() + (2 * (eta - 1) / c).squareRoot() - a
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (1.0, top)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (error(c, eta: left), error(c, eta: right))
    for _ in 0..<80 {
      if atLeft <= atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - ratio * (high - low)
        atLeft = error(c, eta: left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + ratio * (high - low)
        atRight = error(c, eta: right)
      }
    }
    return min(atLeft, atRight)
  }

  /// 4e^(−γ²C)(1 + 1/((γ² − 1) log η)), γ² = (2/η)(A − √(2(η − 1)/C))²; ∞ where γ² ≤ 1.
  private static func error(_ c: Double, eta: Double) -> Double {
    let gap = a - (2 * (eta - 1) / c).squareRoot()
    let gamma = 2 / eta * gap * gap
    guard gamma > 1, eta > 1 else { return .infinity }
    return 4 * exp(-gamma * c) * (1 + 1 / ((gamma - 1) * log(eta)))
  }
}
