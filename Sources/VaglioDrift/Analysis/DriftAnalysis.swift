internal import Dispatch
internal import Synchronization
internal import VaglioFindings
internal import VaglioStatistics
public import VaglioTables

/// The comparison of a current table with a reference: drift of each column, changes of the schema,
/// and the quality of the current rows.
public struct DriftAnalysis: Sendable {
  /// The columns that both tables have in one type, in the reference's order.
  public let columns: [ColumnDrift]
  /// Columns that came, went, or changed their type.
  public let schema: SchemaChange
  /// What is wrong with the current rows, column by column.
  public let quality: DataQuality
  /// Columns that have a role and are not compared, and why; those that are no columns of both tables
  /// are the schema's.
  public let uncompared: [String]
  public let roles: DriftRoles
  public let options: DriftOptions

  /// Compares two tables.
  ///
  /// A column of different types in the two is a finding of the schema and is not compared. The same
  /// bytes come out for any order of the rows and any number of threads.
  ///
  /// - Throws: a refusal of a table without rows or of more than 2³⁰, a role of a column that neither
  ///   table has, two roles of one column, and options out of their range.
  public init(
    reference: Table, current: Table, roles: DriftRoles = DriftRoles(),
    options: DriftOptions = DriftOptions()
  ) throws(DriftError) {
    try Self.check(reference, current, roles, options)
    (self.roles, self.options) = (roles, options)
    schema = SchemaChange(reference, current, roles)
    uncompared = reference.columns.filter { column in
      roles.role(of: column.name) != nil && column.typeName == "key"
    }.map { "\($0.name.legible()): keys of rows are not compared" }
    let context = ComparisonContext(
      level: options.level, bins: options.bins,
      draws: NormalDraws(seed: options.seed, cells: RankCells.most))
    let compared = Self.columns(reference, current, roles, context, options.threads)
    columns = Self.corrected(compared, options.correction)
    quality = DataQuality(
      reference, current, roles, level: options.level, threads: options.threads)
  }

  static func check(
    _ reference: Table, _ current: Table, _ roles: DriftRoles, _ options: DriftOptions
  ) throws(DriftError) {
    for (table, name) in [(reference, "reference"), (current, "current")] {
      guard table.rowCount > 0 else { throw .refused("the \(name) table has no rows") }
      guard table.rowCount <= TiedPair.mostRows else {
        throw .refused("the \(name) table has more than 2³⁰ rows", remedy: "compare a sample of it")
      }
    }
    guard (2...1000).contains(options.bins) else {
      throw .refused("\(options.bins) bins are asked for", remedy: "ask for 2 to 1,000")
    }
    let known = reference.columnNames + current.columnNames.filter { reference[$0] == nil }
    if let unknown = roles.named.first(where: { !known.contains($0) }) {
      throw .unknown(unknown, among: known)
    }
    let taken =
      (roles.features ?? []) + roles.targets + roles.predictions + roles.ignored
      + (roles.key.map { [$0] } ?? [])
    if let twice = taken.first(where: { name in taken.count { $0 == name } > 1 }) {
      throw .refused("the column \"\(twice.legible())\" has two roles", remedy: "give it one")
    }
  }

  private static func columns(
    _ reference: Table, _ current: Table, _ roles: DriftRoles, _ context: ComparisonContext,
    _ threads: Int
  ) -> [ColumnDrift] {
    let pairs = reference.columns.compactMap { first -> ComparedColumn? in
      guard let role = roles.role(of: first.name), let second = current[first.name] else {
        return nil
      }
      return ComparedColumn(first, second, role, asLevels: roles.levels.contains(first.name))
    }
    return mapConcurrently(pairs, threads: threads) { $0.drift(context) }
  }

  /// Corrects the p-values of each distance for the number of columns that have one.
  static func corrected(
    _ columns: [ColumnDrift], _ correction: MultiplicityCorrection
  ) -> [ColumnDrift] {
    guard correction != .none else { return columns }
    var distances = columns.map(\.distances)
    for distance in DriftDistance.allCases {
      let places = distances.map { $0.firstIndex { $0.distance == distance } }
      let pValues = zip(distances, places).map { all, place in
        place.flatMap { all[$0].test?.pValue }
      }
      let adjusted = correction.adjusted(pValues)
      let family = pValues.count { $0 != nil }
      for (column, place) in places.enumerated() {
        guard let place else { continue }
        distances[column][place] = distances[column][place].corrected(
          adjusted[column], by: correction.rawValue, family: family)
      }
    }
    return zip(columns, distances).map { $0.with(distances: $1) }
  }
}

/// Two columns of one kind that are to be compared.
private struct ComparedColumn: Sendable {
  let reference: Column
  let current: Column
  let role: DriftRole
  let kind: DriftKind

  /// `nil` where the types differ or are those of keys.
  init?(_ reference: Column, _ current: Column, _ role: DriftRole, asLevels: Bool) {
    switch (reference.values, current.values) {
    case (.numbers, .numbers), (.times, .times): kind = asLevels ? .categorical : .numeric
    case (.categories, .categories), (.booleans, .booleans): kind = .categorical
    default: return nil
    }
    (self.reference, self.current, self.role) = (reference, current, role)
  }

  func drift(_ context: ComparisonContext) -> ColumnDrift {
    ColumnDrift(reference, current, as: kind, role: role, context)
  }
}

/// The results of `body` for each element, in their order, worked out on up to `threads` threads.
func mapConcurrently<Element: Sendable, Result: Sendable>(
  _ elements: [Element], threads: Int, _ body: @Sendable @escaping (Element) -> Result
) -> [Result] {
  let workers = min(threads, elements.count)
  guard workers > 1 else { return elements.map(body) }
  let next = Atomic(0)
  let results = Mutex([Int: Result]())
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < elements.count else { return }
      let result = body(elements[index])
      results.withLock { $0[index] = result }
    }
  }
  return results.withLock { done in elements.indices.compactMap { done[$0] } }
}
