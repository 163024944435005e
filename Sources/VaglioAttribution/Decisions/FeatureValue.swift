/// What stands in a feature of a row.
public enum FeatureValue: Hashable, Sendable, CustomStringConvertible {
  case number(Double)
  case text(String)
  case missing

  /// The value for people: a number without a needless point, a text, `missing`.
  public var description: String {
    switch self {
    case .number(let number):
      Int64(exactly: number).map { $0.magnitude < 1 << 53 ? String($0) : number.description }
        ?? number.description
    case .text(let text): text
    case .missing: "missing"
    }
  }
}
