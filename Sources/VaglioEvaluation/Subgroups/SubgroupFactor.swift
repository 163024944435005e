internal import VaglioFindings
public import VaglioTables

/// A column as the search for subgroups sees it: every row has one of a few levels.
public struct SubgroupFactor: Sendable {
  public let column: String
  /// One per row: the number of its level.
  public let codes: [Int32]
  /// The levels as slices write them: a category, a bin.
  public let names: [String]

  /// A column with its levels.
  ///
  /// - Precondition: each code is the number of a name.
  public init(column: String, codes: [Int32], names: [String]) {
    precondition(
      codes.allSatisfy { names.indices.contains(Int($0)) }, "a code points to no level")
    (self.column, self.codes, self.names) = (column, codes, names)
  }

  /// The condition that a row has a level.
  func condition(_ level: Int) -> Slice.Condition {
    .init(column: column, value: names[level])
  }
}

extension Slicer {
  /// How many levels a column may have in a search.
  public static let mostLevels = 100

  /// Up to so many different numbers are levels by themselves; more are binned.
  static let fewNumbers = 10

  /// The columns as factors of a search: categories and few numbers as they are, many numbers by
  /// their quartiles, the missing as a level of their own.
  public func factors(_ columns: [String]) throws(TableError) -> [SubgroupFactor] {
    var factors: [SubgroupFactor] = []
    for column in columns { factors.append(try factor(column)) }
    return factors
  }

  private func factor(_ name: String) throws(TableError) -> SubgroupFactor {
    let column = try table.column(name)
    var edges: [Double]?
    if let numbers = column.numbers { edges = Self.quartiles(numbers) }
    let levels = try levels(of: .init(column: name, edges: edges))
    guard levels.names.count <= Self.mostLevels + 1 else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "has \(levels.names.count - 1) different values, more than \(Self.mostLevels)",
        remedy: "leave it out of --search-subgroups, or group its values in the data")
    }
    return SubgroupFactor(column: name, codes: levels.codes, names: levels.names)
  }

  /// The quartiles of many different numbers; `nil` for few. Values that equal a quartile lie above
  /// it.
  static func quartiles(_ numbers: [Double]) -> [Double]? {
    var seen: Set<Double> = []
    for number in numbers where !number.isNaN && seen.count <= fewNumbers { seen.insert(number) }
    guard seen.count > fewNumbers else { return nil }
    let sorted = numbers.filter { !$0.isNaN }.sorted()
    let edges = [1, 2, 3].map { sorted[min(sorted.count - 1, $0 * sorted.count / 4)] }
    let distinct = Set(edges).filter { $0.isFinite && $0 > sorted[0] }.sorted()
    return distinct.isEmpty ? nil : distinct
  }
}
