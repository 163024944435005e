internal import VaglioFindings
internal import VaglioTables

/// How the columns of a current table differ from those of the reference.
public struct SchemaChange: Hashable, Sendable {
  /// A column whose type changed.
  public struct TypeChange: Hashable, Sendable {
    public let column: String
    /// `number`, `category`, `boolean`, `time` or `key`.
    public let reference: String
    public let current: String
  }

  /// Columns that only the reference has, in its order.
  public let missing: [String]
  /// Columns that only the current table has, in its order.
  public let added: [String]
  public let retyped: [TypeChange]

  init(missing: [String], added: [String], retyped: [TypeChange]) {
    (self.missing, self.added, self.retyped) = (missing, added, retyped)
  }

  init(_ reference: Table, _ current: Table, _ roles: DriftRoles) {
    let ignored = Set(roles.ignored)
    missing = reference.columnNames.filter { current[$0] == nil && !ignored.contains($0) }
    added = current.columnNames.filter { reference[$0] == nil && !ignored.contains($0) }
    retyped = reference.columns.compactMap { first in
      guard !ignored.contains(first.name), let second = current[first.name],
        second.typeName != first.typeName
      else { return nil }
      return TypeChange(
        column: first.name, reference: first.typeName, current: second.typeName)
    }
  }

  /// `schema.missing_columns`, `schema.added_columns`, `schema.type_changes` and `schema.unit_changes`,
  /// each with the columns in its notes.
  func findings(_ level: ConfidenceLevel, units: [String], rows: Int) -> [Finding] {
    func counted(_ measure: Measure, _ notes: [String]) -> Finding {
      Finding(
        measure: measure.name, subject: .difference,
        estimate: .counted(Double(notes.count), level), count: rows, notes: notes)
    }
    return [
      counted(QualityMeasures.missingColumns, missing.map { "missing: \($0.legible())" }),
      counted(QualityMeasures.addedColumns, added.map { "added: \($0.legible())" }),
      counted(
        QualityMeasures.typeChanges,
        retyped.map { "\($0.column.legible()): \($0.reference) became \($0.current)" }),
      counted(QualityMeasures.unitChanges, units),
    ]
  }
}

extension Estimate {
  /// A number that was counted on the rows at hand and stands for no others.
  static func counted(_ value: Double, _ level: ConfidenceLevel) -> Estimate {
    Estimate(
      value,
      Uncertainty(at: level) { Interval(lower: value, upper: value, level: $0, method: "counted") })
  }
}
