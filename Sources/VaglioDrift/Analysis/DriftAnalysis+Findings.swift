public import VaglioFindings
internal import VaglioStatistics

extension DriftAnalysis {
  /// Everything found: the schema, then column by column its distances and its quality, then the
  /// repetitions of rows.
  public var findings: [Finding] {
    let quality = Dictionary(uniqueKeysWithValues: self.quality.columns.map { ($0.column, $0) })
    let units = columns.compactMap { column in
      column.unitChange.map { "\(column.column.legible()): \($0)" }
    }
    return schema.findings(options.level, units: units, rows: self.quality.rows)
      + columns.flatMap { column in
        column.findings + (quality[column.column].map { $0.findings(options.level) } ?? [])
      } + self.quality.repetitions
  }

  /// The contracts of all measures that findings may name.
  public static var measures: [Measure] {
    DriftDistance.allCases.map(\.measure) + QualityMeasures.all + AttributedDrift.measures
  }

  /// All exhibits: the columns side by side, then those of each column.
  public var exhibits: [Exhibit] { [overview] + columns.flatMap(\.exhibits) }

  /// What a reader must know, column by column.
  public var notes: [String] {
    uncompared
      + columns.flatMap { column in column.notes.map { "\(column.column.legible()): \($0)" } }
  }

  /// Every column with the distance that is usual for its kind.
  private var overview: Exhibit {
    let main = columns.map { $0[$0.kind == .numeric ? .kolmogorovSmirnov : .totalVariation] }
    var series: [String: Exhibit.Series] = [
      "column": .words(columns.map(\.column)), "role": .words(columns.map(\.role.rawValue)),
      "kind": .words(columns.map(\.kind.rawValue)),
      "distance": .words(main.map { $0?.distance.rawValue ?? "" }),
      "value": .numbers(main.map { $0?.estimate.value }),
      "lower": .numbers(main.map { $0?.estimate.interval?.lower }),
      "upper": .numbers(main.map { $0?.estimate.interval?.upper }),
      "p_value": .numbers(main.map { $0?.test?.pValue }),
      "adjusted_p_value": .numbers(main.map { $0?.test?.adjustedPValue }),
    ]
    series["reference_missing"] = .numbers(columns.map { Double($0.missing.reference) })
    series["current_missing"] = .numbers(columns.map { Double($0.missing.current) })
    return Exhibit(
      kind: "drift_columns", subject: .difference, series: series,
      scalars: ["level": options.level.fraction])
  }
}

extension ColumnDrift {
  /// A finding of each distance, and of the change of the rate of missing values.
  var findings: [Finding] {
    distances.map { distance in
      Finding(
        measure: distance.distance.measureName(column: column, role: role), subject: .difference,
        estimate: distance.estimate, count: counts.total, test: distance.test,
        notes: distance.notes + notes)
    } + [
      Finding(
        measure: DriftMeasureName.of(
          QualityMeasures.missingChange.name, column: column, role: role),
        subject: .difference, estimate: missingChange, count: counts.total + missing.total)
    ]
  }
}

extension DataQuality.ColumnQuality {
  /// How many new levels a note names.
  private static let mostNamed = 10

  /// The rates of the current side: without a value, new, out of range, and of the top value.
  func findings(_ level: ConfidenceLevel) -> [Finding] {
    let present = rows.current - missing.current
    var findings = [finding(QualityMeasures.missingRate, missing.current, rows.current, level)]
    if let outOfRange {
      let notes = ranges.map {
        [
          "the reference's range is \(CanonicalJSON.number($0.reference.lowerBound))…"
            + CanonicalJSON.number($0.reference.upperBound)
        ]
      }
      findings.append(
        finding(QualityMeasures.outOfRangeRate, outOfRange, present, level, notes ?? []))
    } else {
      let named = newLevels.prefix(Self.mostNamed).map {
        "\($0.level.legible()): \($0.count) rows, the first is row \($0.firstRow)"
      }
      let rest = newLevels.count - named.count
      findings.append(
        Finding(
          measure: DriftMeasureName.of(QualityMeasures.newLevels.name, column: column, role: role),
          subject: .model, estimate: .counted(Double(newLevels.count), level), count: present,
          notes: named))
      findings.append(
        finding(
          QualityMeasures.newLevelRate, newLevels.reduce(0) { $0 + $1.count }, present, level,
          named + (rest > 0 ? ["\(rest) more new levels"] : [])))
    }
    let spread = distinctCount == 1 ? ["constant"] : []
    return findings + [finding(QualityMeasures.topValueRate, topCount, present, level, spread)]
  }

  private func finding(
    _ measure: Measure, _ count: Int, _ rows: Int, _ level: ConfidenceLevel, _ notes: [String] = []
  ) -> Finding {
    measure.share(
      count, of: rows, level, column: column, role: role, notes: notes)
  }
}

extension Measure {
  /// The finding of a share of a column's rows, with Wilson's interval.
  func share(
    _ count: Int, of rows: Int, _ level: ConfidenceLevel, column: String, role: DriftRole,
    notes: [String] = []
  ) -> Finding {
    let estimate: Estimate =
      rows > 0
      ? Estimate(
        Double(count) / Double(rows),
        Uncertainty(at: level) {
          ProportionInterval.wilson(successes: Double(count), trials: Double(rows), level: $0)
        }) : .undefined(Undefined("no current row has a value"))
    return Finding(
      measure: DriftMeasureName.of(name, column: column, role: role), subject: .model,
      estimate: estimate, count: rows, notes: notes)
  }
}

extension DataQuality {
  /// The rates of repeated rows and keys, which are counted and stand for no other rows.
  fileprivate var repetitions: [Finding] {
    let share = { (count: Int) in Double(count) / Double(max(1, rows)) }
    let all = Finding(
      measure: QualityMeasures.duplicateRowRate.name, subject: .model,
      estimate: .counted(share(repeatedRows), level), count: rows)
    guard let repeatedKeys else { return [all] }
    return [
      all,
      Finding(
        measure: DriftMeasureName.of(
          QualityMeasures.duplicateKeyRate.name, column: repeatedKeys.column, role: .feature),
        subject: .model, estimate: .counted(share(repeatedKeys.count), level), count: rows),
    ]
  }
}
