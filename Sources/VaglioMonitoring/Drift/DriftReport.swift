public import VaglioDrift
public import VaglioFindings

/// How far the rows of one window lie from the reference.
public struct DriftReport: Hashable, Sendable {
  /// One column of the reference in the window.
  public struct Column: Hashable, Sendable {
    public let name: String
    /// Kolmogorov–Smirnov of numbers, total variation of levels, from 0 to 1; `nil` for a column that
    /// cannot be compared in this window.
    public let distance: Finding?
    /// The share of rows without a value; 1 of a column that is not there.
    public let missingRate: Double?
    /// Holm's p-value, over the columns of the window, of "it has moved by no more than the tolerance".
    public let pValue: Double?
    /// The measures by which it has moved: its distance, the change of its missing rate, or both.
    public let movedBy: [String]
    /// Whether it is named as moved: by its test, or because it is gone or of another type.
    public let hasMoved: Bool
  }

  /// The window holds rows from here…
  public let start: Instant
  /// …up to but without this.
  public let end: Instant
  public let rowCount: Int
  /// The columns of the reference, in its order, those that came apart first; empty without rows.
  public let columns: [Column]
  public let schema: SchemaChange
  /// The findings of drift, in the order of ``SampleDrift/findings``.
  public let findings: [Finding]
  public let notes: [String]

  init(start: Instant, end: Instant, drift: SampleDrift, moved: MovedColumns) {
    (self.start, self.end, rowCount) = (start, end, drift.rowCount)
    (schema, findings, notes) = (drift.schema, drift.findings, drift.notes)
    let apart =
      drift.schema.missing.map { Column(apart: $0, missingRate: 1) }
      + drift.schema.retyped.map { Column(apart: $0.column, missingRate: nil) }
    let found = Dictionary(
      drift.findings.map { ($0.measure, $0) }, uniquingKeysWith: { first, _ in first })
    columns =
      apart
      + drift.columns.map { column in
        Column(
          name: column.column, distance: found[MovedColumns.distanceName(column)],
          missingRate: Double(column.missing.current) / Double(drift.rowCount),
          pValue: moved.pValue(of: column), movedBy: moved.measures(of: column),
          hasMoved: !moved.measures(of: column).isEmpty)
      }
  }

  /// The names of the columns that have moved, the farthest first; those that cannot be compared lead.
  public var moved: [String] {
    columns.filter(\.hasMoved).sorted { a, b in
      let (left, right) = (
        a.distance?.estimate.value ?? .infinity, b.distance?.estimate.value ?? .infinity
      )
      return left != right ? left > right : a.name < b.name
    }.map(\.name)
  }
}

extension DriftReport.Column {
  /// A column that is gone, or of another type.
  fileprivate init(apart name: String, missingRate: Double?) {
    self.init(
      name: name, distance: nil, missingRate: missingRate, pValue: nil, movedBy: [],
      hasMoved: true)
  }
}

extension DriftReport {
  /// The report as JSON, findings as the record writes them.
  public var json: JSONValue {
    .members([
      "start": .string(start.description), "end": .string(end.description),
      "rows": .count(rowCount), "moved": .array(moved.map { .string($0) }),
      "findings": .array(findings.map(\.json)),
      "notes": notes.isEmpty ? nil : .array(notes.map { .string($0) }),
    ])
  }

  /// Windows and columns in one exhibit, `watch_drift`: for each window a row for each column; times in
  /// seconds since 1970-01-01T00:00Z.
  public static func exhibit(_ reports: [DriftReport]) -> Exhibit {
    let rows = reports.flatMap { report in report.columns.map { (report, $0) } }
    func numbers(_ value: (DriftReport, Column) -> Double?) -> Exhibit.Series {
      .numbers(rows.map(value))
    }
    return Exhibit(
      kind: "watch_drift", subject: .model,
      series: [
        "column": .words(rows.map(\.1.name)),
        "start": numbers { report, _ in report.start.seconds },
        "end": numbers { report, _ in report.end.seconds },
        "value": numbers { $1.distance?.estimate.value },
        "lower": numbers { $1.distance?.estimate.interval?.lower },
        "upper": numbers { $1.distance?.estimate.interval?.upper },
        "missing_rate": numbers { $1.missingRate },
        "moved": numbers { $1.hasMoved ? 1 : 0 },
      ])
  }
}
