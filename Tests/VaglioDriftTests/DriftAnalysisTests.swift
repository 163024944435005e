import Testing
import VaglioFindings
import VaglioStatistics
import VaglioTables

@testable import VaglioDrift

struct DriftAnalysisTests {
  private func table(_ seed: Int, rows: Int = 400, shift: Double = 0) -> Table {
    var sampling = Sampling(seed: seed)
    let ages = sampling.numbers(rows) { ($0.normal() * 10 + 40 + shift).rounded() }
    let pay = sampling.numbers(rows) { $0.unit() < 0.05 ? .nan : $0.normal() * 100 + 1000 }
    let job = sampling.numbers(rows) { $0.unit() }.map {
      $0 < 0.1 ? nil : $0 < 0.6 ? "a" : "b\u{7}"
    }
    let score = sampling.numbers(rows) { $0.unit() }
    return Table([
      Column(name: "age", numbers: ages), Column(name: "pay", numbers: pay),
      Column(name: "job", texts: job), Column(name: "score", numbers: score),
      Column(name: "time", values: .times((0..<rows).map { Int64($0) * 1_000_000 })),
      Column(name: "flag", values: .booleans(score.map { $0 > 0.5 })),
    ])
  }

  private let roles = DriftRoles(predictions: ["score"], ignored: ["time"])

  @Test func `columns are compared by their kind and role`() throws {
    let analysis = try DriftAnalysis(reference: table(1), current: table(2, shift: 5), roles: roles)
    #expect(analysis.columns.map(\.column) == ["age", "pay", "job", "score", "flag"])
    #expect(
      analysis.columns.map(\.kind) == [.numeric, .numeric, .categorical, .numeric, .categorical])
    #expect(analysis.columns[3].role == .prediction)
    let names = Set(analysis.findings.map(\.measure))
    #expect(names.contains("drift.ks[column=age]"))
    #expect(names.contains("drift.psi[column=score,role=prediction]"))
    #expect(names.contains("drift.missing_rate[column=pay]"))
    #expect(names.contains("quality.new_level_rate[column=job]"))
    #expect(names.count == analysis.findings.count, "no measure twice")
    let age = try #require(analysis.columns[0][.kolmogorovSmirnov])
    #expect(age.verdict(tolerance: 0) == .drifted)
    #expect(age.test?.adjustment == "holm" && age.test?.family == 3)
    #expect(analysis.columns[1].missing.total > 0)
    #expect(analysis.exhibits.map(\.kind).contains("drift_levels"))
  }

  private func drift(_ first: [Double], _ second: [Double]) throws -> ColumnDrift {
    let analysis = try DriftAnalysis(
      reference: Table([Column(name: "x", numbers: first)]),
      current: Table([Column(name: "x", numbers: second)]))
    return try #require(analysis.columns.first)
  }

  @Test func `columns without a value on both sides have no distances`() throws {
    let column = try drift([.nan, .nan], [.nan, .nan, .nan])
    #expect(column.infinite == SideCounts(reference: 0, current: 0))
    #expect(column.distances.allSatisfy { $0.estimate.value == nil })
  }

  /// Third cumulants of distances are of the sixth power of the values' span.
  @Test(arguments: [1e308, 1e60, 1e-60, 1e-320])
  func `spans beyond sixth powers have no distances in units, ranks have theirs`(
    unit: Double
  ) throws {
    let reference = (0..<40).map { Double($0 % 7 - 3) * (unit / 4) }
    let current = (0..<50).map { Double($0 % 5 - 2) * (unit / 4) }
    let column = try drift(reference, current)
    #expect(column[.energy]?.estimate.undefined != nil)
    #expect(column[.wasserstein]?.estimate.undefined != nil)
    let plain = try drift(reference.map { $0 / unit }, current.map { $0 / unit })
    if unit > 1e-300 {
      #expect(
        column[.kolmogorovSmirnov]?.estimate.value == plain[.kolmogorovSmirnov]?.estimate.value)
    }
    #expect(plain[.energy]?.estimate.value != nil)
  }

  @Test func `the number of threads changes no bit`() throws {
    func findings(_ threads: Int) throws -> [Finding] {
      let analysis = try DriftAnalysis(
        reference: table(1), current: table(2), roles: roles,
        options: DriftOptions(threads: threads))
      return analysis.findings
    }
    #expect(try findings(1) == findings(2))
  }

  @Test func `every finding's measure has a contract`() throws {
    let analysis = try DriftAnalysis(reference: table(1), current: table(2), roles: roles)
    let contracts = Set(DriftAnalysis.measures.map(\.name))
    for finding in analysis.findings {
      let base = finding.measure.prefix { $0 != "[" }
      #expect(contracts.contains(String(base)), "\(finding.measure)")
    }
  }

  @Test func `changes of the schema are found and not compared`() throws {
    let reference = Table([
      Column(name: "a", numbers: [1, 2, 3]), Column(name: "b", numbers: [1, 2, 3]),
      Column(name: "gone", numbers: [1, 2, 3]),
    ])
    let current = Table([
      Column(name: "b", texts: ["1", "x", "3"]), Column(name: "a", numbers: [1, 2, 4]),
      Column(name: "new", numbers: [1, 2, 3]),
    ])
    let analysis = try DriftAnalysis(reference: reference, current: current)
    #expect(analysis.schema.missing == ["gone"] && analysis.schema.added == ["new"])
    #expect(analysis.schema.retyped.map(\.current) == ["category"])
    #expect(analysis.columns.map(\.column) == ["a"])
    let finding = analysis.findings.first { $0.measure == "schema.type_changes" }
    #expect(finding?.notes == ["b: number became category"])
    #expect(finding?.estimate.value == 1)
  }

  @Test func `quality tells new levels, ranges, repetitions and units`() throws {
    let reference = Table([
      Column(name: "id", texts: (0..<100).map { "r\($0)" }),
      Column(name: "metres", numbers: (0..<100).map(Double.init)),
      Column(name: "city", texts: (0..<100).map { $0 < 50 ? "Oslo" : "Bergen" }),
    ])
    let current = Table([
      Column(name: "id", texts: (0..<100).map { "r\($0 / 2)" }),
      Column(name: "metres", numbers: (0..<100).map { Double($0 / 2 * 2) * 1000 }),
      Column(name: "city", texts: (0..<100).map { $0 == 7 ? "Ny\u{1B}[31m" : "Oslo" }),
    ])
    let analysis = try DriftAnalysis(
      reference: reference, current: current, roles: DriftRoles(key: "id"))
    let quality = analysis.quality
    #expect(quality.repeatedKeys?.count == 50)
    // Rows 6 and 7 differ in the city: 49 pairs are alike.
    #expect(quality.repeatedRows == 49)
    let city = try #require(quality.columns.first { $0.column == "city" })
    #expect(city.newLevels == [.init(level: "Ny\u{1B}[31m", count: 1, firstRow: 8)])
    let note = analysis.findings.first { $0.measure == "quality.new_level_rate[column=city]" }?
      .notes
    #expect(note == ["Ny\\u{1B}[31m: 1 rows, the first is row 8"])
    #expect(quality.columns.first { $0.column == "metres" }?.outOfRange == 98)
    #expect(analysis.notes.contains { $0.contains("×1,000 ") })
    #expect(analysis.findings.first { $0.measure == "schema.unit_changes" }?.estimate.value == 1)
  }

  @Test func `bad input is refused by name`() {
    let good = table(1)
    #expect(throws: DriftError.self) {
      try DriftAnalysis(reference: Table([Column(name: "a", numbers: [])]), current: good)
    }
    #expect(
      throws: DriftError.refused(
        "neither table has a column \"scoer\"", remedy: "did you mean \"score\"?")
    ) {
      try DriftAnalysis(
        reference: good, current: good, roles: DriftRoles(predictions: ["scoer"]))
    }
    #expect(throws: DriftError.self) {
      try DriftAnalysis(
        reference: good, current: good, roles: DriftRoles(features: ["age"], targets: ["age"]))
    }
    #expect(throws: DriftError.self) {
      try DriftAnalysis(reference: good, current: good, options: DriftOptions(bins: 1))
    }
  }

  @Test func `a column without a value has no distance, and says so`() throws {
    let full = Table([Column(name: "a", numbers: [1, 2, 3, 4])])
    let empty = Table([Column(name: "a", numbers: [.nan, .nan])])
    let analysis = try DriftAnalysis(reference: full, current: empty)
    for distance in analysis.columns[0].distances {
      #expect(distance.estimate.undefined?.reason == "no row of the current data has a value")
    }
    #expect(analysis.columns[0].missingChange.value == 1)
  }

  @Test func `drift that matters weighs distances by shares`() throws {
    let analysis = try DriftAnalysis(reference: table(1), current: table(2, shift: 5), roles: roles)
    let shares = [
      AttributedDrift.Share(feature: "age", value: 0.8, standardError: 0.05),
      .init(feature: "pay", value: 0.2),
    ]
    let weighed = try AttributedDrift(analysis, shares: shares, distance: .kolmogorovSmirnov)
    let values = analysis.columns.prefix(2).compactMap { $0[.kolmogorovSmirnov]?.estimate.value }
    #expect(isNear(weighed.total.value, 0.8 * values[0] + 0.2 * values[1]))
    #expect(weighed.total.interval?.contains(weighed.total.value ?? -1) == true)
    #expect(weighed.total.curve != nil)
    #expect(weighed.findings.map(\.measure).last == "drift.attributed_total[distance=ks]")
    #expect(throws: DriftError.self) {
      try AttributedDrift(
        analysis, shares: [.init(feature: "age", value: 1.5)], distance: .kolmogorovSmirnov)
    }
    let levels = try AttributedDrift(
      analysis, shares: [.init(feature: "job", value: 1)], distance: .kolmogorovSmirnov)
    #expect(levels.total.undefined?.reason == "job: the column's kind has no such distance")
  }

  @Test func `numbers compared as levels are levels`() throws {
    let analysis = try DriftAnalysis(
      reference: Table([Column(name: "y", numbers: [0, 1, 1, 0, 1, 0])]),
      current: Table([Column(name: "y", numbers: [0, 1, 1, 1, 1, 0])]),
      roles: DriftRoles(targets: ["y"], levels: ["y"]))
    #expect(analysis.columns[0].kind == .categorical)
    #expect(analysis.columns[0][.totalVariation]?.test != nil)
  }
}
