public import VaglioFindings
public import VaglioStatistics
public import VaglioTables

extension JoinedColumns {
  /// The columns of two tables, one behind the other.
  ///
  /// Without names, all columns but times and row names are taken: later rows differ from earlier ones
  /// in these by their nature. A truth value counts as 0 or 1.
  ///
  /// - Throws: `Undefined` where a named column is missing in either, is of another type there, or holds
  ///   an infinite number, and where nothing is left.
  public init(
    reference: Table, current: Table, columns names: [String]? = nil
  ) throws(Undefined) {
    let chosen = names ?? Self.comparable(reference, current)
    guard !chosen.isEmpty else { throw Undefined("the two tables share no column to compare") }
    var columns: [LearnerColumn] = []
    for name in chosen {
      guard let first = reference[name] else {
        throw Undefined("the reference has no column \(name)")
      }
      guard let second = current[name] else {
        throw Undefined("the current data have no column \(name)")
      }
      columns.append(try Self.joined(name, first, second))
    }
    try self.init(columns, referenceCount: reference.rowCount)
  }

  /// The columns of both tables that aren't times or names of rows, in the reference's order.
  private static func comparable(_ reference: Table, _ current: Table) -> [String] {
    reference.columns.compactMap { column in
      switch column.values {
      case .times, .keys: nil
      default: current[column.name] == nil ? nil : column.name
      }
    }
  }

  private static func joined(
    _ name: String, _ reference: Column, _ current: Column
  ) throws(Undefined) -> LearnerColumn {
    if case .categories(let first) = reference.values, case .categories(let second) = current.values
    {
      return try categories(
        name: name, reference: (first.codes, first.levels), current: (second.codes, second.levels))
    }
    guard let first = numbers(reference), let second = numbers(current) else {
      throw Undefined(
        "column \(name) is a \(reference.typeName) in the reference and a \(current.typeName) in "
          + "the current data")
    }
    return try LearnerColumn(name: name, .numbers(first + second))
  }

  private static func numbers(_ column: Column) -> [Double]? {
    switch column.values {
    case .numbers(let numbers): numbers
    case .booleans(let truths):
      truths.enumerated().map { column.missing?[$0] == true ? .nan : $1 ? 1 : 0 }
    case .times(let times): times.map { $0 == .min ? .nan : Double($0) }
    case .categories, .keys: nil
    }
  }
}
