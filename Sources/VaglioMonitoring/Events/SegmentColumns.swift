public import VaglioFindings

/// The parts of the predictions that are watched apart: for each column its levels, declared
/// beforehand, so that the numbers of segments do not hang on the order in which values arrive.
///
/// A value that is not declared belongs to the level `(other)` of its column, a missing one, or that of a
/// column that has vanished, to `(missing)`: rows are never dropped, and a column that vanishes shows as
/// a segment that fills. Segment 0 is all rows.
public struct SegmentColumns: Hashable, Codable, Sendable {
  /// One column and its levels.
  public struct Column: Hashable, Codable, Sendable {
    public let name: String
    /// The declared levels, sorted.
    public let levels: [String]
  }

  /// No more columns fit an event.
  public static let mostColumns = 8
  /// No more segments are told apart.
  public static let mostSegments = 30_000
  static let other = "(other)"
  static let missing = "(missing)"

  public let columns: [Column]
  /// The number of each column's first segment.
  let firsts: [Int]
  /// How many segments there are, `all` among them.
  public let count: Int
  private let numbers: [[String: Int16]]

  /// Nothing apart.
  public static let none = SegmentColumns()

  private init() { (columns, firsts, count, numbers) = ([], [], 1, []) }

  /// Columns with the levels to watch, each sorted and without repeats.
  public init(_ declared: [(name: String, levels: [String])]) throws(MonitoringError) {
    guard declared.count <= Self.mostColumns else {
      throw .setting("segments", expected: "at most \(Self.mostColumns) columns")
    }
    var (columns, firsts, count) = ([Column](), [Int](), 1)
    var numbers: [[String: Int16]] = []
    for (name, levels) in declared {
      guard !columns.contains(where: { $0.name == name }) else {
        throw .setting("segments", expected: "each column once, not \"\(name)\" twice")
      }
      let sorted = Set(levels).subtracting([Self.other, Self.missing]).sorted()
      guard count + sorted.count + 2 <= Self.mostSegments else {
        throw .setting("segments", expected: "at most \(Self.mostSegments) levels in all")
      }
      columns.append(Column(name: name, levels: sorted))
      firsts.append(count)
      numbers.append(
        Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, Int16(count + $0)) }))
      count += sorted.count + 2
    }
    (self.columns, self.firsts, self.count, self.numbers) = (columns, firsts, count, numbers)
  }

  /// The segments of a row with these values, one for each column; `nil` is missing.
  public func codes(_ values: [String?]) -> SegmentCodes {
    var codes = SegmentCodes()
    for place in columns.indices {
      codes.numbers[place] = number(
        of: values.indices.contains(place) ? values[place] : nil, inColumn: place)
    }
    return codes
  }

  /// The segment of a value in a column.
  func number(of value: String?, inColumn place: Int) -> Int16 {
    let levels = columns[place].levels
    guard let value else { return Int16(firsts[place] + levels.count + 1) }
    return numbers[place][value] ?? Int16(firsts[place] + levels.count)
  }

  /// The slice that a segment is.
  public func slice(_ number: Int) -> Slice {
    guard number > 0, let place = firsts.lastIndex(where: { $0 <= number }) else { return .all }
    let (column, level) = (columns[place], number - firsts[place])
    let value =
      level < column.levels.count
      ? column.levels[level] : level == column.levels.count ? Self.other : Self.missing
    return Slice([Slice.Condition(column: column.name, value: value)])
  }

  /// The segments of a column by its name; `nil` if it is not declared.
  func numbers(ofColumn name: String) -> Range<Int>? {
    guard let place = columns.firstIndex(where: { $0.name == name }) else { return nil }
    return firsts[place]..<(firsts[place] + columns[place].levels.count + 2)
  }
}

/// The segments that one row lies in, one for each declared column; `all` is not among them.
public struct SegmentCodes: Hashable, Codable, Sendable {
  var numbers = SIMD8<Int16>(repeating: -1)

  /// A row that lies in no segment but `all`.
  public init() {}
}
