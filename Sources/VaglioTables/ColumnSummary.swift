/// What a column holds, at a glance.
public struct ColumnSummary: Hashable, Sendable {
  /// The least, the greatest and the mean of the numbers that are not missing.
  public struct Range: Hashable, Sendable {
    public let minimum: Double
    public let maximum: Double
    /// The arithmetic mean, by Kahan–Babuška summation in the order of the rows
    /// (Neumaier 1974, doi:10.1002/zamm.19740540106); not finite when a number isn't, or when the
    /// sum exceeds a double.
    public let mean: Double
  }

  /// A level and the number of its rows.
  public struct Level: Hashable, Sendable {
    public let text: String
    public let count: Int
  }

  /// The name of the column.
  public let name: String
  /// The type, as in `Column.typeName`.
  public let type: String
  /// The number of rows.
  public let count: Int
  /// The number of rows without a value.
  public let missing: Int
  /// The number of distinct values; `nil` for numbers and times, for which nothing counts them.
  public let distinct: Int?
  /// The range of a number column; `nil` for the other types, and where no value is present.
  public let range: Range?
  /// The earliest and the latest time of a time column, in UTC.
  public let times: [String]
  /// The commonest levels of a category or Boolean column, at most ten, in descending order of
  /// their counts; equally common ones in the order of their first appearance.
  public let commonest: [Level]
}

extension Column {
  /// What the column holds, in one pass over its rows.
  public var summary: ColumnSummary {
    let levels = levelCounts
    return ColumnSummary(
      name: name, type: typeName, count: count, missing: missingCount,
      distinct: distinctCount(levels), range: range, times: extremeTimes,
      commonest: Array(levels.prefix(10)))
  }

  /// The levels that occur, in descending order of their counts.
  private var levelCounts: [ColumnSummary.Level] {
    switch values {
    case .numbers, .times, .keys: return []
    case .categories, .booleans:
      let categories = categorized
      return zip(categories.levels, categories.counts).enumerated()
        .filter { $0.element.1 > 0 }
        .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
        .map { ColumnSummary.Level(text: $0.element.0, count: $0.element.1) }
    }
  }

  private func distinctCount(_ levels: [ColumnSummary.Level]) -> Int? {
    switch values {
    case .numbers, .times: nil
    case .keys: count
    case .categories, .booleans: levels.count
    }
  }

  private var range: ColumnSummary.Range? {
    guard let numbers, missingCount < count else { return nil }
    var (minimum, maximum) = (Double.infinity, -Double.infinity)
    var (sum, compensation) = (0.0, 0.0)
    for number in numbers where !number.isNaN {
      minimum = min(minimum, number)
      maximum = max(maximum, number)
      let next = sum + number
      compensation += sum.magnitude >= number.magnitude ? sum - next + number : number - next + sum
      sum = next
    }
    let total = sum.isFinite ? sum + compensation : sum
    return ColumnSummary.Range(
      minimum: minimum, maximum: maximum, mean: total / Double(count - missingCount))
  }

  private var extremeTimes: [String] {
    guard case .times(let times) = values else { return [] }
    let present = times.lazy.filter { $0 != .min }
    guard let first = present.min(), let last = present.max() else { return [] }
    return [ISOTime.text(first), ISOTime.text(last)]
  }
}
