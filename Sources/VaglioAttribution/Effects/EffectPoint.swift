internal import VaglioModels
internal import VaglioTables

/// A value that a feature is given, to see what the model says then.
public enum EffectPoint: Hashable, Sendable {
  /// A number, or the number of a category.
  case number(Double)
  /// A category.
  case level(String)
  /// No value.
  case missing
}

extension EffectPoint: CustomStringConvertible {
  /// The value as people read it; `missing` where there is none.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .level(let level): level
    case .missing: "missing"
    }
  }

  /// The number, if it is one.
  public var number: Double? {
    guard case .number(let number) = self else { return nil }
    return number
  }
}

extension FeatureMatrix.Column {
  /// A column like this one, in which every row has a value of `points`, so many rows each.
  func filled(with points: [EffectPoint], rows: Int) -> Self {
    switch self {
    case .numbers:
      return .numbers(points.flatMap { Array(repeating: $0.number ?? .nan, count: rows) })
    case .texts(let texts):
      var levels = texts.levels
      let codes = points.flatMap { point -> [Int32] in
        guard case .level(let level) = point else { return Array(repeating: -1, count: rows) }
        if !levels.contains(level) { levels.append(level) }
        return Array(repeating: Int32(levels.firstIndex(of: level) ?? -1), count: rows)
      }
      return .texts(Categories(codes: codes, levels: levels))
    }
  }
}
