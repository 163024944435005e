internal import VaglioFindings
internal import VaglioStatistics
internal import VaglioTables

/// What is wrong with the current rows, seen from the reference.
public struct DataQuality: Hashable, Sendable {
  /// The quality of one column that both tables have in one type.
  public struct ColumnQuality: Hashable, Sendable {
    public let column: String
    public let role: DriftRole
    /// Rows of either side without a value.
    public let missing: SideCounts
    /// Rows of either side.
    public let rows: SideCounts
    /// How many current values lie outside the reference's range; absent for levels.
    public let outOfRange: Int?
    /// Least and greatest finite value of the reference and of the current side; absent for levels.
    public let ranges: (reference: ClosedRange<Double>, current: ClosedRange<Double>)?
    /// Levels that the reference never has, most frequent first; empty for numbers.
    public let newLevels: [NewLevel]
    /// The rows of the current side that have its most frequent value, and how many values differ.
    public let topCount: Int
    public let distinctCount: Int
  }

  /// A level that the reference never has.
  public struct NewLevel: Hashable, Sendable {
    public let level: String
    /// How many current rows have it.
    public let count: Int
    /// The first of them, counted from 1.
    public let firstRow: Int
  }

  public let columns: [ColumnQuality]
  /// Current rows, and those that repeat an earlier one in every column but the ignored ones.
  public let rows: Int
  public let repeatedRows: Int
  /// The key column, and the current rows whose key an earlier row has; absent without a key.
  public let repeatedKeys: (column: String, count: Int)?
  let level: ConfidenceLevel

  init(
    _ reference: Table, _ current: Table, _ roles: DriftRoles, level: ConfidenceLevel, threads: Int
  ) {
    self.level = level
    rows = current.rowCount
    let pairs = reference.columns.compactMap { first -> (Column, Column, DriftRole)? in
      guard let role = roles.role(of: first.name), let second = current[first.name],
        second.typeName == first.typeName
      else { return nil }
      return (first, second, role)
    }
    columns = mapConcurrently(pairs, threads: threads) { ColumnQuality($0.0, $0.1, $0.2) }
    let compared = current.columns.filter { !roles.ignored.contains($0.name) }
    repeatedRows = RowIdentity.repeated(compared, rows: current.rowCount)
    repeatedKeys = roles.key.flatMap { name in
      current[name].map { (name, RowIdentity.repeated([$0], rows: current.rowCount)) }
    }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.columns == right.columns && left.repeatedRows == right.repeatedRows
      && left.rows == right.rows && left.repeatedKeys?.column == right.repeatedKeys?.column
      && left.repeatedKeys?.count == right.repeatedKeys?.count
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(columns)
    hasher.combine(repeatedRows)
  }
}

extension DataQuality.ColumnQuality {
  init(_ reference: Column, _ current: Column, _ role: DriftRole) {
    (column, self.role) = (reference.name, role)
    missing = SideCounts(reference: reference.missingCount, current: current.missingCount)
    rows = SideCounts(reference: reference.count, current: current.count)
    let numbers = NumberRange.numbers(reference).flatMap { first in
      NumberRange.numbers(current).map { (first, $0) }
    }
    let old = numbers.flatMap { NumberRange.of($0.0) }
    let new = numbers.flatMap { NumberRange.of($0.1) }
    ranges = old.flatMap { old in new.map { (old, $0) } }
    outOfRange = numbers.flatMap { numbers in
      old.map { range in
        numbers.1.reduce(0) { $0 + (!$1.isNaN && !range.contains($1) ? 1 : 0) }
      }
    }
    if let numbers {
      newLevels = []
      (topCount, distinctCount) = NumberRange.modal(numbers.1)
    } else {
      newLevels = Self.newLevels(reference, current)
      let counts = current.categorized.counts.filter { $0 > 0 }
      (topCount, distinctCount) = (counts.max() ?? 0, counts.count)
    }
  }

  private static func newLevels(
    _ reference: Column, _ current: Column
  ) -> [DataQuality.NewLevel] {
    let (old, new) = (reference.categorized, current.categorized)
    let known = Set(zip(old.levels, old.counts).filter { $1 > 0 }.map(\.0))
    let counts = new.counts
    var firstRows: [Int32: Int] = [:]
    let unknown = Set(
      new.levels.indices.filter { counts[$0] > 0 && !known.contains(new.levels[$0]) })
    guard !unknown.isEmpty else { return [] }
    for (row, code) in new.codes.enumerated() where code >= 0 && unknown.contains(Int(code)) {
      if firstRows[code] == nil { firstRows[code] = row + 1 }
    }
    return unknown.map {
      DataQuality.NewLevel(
        level: new.levels[$0], count: counts[$0], firstRow: firstRows[Int32($0)] ?? 0)
    }.sorted { ($1.count, $0.level) < ($0.count, $1.level) }
  }

  public static func == (left: Self, right: Self) -> Bool {
    (left.column, left.role, left.missing, left.rows, left.outOfRange, left.topCount)
      == (right.column, right.role, right.missing, right.rows, right.outOfRange, right.topCount)
      && left.newLevels == right.newLevels && left.distinctCount == right.distinctCount
      && left.ranges?.reference == right.ranges?.reference
      && left.ranges?.current == right.ranges?.current
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(column)
    hasher.combine(missing)
    hasher.combine(topCount)
  }
}

/// The range and the most frequent value of numbers.
enum NumberRange {
  /// A column's numbers, or times in seconds; NaN where missing.
  static func numbers(_ column: Column) -> [Double]? {
    switch column.values {
    case .numbers(let numbers): numbers
    case .times(let times): times.map { $0 == .min ? .nan : Double($0) / 1e6 }
    default: nil
    }
  }

  /// The least and the greatest finite number; `nil` where there is none.
  static func of(_ numbers: [Double]) -> ClosedRange<Double>? {
    var (low, high) = (Double.infinity, -Double.infinity)
    for number in numbers where number.isFinite {
      low = min(low, number)
      high = max(high, number)
    }
    return low <= high ? low...high : nil
  }

  /// How often the most frequent number occurs, and how many differ.
  static func modal(_ numbers: [Double]) -> (top: Int, distinct: Int) {
    let present = numbers.contains { $0.isNaN } ? numbers.filter { !$0.isNaN } : numbers
    let sorted = present.withUnsafeBufferPointer { RadixSort.ascending($0) }
    var (top, distinct, start) = (0, 0, 0)
    for place in sorted.indices
    where place + 1 == sorted.count || sorted[place + 1] != sorted[place] {
      top = max(top, place + 1 - start)
      distinct += 1
      start = place + 1
    }
    return (top, distinct)
  }
}

/// Rows as hashes of all their values.
enum RowIdentity {
  /// How many rows have the values of an earlier one in all columns: by hashes of 64 bits, of which two
  /// of a million different rows agree with probability 3·10⁻⁸.
  static func repeated(_ columns: [Column], rows: Int) -> Int {
    guard rows > 1, !columns.isEmpty else { return 0 }
    var hashes = [UInt64](repeating: 0, count: rows)
    for column in columns { mix(column, into: &hashes) }
    hashes.sort()
    return (1..<rows).reduce(0) { $0 + (hashes[$1] == hashes[$1 - 1] ? 1 : 0) }
  }

  private static func mix(_ column: Column, into hashes: inout [UInt64]) {
    switch column.values {
    case .numbers(let numbers):
      mix(numbers.count, into: &hashes) {
        numbers[$0].isNaN ? UInt64.max : (numbers[$0] + 0.0).bitPattern
      }
    case .times(let times): mix(times.count, into: &hashes) { UInt64(bitPattern: times[$0]) }
    case .keys(let keys): mix(keys.count, into: &hashes) { keys[$0] }
    case .booleans(let truths):
      mix(truths.count, into: &hashes) {
        column.missing?[$0] == true ? 2 : truths[$0] ? 1 : 0
      }
    case .categories(let categories):
      mix(categories.codes.count, into: &hashes) { UInt64(bitPattern: Int64(categories.codes[$0])) }
    }
  }

  @inline(__always)
  private static func mix(
    _ count: Int, into hashes: inout [UInt64], _ word: (Int) -> UInt64
  ) {
    for row in 0..<count {
      hashes[row] = RowKey.ofRow(Int(bitPattern: UInt(hashes[row] &* 31 ^ word(row))))
    }
  }
}
