import Foundation
import Testing
import VaglioDrift
import VaglioFindings
import VaglioTables

@testable import VaglioMonitoring

@Suite struct DriftWatchTests {
  private func settings(
    width: Double = 1, step: Double = 1, disorder: TimeSpan? = nil, exactRows: Int = 1_000_000
  ) throws -> DriftWatchSettings {
    DriftWatchSettings(
      plan: try WindowPlan(width: .days(width), step: .days(step), horizon: .zero),
      log: EventLog.Settings(disorder: disorder), distances: Set(DriftDistance.allCases),
      exactRows: exactRows)
  }

  private func reports(
    _ reference: Table, _ settings: DriftWatchSettings, _ blocks: [(Table, [Instant])]
  ) throws -> [DriftReport] {
    var watch = try DriftWatch(reference: reference, settings)
    for (table, times) in blocks { try watch.add(table, times: times) }
    try watch.finish()
    #expect(watch.heldValues == 0)
    return watch.reports
  }

  /// The findings of distances and of the schema, as one analysis of both tables has them.
  private func analysed(_ reference: Table, _ current: Table) throws -> [String: Estimate] {
    let analysis = try DriftAnalysis(reference: reference, current: current)
    return Dictionary(uniqueKeysWithValues: analysis.findings.map { ($0.measure, $0.estimate) })
  }

  @Test func `a window's findings are to the bit those of an analysis of its rows`() throws {
    var stream = FeatureStream(seed: 1)
    let reference = stream.table(700)
    stream.ageShift = 4
    stream.missingIncome = 0.1
    let first = stream.table(500)
    let second = stream.table(300)
    let found = try reports(
      reference, settings(),
      [
        (first, FeatureStream.times(500, days: 1)),
        (second, FeatureStream.times(300, days: 1, from: 1)),
      ])
    try #require(found.count == 2)
    for (report, table) in zip(found, [first, second]) {
      let whole = try analysed(reference, table)
      #expect(report.rowCount == table.rowCount)
      // 5 columns of 11 distances and missing rate change, missing, out of range and top value rates, 3 of
      // 7 distances and 5, and 4 of the schema: of those all but repeated rows.
      #expect(report.findings.count == 4 * (11 + 4) + 3 * (7 + 5) + 4)
      for finding in report.findings {
        #expect(finding.estimate == whole[finding.measure], "\(finding.measure)")
      }
    }
  }

  @Test func `time passes with labels too, and windows without rows are told as such`() throws {
    var stream = FeatureStream(seed: 5)
    let reference = stream.table(300)
    var watch = try DriftWatch(reference: reference, settings(disorder: .zero))
    try watch.add(stream.table(300), times: FeatureStream.times(300, days: 3))
    #expect(watch.takeReports().count == 2)
    try watch.note(FeatureStream.times(30, days: 1, from: 5))
    #expect(watch.takeReports().map(\.rowCount) == [100])
    // Days 3 and 4 were empty of everything, day 5 had labels alone.
    try watch.note(FeatureStream.times(30, days: 1, from: 6))
    let reports = watch.takeReports()
    #expect(reports.map(\.rowCount) == [0, 0, 0])
    #expect(reports.allSatisfy { $0.moved.isEmpty })
    #expect(watch.tally == EventTally())
    try watch.finish()
  }

  @Test func `neither the order of rows nor the blocks show`() throws {
    var stream = FeatureStream(seed: 2)
    let (reference, current) = (stream.table(400), stream.table(900))
    let times = FeatureStream.times(900, days: 6)
    for exactRows in [1_000_000, 100] {
      let settings = try settings(width: 2, step: 1, exactRows: exactRows)
      let whole = try reports(reference, settings, [(current, times)])
      #expect(whole.count == 5)
      var order = Array(0..<900)
      stream.numbers.shuffle(&order)
      var blocks: [(Table, [Instant])] = []
      var begin = 0
      while begin < 900 {
        let rows = Array(order[begin..<min(900, begin + 1 + Int(stream.numbers.word() % 200))])
        blocks.append((current.selecting(rows), rows.map { times[$0] }))
        begin += rows.count
      }
      #expect(try reports(reference, settings, blocks) == whole)
    }
  }

  @Test func `with an allowed disorder windows are reported as soon as they are complete`() throws {
    var stream = FeatureStream(seed: 3)
    let (reference, current) = (stream.table(300), stream.table(1000))
    let times = FeatureStream.times(1000, days: 10)
    var order = Array(0..<1000)
    // Rows swapped within half a day.
    for place in stride(from: 0, to: 950, by: 50) {
      var part = Array(order[place..<(place + 50)])
      stream.numbers.shuffle(&part)
      order.replaceSubrange(place..<(place + 50), with: part)
    }
    let whole = try reports(reference, settings(), [(current, times)])
    var watch = try DriftWatch(reference: reference, settings(disorder: .days(0.5)))
    var most = 0
    for begin in stride(from: 0, to: 1000, by: 20) {
      let rows = Array(order[begin..<(begin + 20)])
      try watch.add(current.selecting(rows), times: rows.map { times[$0] })
      most = max(most, watch.heldValues)
    }
    #expect(watch.reports.count == 9)
    try watch.advance(asOf: FeatureStream.start.advanced(by: .days(10.4)))
    #expect(watch.reports.count == 9)
    try watch.advance(asOf: FeatureStream.start.advanced(by: .days(10.5)))
    #expect(watch.reports.count == 10)
    try watch.finish()
    #expect(watch.reports == whole)
    #expect(watch.tally == EventTally())
    // Four columns of numbers, of at most two days and a half of 100 rows.
    #expect(most <= 4 * 250)
  }

  @Test func `a sliding window is that of its rows together`() throws {
    var stream = FeatureStream(seed: 4)
    let reference = stream.table(500)
    let days = (0..<4).map { _ in stream.table(200) }
    let found = try reports(
      reference, settings(width: 3, step: 1),
      days.enumerated().map { ($1, FeatureStream.times(200, days: 1, from: Double($0))) })
    try #require(found.count == 2)
    let texts = [Column](days[1].columns)
    #expect(texts.count == 7)
    for (place, report) in found.enumerated() {
      let ages = days[place..<(place + 3)].flatMap { $0["age"]?.numbers ?? [] }
      let whole = try analysed(
        Table([Column(name: "age", numbers: reference["age"]?.numbers ?? [])]),
        Table([Column(name: "age", numbers: ages)]))
      let name = "drift.ks[column=age]"
      #expect(report.findings.first { $0.measure == name }?.estimate == whole[name])
      #expect(report.rowCount == 600)
    }
  }

  @Test func `large windows are compared by buckets, whose bounds hold the exact distance`() throws
  {
    var stream = FeatureStream(seed: 5)
    let reference = stream.table(2000)
    stream.ageShift = 6
    let current = stream.table(1500)
    let blocks = [(current, FeatureStream.times(1500, days: 1))]
    let exact = try #require(try reports(reference, settings(), blocks).first)
    let coarse = try #require(
      try reports(reference, settings(exactRows: 1000), blocks).first)
    #expect(coarse.notes.contains { $0.contains("buckets") })
    for name in ["income", "age", "visits"] {
      let measure = "drift.ks[column=\(name)]"
      let value = try #require(
        exact.findings.first { $0.measure == measure }?.estimate.value)
      let bounds = try #require(
        coarse.findings.first { $0.measure == measure }?.estimate.interval)
      #expect(bounds.lower <= value && value <= bounds.upper)
    }
    // Levels are counted all the same.
    let level = "drift.psi[column=job]"
    #expect(
      exact.findings.first { $0.measure == level } == coarse.findings.first { $0.measure == level })
  }

  @Test func `columns that vanish, come, change their type or are empty are told`() throws {
    var stream = FeatureStream(seed: 6)
    let (reference, day) = (stream.table(300), stream.table(200))
    func with(_ columns: [Column], without names: Set<String>) -> Table {
      Table(day.columns.filter { !names.contains($0.name) } + columns)
    }
    let broken = with(
      [
        Column(name: "visits", texts: (0..<200).map { "v\($0 % 3)" }),
        Column(name: "income", numbers: Array(repeating: .nan, count: 200)),
        Column(name: "channel", texts: Array(repeating: "ch_new", count: 200)),
        Column(name: "colour", texts: Array(repeating: "red", count: 200)),
        Column(name: "member", texts: Array(repeating: nil, count: 200)),
      ], without: ["age", "visits", "income", "channel", "member"])
    let found = try reports(
      reference, settings(),
      [
        (day, FeatureStream.times(200, days: 1)),
        (broken, FeatureStream.times(200, days: 1, from: 2)),
      ])
    try #require(found.count == 3)
    #expect(found[0].moved.isEmpty)
    #expect(found[1].rowCount == 0)
    #expect(found[1].notes == ["no rows"])
    #expect(found[1].columns.isEmpty && found[1].findings.isEmpty)
    let last = found[2]
    #expect(last.schema.missing == ["age"])
    #expect(last.schema.added == ["colour"])
    #expect(last.schema.retyped.map(\.column) == ["visits"])
    #expect(Set(last.moved) == ["age", "visits", "income", "channel", "member"])
    #expect(last.columns.first { $0.name == "age" }?.missingRate == 1)
    #expect(
      last.columns.first { $0.name == "income" }?.movedBy
        == ["drift.missing_rate[column=income]"])
    func value(_ measure: String) -> Double? {
      last.findings.first { $0.measure == measure }?.estimate.value
    }
    #expect(value("quality.new_levels[column=channel]") == 1)
    #expect(value("quality.new_level_rate[column=channel]") == 1)
    #expect(value("quality.missing_rate[column=member]") == 1)
    #expect(value("quality.top_value_rate[column=channel]") == 1)
    #expect(
      last.findings.first { $0.measure == "drift.ks[column=income]" }?.estimate.undefined != nil)
  }

  @Test func `rows too late, before the start and of jumped clocks are set aside`() throws {
    var stream = FeatureStream(seed: 7)
    let reference = stream.table(200)
    var settings = try settings(disorder: .hours(1))
    settings.log.start = FeatureStream.start
    var watch = try DriftWatch(reference: reference, settings)
    try watch.add(
      stream.table(3),
      times: [-1, 0.1, 9000].map { FeatureStream.start.advanced(by: .days($0)) })
    try watch.add(stream.table(300), times: FeatureStream.times(300, days: 3))
    #expect(watch.reports.count == 2)
    try watch.add(stream.table(1), times: [FeatureStream.start.advanced(by: .days(0.5))])
    try watch.finish()
    #expect(watch.reports.map(\.rowCount) == [101, 100, 100])
    #expect(watch.tally.beforeStart == 1)
    #expect(watch.tally.clockJumps == 1)
    #expect(watch.tally.tooLate == 1)
  }

  @Test func `a single row, no rows, and one window of one value are no crash`() throws {
    var stream = FeatureStream(seed: 8)
    let reference = stream.table(50)
    #expect(try reports(reference, settings(), []).isEmpty)
    #expect(try reports(reference, settings(), [(stream.table(0), [])]).isEmpty)
    let one = try reports(reference, settings(), [(stream.table(1), [FeatureStream.start])])
    #expect(one.map(\.rowCount) == [1])
    #expect(one[0].columns.allSatisfy { !$0.hasMoved })
    let infinite = Table([
      Column(name: "age", numbers: [.infinity, -.infinity, 3, 4]),
      Column(name: "income", numbers: [1, 1, 1, 1]),
    ])
    let odd = try reports(
      reference, settings(), [(infinite, FeatureStream.times(4, days: 0.5))])
    #expect(odd[0].notes.contains { $0.contains("infinite values") })
  }

  @Test func `the exhibit has a row for each column and window`() throws {
    var stream = FeatureStream(seed: 9)
    let reference = stream.table(300)
    let found = try reports(
      reference, settings(), [(stream.table(400), FeatureStream.times(400, days: 2))])
    let exhibit = DriftReport.exhibit(found)
    #expect(exhibit.kind == "watch_drift")
    for series in exhibit.series.values {
      switch series {
      case .numbers(let numbers): #expect(numbers.count == 14)
      case .words(let words): #expect(words.count == 14)
      }
    }
    guard case .numbers(let starts)? = exhibit.series["start"] else {
      Issue.record("no starts")
      return
    }
    // 2025-02-01T00:00Z and a day later.
    #expect(Set(starts) == [1_738_368_000, 1_738_454_400])
    #expect(found[0].json["rows"] != nil)
  }

  @Test func `settings without meaning are refused`() throws {
    let reference = FeatureStream(seed: 10).with { $0.table(10) }
    for change in [
      { $0.tolerance = -1 }, { $0.tolerance = .nan }, { $0.days = 0 }, { $0.falseAlarms = .nan },
      { $0.exactRows = -1 }, { $0.roles = DriftRoles(ignored: ["nothing"]) },
      { $0.log.minimumRun = 0 },
    ] as [(inout DriftWatchSettings) -> Void] {
      var settings = try settings()
      change(&settings)
      #expect(throws: MonitoringError.self) { try DriftWatch(reference: reference, settings) }
    }
    #expect(throws: MonitoringError.self) {
      try DriftWatch(reference: Table([]), settings())
    }
  }
}

extension FeatureStream {
  func with<Result>(_ body: (inout FeatureStream) -> Result) -> Result {
    var copy = self
    return body(&copy)
  }
}
