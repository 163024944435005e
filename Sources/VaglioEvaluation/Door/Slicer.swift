public import VaglioFindings
public import VaglioTables

/// A slice with the rows that belong to it.
public struct SliceRows: Sendable {
  public let slice: Slice
  /// The rows, ascending.
  public let rows: [Int32]

  /// A slice and its rows.
  public init(slice: Slice, rows: [Int32]) { (self.slice, self.rows) = (slice, rows) }
}

/// Divides the rows of a table by the values of columns, or by bins of them.
///
/// A missing value is a group of its own, `(missing)`. Bins are [a,b): half-open, from −∞ to ∞.
public struct Slicer: Sendable {
  /// How many slices one request may give.
  public static let most = 1000

  let table: Table

  /// Divides the rows of `table`.
  public init(_ table: Table) { self.table = table }

  /// The slices of a request that have rows: bins in ascending order, categories in the order of
  /// their text, numbers by value.
  public func slices(_ request: SliceRequest) throws(TableError) -> [SliceRows] {
    var groups = [SliceRows(slice: .all, rows: (0..<Int32(table.rowCount)).map { $0 })]
    for factor in request.factors {
      let divided = try levels(of: factor)
      groups = groups.flatMap { divide($0, by: divided, column: factor.column) }
      guard groups.count <= Self.most else { throw tooMany(groups.count, factor) }
    }
    return groups
  }

  typealias Levels = (codes: [Int32], names: [String])

  private func divide(_ group: SliceRows, by levels: Levels, column: String) -> [SliceRows] {
    var parts = [[Int32]](repeating: [], count: levels.names.count)
    for row in group.rows { parts[Int(levels.codes[Int(row)])].append(row) }
    return zip(levels.names, parts).filter { !$0.1.isEmpty }.map { name, rows in
      SliceRows(
        slice: Slice(group.slice.conditions + [.init(column: column, value: name)]), rows: rows)
    }
  }

  func levels(of factor: SliceRequest.Factor) throws(TableError) -> Levels {
    let column = try table.column(factor.column)
    guard let edges = factor.edges else {
      let levels = byValue(column.categorized)
      guard levels.names.count <= Self.most else { throw tooMany(levels.names.count, factor) }
      return levels
    }
    guard let numbers = column.numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: factor.column,
        problem: "holds \(column.typeName) values, which have no bins",
        remedy: "pass --slice \(factor.column)")
    }
    return byBin(numbers, edges)
  }

  /// The levels in ascending order: numbers by value before texts, the missing last.
  private func byValue(_ categories: Categories) -> Levels {
    let order = categories.levels.indices.sorted {
      ClassOrder.precedes(categories.levels[$0], categories.levels[$1])
    }
    var position = [Int32](repeating: 0, count: order.count)
    for (place, level) in order.enumerated() { position[level] = Int32(place) }
    let missing = Int32(order.count)
    return (
      categories.codes.map { $0 < 0 ? missing : position[Int($0)] },
      order.map { categories.levels[$0] } + ["(missing)"]
    )
  }

  private func byBin(_ numbers: [Double], _ edges: [Double]) -> Levels {
    let bounds = ["-∞"] + edges.map(Self.written) + ["∞"]
    let names = zip(bounds, bounds.dropFirst()).map { "[\($0),\($1))" }
    let codes = numbers.map { number in
      number.isNaN ? Int32(names.count) : Int32(edges.prefix { $0 <= number }.count)
    }
    return (codes, names + ["(missing)"])
  }

  /// A bin's edge as short as it can be written: `25`, not `25.0`.
  private static func written(_ edge: Double) -> String { CanonicalJSON.number(edge) }

  private func tooMany(_ count: Int, _ factor: SliceRequest.Factor) -> TableError {
    TableError(
      .badValue, file: table.files.first ?? "table", column: factor.column,
      problem: "gives \(count) slices, more than \(Self.most)",
      remedy: "bin a number, such as --slice \(factor.column):10,20,30, or slice by another column")
  }
}
