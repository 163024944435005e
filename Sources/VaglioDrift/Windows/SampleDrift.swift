public import VaglioFindings
internal import VaglioStatistics

/// How far a sample's rows lie from a reference.
public struct SampleDrift: Hashable, Sendable {
  /// How many rows the sample has.
  public let rowCount: Int
  /// The columns that the sample has in the reference's type, in the reference's order; without exhibits.
  public let columns: [ColumnDrift]
  /// Columns that came, went, or have values of another type in at least one row.
  public let schema: SchemaChange
  /// Distances, rates and counts, column by column, after those of the schema; empty without rows.
  public let findings: [Finding]
  /// What a reader must know.
  public let notes: [String]
}

extension DriftReference {
  /// Compares a sample that was made for this reference.
  public func drift(of sample: DriftSample) -> SampleDrift {
    guard sample.rowCount > 0 else {
      return SampleDrift(
        rowCount: 0, columns: [], schema: SchemaChange(missing: [], added: [], retyped: []),
        findings: [], notes: ["no rows"])
    }
    let schema = schema(of: sample)
    let apart = Set(schema.missing + schema.retyped.map(\.column))
    let pairs = zip(columns, sample.columns).filter { column, _ in
      column.kind != nil && !apart.contains(column.name)
    }
    let (rows, distances, context) = (sample.rowCount, distances, context)
    let worked = mapConcurrently(Array(pairs), threads: options.threads) { reference, sampled in
      ColumnComparison(reference, sampled, rows: rows, distances, context)
    }
    let corrected = DriftAnalysis.corrected(worked.map(\.drift), options.correction)
    let units = corrected.compactMap { column in
      column.unitChange.map { "\(column.column.legible()): \($0)" }
    }
    return SampleDrift(
      rowCount: rows, columns: corrected, schema: schema,
      findings: schema.findings(options.level, units: units, rows: rows)
        + zip(corrected, worked).flatMap { $0.findings + $1.quality },
      notes: uncompared
        + corrected.flatMap { column in column.notes.map { "\(column.column.legible()): \($0)" } })
  }

  private func schema(of sample: DriftSample) -> SchemaChange {
    let pairs = zip(columns, sample.columns)
    return SchemaChange(
      missing: pairs.filter { $1.absent == sample.rowCount }.map(\.0.name),
      added: sample.added.sorted(),
      retyped: pairs.compactMap { reference, sampled in
        sampled.retyped.keys.min().map {
          SchemaChange.TypeChange(
            column: reference.name, reference: reference.typeName, current: $0)
        }
      })
  }
}

/// One column of the reference beside one of a sample.
private struct ColumnComparison: Sendable {
  let drift: ColumnDrift
  let quality: [Finding]

  init(
    _ reference: ReferenceColumn, _ sampled: SampledColumn, rows: Int,
    _ distances: Set<DriftDistance>, _ context: ComparisonContext
  ) {
    let missing = sampled.missing + sampled.absent
    let work = Self.work(reference, sampled, missing, distances, context)
    let sides = SideCounts(reference: reference.missing, current: missing)
    let counts =
      reference.kind == .numeric
      ? SideCounts(reference: reference.count - reference.missing, current: rows - missing)
      : SideCounts(reference: reference.count, current: rows)
    let absent = sampled.absent > 0 ? ["\(sampled.absent) rows are of tables without it"] : []
    drift = ColumnDrift(
      column: reference.name, role: reference.role, kind: reference.kind ?? .categorical,
      counts: counts, missing: sides, infinite: work.infinite,
      missingChange: ColumnDrift.change(
        sides, SideCounts(reference: reference.count, current: rows), context),
      distances: work.distances, exhibits: [], notes: work.notes + absent,
      unitChange: work.unitChange)
    quality = Self.quality(reference, sampled, rows, missing, work.topCount, context.level)
  }

  private struct Work {
    var distances: [ColumnDistance]
    var infinite = SideCounts(reference: 0, current: 0)
    var notes: [String] = []
    var unitChange: String?
    /// The rows of the most frequent value; absent where it is not known.
    var topCount: Int?
  }

  private static func work(
    _ reference: ReferenceColumn, _ sampled: SampledColumn, _ missing: Int,
    _ distances: Set<DriftDistance>, _ context: ComparisonContext
  ) -> Work {
    switch sampled.content {
    case .numbers(let numbers): numbersWork(reference, numbers, distances, context)
    case .buckets(let summary): summaryWork(reference, summary, distances, context)
    case .levels(let tally): levelsWork(reference, tally, missing, distances, context)
    case .nothing: Work(distances: [])
    }
  }

  private static func numbersWork(
    _ reference: ReferenceColumn, _ numbers: [Double], _ distances: Set<DriftDistance>,
    _ context: ComparisonContext
  ) -> Work {
    let ascending = numbers.withUnsafeBufferPointer { RadixSort.ascending($0) }
    let column = NumericColumn(TiedPair(ascending: reference.numbers, ascending))
    let unit = UnitChange(column.pair)?.description
    return Work(
      distances: column.distances(context, wanted: distances), infinite: column.infinite,
      notes: column.notes + (unit.map { [$0] } ?? []), unitChange: unit,
      topCount: column.pair.current.max().map { Int($0) } ?? 0)
  }

  private static func summaryWork(
    _ reference: ReferenceColumn, _ summary: NumberSummary, _ distances: Set<DriftDistance>,
    _ context: ComparisonContext
  ) -> Work {
    let own = NumberSummary(ascending: reference.numbers)
    let wanted = DriftDistance.ofNumbers.filter(distances.contains)
    var work = Work(
      distances: [], notes: ["compared by counts in buckets of 1/256 of a power of two"])
    work.infinite = SideCounts(
      reference: own.positiveInfinite + own.negativeInfinite,
      current: summary.positiveInfinite + summary.negativeInfinite)
    do throws(DriftError) {
      work.distances = try SummaryComparison(context).distances(
        reference: own, current: summary, wanted: distances)
    } catch {
      work.distances = wanted.map { .undefined($0, Undefined("\(error)")) }
    }
    return work
  }

  private static func levelsWork(
    _ reference: ReferenceColumn, _ tally: LevelTally, _ missing: Int,
    _ distances: Set<DriftDistance>, _ context: ComparisonContext
  ) -> Work {
    var names = reference.levels + tally.new.keys
    if !tally.new.isEmpty { names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
    func known(_ name: String) -> Int? { reference.places[name].map { Int($0) } }
    let pooled = tally.isCut ? tally.newRows : 0
    let cells = CellCounts(
      reference: names.map { name in known(name).map { reference.counts[$0] } ?? 0 }
        + [0, reference.missing],
      current: names.map { name in known(name).map { tally.known[$0] } ?? tally.new[name] ?? 0 }
        + [pooled, missing])
    let wanted = DriftDistance.ofLevels.filter(distances.contains)
    var work = Work(distances: LevelComparison(cells, context).columnDistances(wanted))
    if tally.isCut {
      work.notes = ["more than \(LevelTally.mostNew) new levels are counted as one"]
    } else {
      work.topCount = max(tally.known.max() ?? 0, tally.new.values.max() ?? 0)
    }
    return work
  }
}

extension ColumnComparison {
  private static let mostNamed = 10

  /// The rates of the sample's side: without a value, out of range or new, of the most frequent value.
  private static func quality(
    _ reference: ReferenceColumn, _ sampled: SampledColumn, _ rows: Int, _ missing: Int,
    _ topCount: Int?, _ level: ConfidenceLevel
  ) -> [Finding] {
    let present = rows - missing
    func share(_ measure: Measure, _ count: Int, of rows: Int, _ notes: [String] = []) -> Finding {
      measure.share(
        count, of: rows, level, column: reference.name, role: reference.role, notes: notes)
    }
    var findings = [share(QualityMeasures.missingRate, missing, of: rows)]
    if case .levels(let tally) = sampled.content {
      findings += [
        newLevels(reference, tally, present, level),
        share(QualityMeasures.newLevelRate, tally.newRows, of: present, named(tally)),
      ]
    } else if let range = reference.range {
      let note =
        "the reference's range is \(CanonicalJSON.number(range.lowerBound))…"
        + CanonicalJSON.number(range.upperBound)
      findings.append(
        share(QualityMeasures.outOfRangeRate, sampled.outOfRange, of: present, [note]))
    }
    guard let topCount else { return findings }
    let isConstant = topCount == present && present > 0
    return findings + [
      share(QualityMeasures.topValueRate, topCount, of: present, isConstant ? ["constant"] : [])
    ]
  }

  private static func newLevels(
    _ reference: ReferenceColumn, _ tally: LevelTally, _ present: Int, _ level: ConfidenceLevel
  ) -> Finding {
    Finding(
      measure: DriftMeasureName.of(
        QualityMeasures.newLevels.name, column: reference.name, role: reference.role),
      subject: .model,
      estimate: tally.isCut
        ? .undefined(Undefined("there are more than \(LevelTally.mostNew)"))
        : .counted(Double(tally.new.count), level),
      count: present, notes: named(tally))
  }

  /// The new levels, most frequent first.
  private static func named(_ tally: LevelTally) -> [String] {
    let order = tally.new.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let named = order.prefix(mostNamed).map { "\($0.key.legible()): \($0.value) rows" }
    let rest = order.count - named.count
    return named + (rest > 0 ? ["\(rest) more new levels"] : [])
  }
}
