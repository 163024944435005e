/// The numbers that an option accepts, and the words for them.
public struct NumberDomain: Sendable {
  /// What is expected, for messages and documentation: `a number, zero or more`.
  public let words: String
  /// Whether a finite number belongs to the domain.
  public let contains: @Sendable (Double) -> Bool

  /// A domain.
  public init(_ words: String, contains: @escaping @Sendable (Double) -> Bool) {
    (self.words, self.contains) = (words, contains)
  }

  /// Every finite number.
  public static let finite = NumberDomain("a number") { _ in true }
  /// x ≥ 0.
  public static let notNegative = NumberDomain("a number, zero or more") { $0 >= 0 }
  /// x > 0.
  public static let positive = NumberDomain("a number above zero") { $0 > 0 }
  /// x ≥ 1.
  public static let atLeastOne = NumberDomain("a number, one or more") { $0 >= 1 }
  /// 0 < x ≤ 1.
  public static let share = NumberDomain("a number above 0 and at most 1") { $0 > 0 && $0 <= 1 }
  /// 0 ≤ x ≤ 1.
  public static let unit = NumberDomain("a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
  /// 0 < x < 1.
  public static let level = NumberDomain("a fraction above 0 and below 1, such as 0.95") {
    $0 > 0 && $0 < 1
  }
}
