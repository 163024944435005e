/// A named set of equally long columns that a chart or a table shows: a curve, a matrix, bins.
public struct Exhibit: Hashable, Sendable {
  /// A column of numbers, or of words.
  public enum Series: Hashable, Sendable {
    /// Numbers; `nil` where there is none.
    case numbers([Double?])
    case words([String])

    /// The column without the numbers that are not finite.
    fileprivate var finite: Series {
      guard case .numbers(let values) = self else { return self }
      return .numbers(values.map { $0.flatMap { $0.isFinite ? $0 : nil } })
    }

    /// How many entries the column has.
    public var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .words(let values): values.count
      }
    }
  }

  /// What the columns mean, as the record's schema lists it: `reliability`, `roc`.
  public let kind: String
  public let subject: Subject
  public let slice: Slice
  /// The columns by name.
  public let series: [String: Series]
  /// Single numbers that belong to the exhibit: the consistency band's level, the rows behind it.
  public let scalars: [String: Double]

  /// An exhibit of columns. Numbers that are not finite, such as an infinite score, count as absent:
  /// neither a record nor a drawing can hold them.
  public init(
    kind: String, subject: Subject, slice: Slice = .all, series: [String: Series],
    scalars: [String: Double] = [:]
  ) {
    (self.kind, self.subject, self.slice) = (kind, subject, slice)
    self.series = series.mapValues(\.finite)
    self.scalars = scalars.filter { $0.value.isFinite }
  }

  /// The numbers of a column, if it is one of numbers.
  public func numbers(_ name: String) -> [Double?]? {
    guard case .numbers(let values)? = series[name] else { return nil }
    return values
  }

  /// The words of a column, if it is one of words.
  public func words(_ name: String) -> [String]? {
    guard case .words(let values)? = series[name] else { return nil }
    return values
  }
}
