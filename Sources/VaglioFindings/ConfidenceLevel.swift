/// The probability with which an interval's method covers the truth: 0.95, say.
public struct ConfidenceLevel: Hashable, Comparable, Sendable {
  /// The level as a fraction, above 0 and below 1.
  public let fraction: Double

  /// A level as a fraction; `nil` unless it lies above 0 and below 1.
  public init?(_ fraction: Double) {
    guard fraction > 0, fraction < 1 else { return nil }
    self.fraction = fraction
  }

  private init(trusted fraction: Double) { self.fraction = fraction }

  /// Ninety-five percent, the default everywhere.
  public static let ninetyFivePercent = ConfidenceLevel(trusted: 0.95)

  /// The probability left over on both sides together, 1 − level.
  public var alpha: Double { 1 - fraction }

  public static func < (left: Self, right: Self) -> Bool { left.fraction < right.fraction }
}
