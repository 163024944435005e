internal import VaglioFindings
public import VaglioTables

/// A table of applicants whose outcomes and categories have been checked: what a bias audit needs,
/// and no labels.
public struct AuditTable: Sendable {
  /// What says whether an applicant was favoured.
  public enum Outcome: Hashable, Sendable {
    /// A column of two values; `positive` means selected, where the values don't say it themselves.
    case selected(column: String, positive: String?)
    /// A column of scores; selected is who has at least `threshold`.
    case score(column: String, threshold: Double)
    /// A column of scores; favoured is who has more than the median of all applicants.
    case median(column: String)

    /// The column.
    public var column: String {
      switch self {
      case .selected(let column, _), .score(let column, _), .median(let column): column
      }
    }
  }

  /// A column of categories, such as sex.
  public struct Demographic: Hashable, Sendable {
    public let column: String
    /// One per applicant: the number of the category, −1 where it is unknown.
    public let codes: [Int32]
    /// The categories in the order of their text.
    public let names: [String]

    /// A column of categories.
    ///
    /// - Precondition: each code is −1 or the number of a name.
    public init(column: String, codes: [Int32], names: [String]) {
      precondition(
        codes.allSatisfy { $0 >= -1 && Int($0) < names.count }, "a code points to no category")
      (self.column, self.codes, self.names) = (column, codes, names)
    }
  }

  /// How many categories a column may have.
  public static let mostCategories = 100

  /// One per applicant: whether they were selected, or scored above the median.
  public let favoured: [Bool]
  /// The median of all scores, where applicants are held against it.
  public let median: Double?
  public let demographics: [Demographic]
  /// The rows that are used.
  public let table: Table

  /// Reads the outcome and the categories of a table; values in `unknown`, in upper or lower case,
  /// count as missing.
  public init(
    _ table: Table, outcome: Outcome, demographics columns: [String], unknown: [String],
    missing: OutcomeTable.MissingValues = .reject
  ) throws(TableError) {
    let table = try Self.complete(table, outcome.column, missing)
    guard table.rowCount > 0 else {
      throw TableError(
        .noRows, file: table.files.first ?? "table", problem: "no applicant is left to audit",
        remedy: "every row lacks a value of \(outcome.column)")
    }
    (favoured, median) = try Self.favoured(table, outcome)
    let absent = Set(unknown.map { $0.lowercased() })
    var demographics: [Demographic] = []
    for column in columns {
      demographics.append(try Self.demographic(table, column, absent))
    }
    (self.demographics, self.table) = (demographics, table)
  }
}

extension AuditTable {
  private static func complete(
    _ table: Table, _ name: String, _ missing: OutcomeTable.MissingValues
  ) throws(TableError) -> Table {
    guard let mask = try table.column(name).missing, let first = mask.firstIndex(of: true) else {
      return table
    }
    guard missing == .drop else {
      throw table.error(
        row: first, column: name, problem: "a value is missing",
        remedy: "pass --missing drop to leave such applicants out")
    }
    return table.rows(where: { !mask[$0] })
  }

  private static func favoured(
    _ table: Table, _ outcome: Outcome
  ) throws(TableError) -> ([Bool], median: Double?) {
    switch outcome {
    case .selected(let column, let positive):
      let labels = try LabelReader(
        table: table, column: table.column(column), task: .binary, positive: positive,
        scoredClasses: [], decisions: []
      ).labels()
      guard case .binary(let selected, _, _) = labels else { return ([], nil) }
      return (selected.map { $0 == 1 }, nil)
    case .score(let column, let threshold):
      return (try scores(table, column).map { $0 >= threshold }, nil)
    case .median(let column):
      let scores = try scores(table, column)
      let median = Self.median(of: scores)
      return (scores.map { $0 > median }, median)
    }
  }

  /// The middle of the sorted scores, of an even number the mean of the two.
  static func median(of scores: [Double]) -> Double {
    let sorted = scores.sorted()
    let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
    return low == high ? low : low / 2 + high / 2
  }

  private static func scores(_ table: Table, _ name: String) throws(TableError) -> [Double] {
    let column = try table.column(name)
    guard let numbers = column.numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "holds \(column.typeName) values, but scores are numbers",
        remedy: "name another --score, or pass --selected for decisions")
    }
    if let row = numbers.firstIndex(where: { !$0.isFinite }) {
      throw table.error(
        row: row, column: name, value: "\(numbers[row])", problem: "is not a finite number",
        remedy: "mend the row or leave it out")
    }
    return numbers
  }

  private static func demographic(
    _ table: Table, _ name: String, _ unknown: Set<String>
  ) throws(TableError) -> Demographic {
    let categories = try table.column(name).categorized
    let used = Set(categories.codes)
    let known = categories.levels.indices.filter { level in
      used.contains(Int32(level)) && !unknown.contains(categories.levels[level].lowercased())
    }.sorted { categories.levels[$0] < categories.levels[$1] }
    guard !known.isEmpty else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "has no category: every value is missing or unknown",
        remedy: "name another column")
    }
    guard known.count <= mostCategories else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "has \(known.count) categories, more than \(mostCategories)",
        remedy: "is it the right column? group its values in the data")
    }
    var place = [Int32](repeating: -1, count: categories.levels.count)
    for (position, level) in known.enumerated() { place[level] = Int32(position) }
    return Demographic(
      column: name, codes: categories.codes.map { $0 < 0 ? -1 : place[Int($0)] },
      names: known.map { categories.levels[$0] })
  }
}
