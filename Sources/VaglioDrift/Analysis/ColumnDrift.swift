public import VaglioFindings
internal import VaglioStatistics
internal import VaglioTables

/// What kind of column is compared, which decides the distances that have a meaning.
public enum DriftKind: String, Hashable, Sendable, CaseIterable {
  /// Numbers, or times in seconds: ordered values with differences.
  case numeric
  /// Texts and truth values: levels without an order, a missing value being one of them.
  case categorical
}

/// How far a column's current values lie from the reference's.
public struct ColumnDrift: Hashable, Sendable {
  public let column: String
  public let role: DriftRole
  public let kind: DriftKind
  /// Rows with a value, in the reference and in the current table.
  public let counts: SideCounts
  /// Rows without a value.
  public let missing: SideCounts
  /// Rows whose number is infinite.
  public let infinite: SideCounts
  /// The current rate of missing values less the reference's.
  public let missingChange: Estimate
  /// The distances of the column's kind.
  public let distances: [ColumnDistance]
  /// The column as tables: shares of bins or levels, and quantiles.
  public let exhibits: [Exhibit]
  /// What a reader must know, a change of unit say.
  public let notes: [String]
  /// The change of unit that the quantiles hint at, in words; absent where they hint at none.
  public let unitChange: String?

  /// The distance of a kind, if it belongs to the column's.
  public subscript(distance: DriftDistance) -> ColumnDistance? {
    distances.first { $0.distance == distance }
  }

  /// The same with other distances.
  func with(distances: [ColumnDistance]) -> ColumnDrift {
    ColumnDrift(
      column: column, role: role, kind: kind, counts: counts, missing: missing, infinite: infinite,
      missingChange: missingChange, distances: distances, exhibits: exhibits, notes: notes,
      unitChange: unitChange)
  }
}

/// A number of rows on either side.
public struct SideCounts: Hashable, Sendable {
  public let reference: Int
  public let current: Int

  /// The rows of both sides.
  public var total: Int { reference + current }
}

extension ColumnDrift {
  /// Compares two columns of one kind.
  init(
    _ reference: Column, _ current: Column, as kind: DriftKind, role: DriftRole,
    _ context: ComparisonContext
  ) {
    (column, self.role, self.kind) = (reference.name, role, kind)
    missing = SideCounts(reference: reference.missingCount, current: current.missingCount)
    let present = SideCounts(
      reference: reference.count - missing.reference, current: current.count - missing.current)
    missingChange = Self.change(
      missing, SideCounts(reference: reference.count, current: current.count), context)
    switch kind {
    case .numeric:
      let work = NumericColumn(reference, current)
      (counts, infinite) = (present, work.infinite)
      distances = work.distances(context)
      unitChange = UnitChange(work.pair)?.description
      exhibits = work.exhibits(column)
      notes = work.notes + (unitChange.map { [$0] } ?? [])
    case .categorical:
      let levels = LevelCounts(reference, current)
      let cells = CellCounts(reference: levels.reference, current: levels.current)
      counts = SideCounts(reference: reference.count, current: current.count)
      infinite = SideCounts(reference: 0, current: 0)
      distances = LevelComparison(cells, context).columnDistances(DriftDistance.ofLevels)
      (exhibits, notes, unitChange) = ([levels.exhibit(column)], [], nil)
    }
  }

  static func change(
    _ missing: SideCounts, _ rows: SideCounts, _ context: ComparisonContext
  ) -> Estimate {
    guard rows.reference > 0, rows.current > 0 else {
      return .undefined(Undefined("a table has no rows"))
    }
    let first = Proportion(successes: Double(missing.current), trials: Double(rows.current))
    let second = Proportion(successes: Double(missing.reference), trials: Double(rows.reference))
    return Estimate(
      first.value - second.value,
      Uncertainty(at: context.level) {
        MiettinenNurminenInterval.difference(first, second, level: $0)
          .stretched(to: first.value - second.value)
      })
  }
}
