internal import VaglioFindings
internal import VaglioStatistics
public import VaglioTables

/// A reference sorted and counted once, to be compared with one sample of rows after the other.
///
/// Each comparison costs a sort of the sample and one merge with the reference's ascending values. What
/// it finds of a sample kept as it is, is to the bit what ``DriftAnalysis`` finds of the same rows.
public struct DriftReference: Sendable {
  public let roles: DriftRoles
  public let options: DriftOptions
  /// The distances that comparisons work out, as far as they belong to a column's kind.
  public let distances: Set<DriftDistance>
  /// How many rows the reference has.
  public let rowCount: Int
  /// Columns that have a role and are not compared, and why.
  public let uncompared: [String]
  let columns: [ReferenceColumn]
  let context: ComparisonContext
  private let names: Set<String>

  /// The distances that are worked out when none are named: one from 0 to 1 of either kind, and the
  /// population stability index.
  public static let usualDistances: Set<DriftDistance> = [
    .kolmogorovSmirnov, .totalVariation, .populationStability,
  ]

  /// Sorts and counts the columns of a table that have a role.
  ///
  /// - Throws: what ``DriftAnalysis/init(reference:current:roles:options:)`` refuses.
  public init(
    _ table: Table, roles: DriftRoles = DriftRoles(), options: DriftOptions = DriftOptions(),
    distances: Set<DriftDistance> = usualDistances
  ) throws(DriftError) {
    try DriftAnalysis.check(table, table, roles, options)
    (self.roles, self.options, self.distances) = (roles, options, distances)
    (rowCount, names) = (table.rowCount, Set(table.columnNames))
    let watched = table.columns.filter { roles.role(of: $0.name) != nil }
    uncompared = watched.filter { $0.typeName == "key" }.map {
      "\($0.name.legible()): keys of rows are not compared"
    }
    columns = mapConcurrently(watched, threads: options.threads) {
      ReferenceColumn($0, roles)
    }
    context = ComparisonContext(
      level: options.level, bins: options.bins,
      draws: NormalDraws(seed: options.seed, cells: RankCells.most))
  }

  /// The columns that are compared, with what kind each is of and its role.
  public var comparedColumns: [(name: String, kind: DriftKind, role: DriftRole)] {
    columns.compactMap { column in column.kind.map { (column.name, $0, column.role) } }
  }

  /// Whether a column of current rows is one that the reference lacks, and nobody leaves out.
  func isAdded(_ name: String) -> Bool { !names.contains(name) && roles.role(of: name) != nil }
}

/// One column of the reference.
struct ReferenceColumn: Sendable {
  let name: String
  let role: DriftRole
  let typeName: String
  /// `nil` for keys, which are not compared.
  let kind: DriftKind?
  let count: Int
  let missing: Int
  /// The numbers, or times in seconds, ascending; empty for levels.
  let numbers: [Double]
  /// The least and the greatest finite number.
  let range: ClosedRange<Double>?
  /// The levels in the order of their UTF-8 bytes, with their rows and their places.
  let levels: [String]
  let counts: [Int]
  let places: [String: Int32]

  init(_ column: Column, _ roles: DriftRoles) {
    (name, typeName) = (column.name, column.typeName)
    role = roles.role(of: column.name) ?? .feature
    (count, missing) = (column.count, column.missingCount)
    kind = Self.kind(column, asLevels: roles.levels.contains(column.name))
    let present = kind == .numeric ? NumericColumn.present(column) : []
    numbers = present.withUnsafeBufferPointer { RadixSort.ascending($0) }
    range = NumberRange.of(numbers)
    let tally = kind == .categorical ? LevelCounts(column, column) : nil
    levels = (tally?.names ?? []).compactMap { $0 }
    counts = Array((tally?.reference ?? []).prefix(levels.count))
    places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
  }

  private static func kind(_ column: Column, asLevels: Bool) -> DriftKind? {
    switch column.values {
    case .numbers, .times: asLevels ? .categorical : .numeric
    case .categories, .booleans: .categorical
    case .keys: nil
    }
  }
}
