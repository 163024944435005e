/// Numbers for levels, each level being a text or a number.
public struct Coding: Hashable, Sendable {
  /// The levels that are known.
  public enum Levels: Hashable, Sendable {
    case texts([String])
    case numbers([Double])

    /// How many there are.
    public var count: Int {
      switch self {
      case .texts(let texts): texts.count
      case .numbers(let numbers): numbers.count
      }
    }

    /// Whether the levels are texts.
    public var areTexts: Bool {
      if case .texts = self { true } else { false }
    }
  }

  /// The levels that are known; of equal ones the first counts.
  public let levels: Levels
  /// One number per level; several levels may share one.
  public let codes: [Double]
  /// The number where the level is missing; `nil` where a missing level is as an unknown one.
  public let missing: Double?
  /// The number for levels that are not known; `nil` where they are refused.
  public let unknown: Double?

  /// Numbers for levels.
  ///
  /// - Precondition: as many codes as levels.
  public init(_ levels: Levels, codes: [Double], missing: Double?, unknown: Double?) {
    precondition(levels.count == codes.count, "one code per level")
    (self.levels, self.codes) = (levels, codes)
    (self.missing, self.unknown) = (missing, unknown)
  }
}
