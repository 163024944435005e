public import VaglioTables

/// A plan of which rows to label as its file holds it: a row's name and `order`, `share`, `rank`,
/// `inclusion`, and in every row `threshold` and `population`.
public struct WrittenLabelPlan: Hashable, Sendable {
  /// The names of the rows to label, in the plan's order.
  public let names: [String]
  private let shares: [Double]
  private let ranks: [Double]
  private let threshold: Double
  private let population: Int

  /// The columns of numbers that a plan's file must hold.
  public static let columns = ["order", "share", "rank", "inclusion", "threshold", "population"]

  /// Reads a plan's table, whatever the order of its rows.
  ///
  /// `id`: The column that names rows.
  ///
  /// - Throws: ``LabelReturnError`` where a column is missing or holds no numbers, orders are not 1, 2, …,
  ///   names repeat, or the numbers are no plan's.
  public init(_ table: Table, id: String) throws(LabelReturnError) {
    let texts = try Self.texts(id, in: table)
    let order = try Self.numbers("order", in: table)
    let places = order.indices.sorted { (order[$0], $0) < (order[$1], $1) }
    for (place, row) in places.enumerated() where order[row] != Double(place + 1) {
      throw .damagedPlan("its orders are not 1 to \(order.count)")
    }
    names = places.map { texts[$0] }
    let (shares, ranks, inclusions) = (
      try Self.numbers("share", in: table), try Self.numbers("rank", in: table),
      try Self.numbers("inclusion", in: table)
    )
    self.shares = places.map { shares[$0] }
    self.ranks = places.map { ranks[$0] }
    threshold = try Self.constant("threshold", in: table)
    let population = try Self.constant("population", in: table)
    guard population.rounded() == population, (2...1e12).contains(population) else {
      throw .damagedPlan("its population \(OptionNumber.text(population)) is no number of rows")
    }
    self.population = Int(population)
    let plan = try whole()
    for (entry, place) in zip(plan.entries, places) {
      // Both were worked out alike from the same numbers; a column edited by hand is far off.
      guard abs(entry.inclusion - inclusions[place]) <= 1e-9 * entry.inclusion else {
        throw .damagedPlan("the inclusion of \(names[entry.row]) is not that of its share")
      }
    }
  }

  /// The plan, of rows numbered by their place in it.
  private func whole() throws(LabelReturnError) -> LabelPlan {
    var seen: Set<String> = []
    if let name = names.first(where: { !seen.insert($0).inserted }) {
      throw .damagedPlan("it names \(name) twice")
    }
    return try plan { place, name in (place, UInt64(place)) }
  }

  /// The plan of some data.
  ///
  /// `names`: The names of all rows that were planned for, in their order.
  ///
  /// - Throws: ``LabelReturnError`` where the data are not as many rows as the plan's, or lack one of
  ///   them.
  public func plan(ofRowsNamed rows: [String]) throws(LabelReturnError) -> LabelPlan {
    guard rows.count == population else {
      throw .otherData(planned: population, found: rows.count)
    }
    let numbers = Dictionary(rows.enumerated().map { ($1, $0) }) { first, _ in first }
    if let name = names.first(where: { numbers[$0] == nil }) { throw .missingRow(name) }
    return try plan { _, name in
      let row = numbers[name] ?? 0
      return (row, UInt64(row))
    }
  }

  private func plan(
    _ row: (Int, String) -> (row: Int, key: UInt64)
  ) throws(LabelReturnError) -> LabelPlan {
    let entries = names.indices.map { place in
      let row = row(place, names[place])
      return (row: row.row, key: row.key, share: shares[place], rank: ranks[place])
    }
    do throws(WithoutLabelsError) {
      return try LabelPlan(entries: entries, threshold: threshold, population: population, seed: 0)
    } catch {
      throw .damagedPlan(error.description)
    }
  }
}

extension WrittenLabelPlan {
  private static func texts(_ name: String, in table: Table) throws(LabelReturnError) -> [String] {
    guard let column = table[name] else { throw .missingColumn(name) }
    let categories = column.categorized
    return try categories.codes.enumerated().map { row, code throws(LabelReturnError) in
      guard code >= 0 else { throw .damagedPlan("row \(row + 1) has no \(name)") }
      return categories.levels[Int(code)]
    }
  }

  private static func numbers(
    _ name: String, in table: Table
  ) throws(LabelReturnError) -> [Double] {
    guard let column = table[name] else { throw .missingColumn(name) }
    guard let numbers = column.numbers, !numbers.contains(where: \.isNaN) else {
      throw .damagedPlan("its column \(name) does not hold a number in every row")
    }
    return numbers
  }

  private static func constant(
    _ name: String, in table: Table
  ) throws(LabelReturnError) -> Double {
    let numbers = try numbers(name, in: table)
    guard let first = numbers.first else { throw .damagedPlan("it has no rows") }
    guard numbers.allSatisfy({ $0 == first }) else {
      throw .damagedPlan("its column \(name) is not the same in every row")
    }
    return first
  }
}
