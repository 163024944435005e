import Testing
import VaglioFindings

@testable import VaglioMonitoring

@Suite struct ArrivalOrderTests {
  static let start = Instant("2025-02-01") ?? Instant(microseconds: 0)

  static func settings(
    disorder: TimeSpan? = nil, alerts: Bool = true
  ) throws -> MonitorSettings {
    let rules = try AlertRules(
      parsing: """
        version: 1
        budget: {days: 90, rows-per-day: 500}
        alerts:
          - {name: calibration, watch: calibration, segments: [region, channel]}
          - {name: loss, watch: loss, loss: brier_score, baseline: 0.08, segments: [region]}
          - {name: auc, watch: metric, metric: roc_auc, at-least: 0.9, min-coverage: 0.8}
        """)
    return MonitorSettings(
      task: try .binary(),
      plan: try WindowPlan(width: .days(2), step: .days(1), horizon: .days(3)),
      segments: try SegmentColumns(CreditStream.columns),
      log: EventLog.Settings(disorder: disorder), alerts: alerts ? rules : nil)
  }

  /// All that a monitor says, as bytes.
  static func bytes(
    _ events: [MonitoredEvent], _ settings: MonitorSettings
  ) throws -> (bytes: [UInt8], monitor: Monitor) {
    var monitor = try Monitor(settings)
    try monitor.add(events)
    try monitor.finish()
    return (CanonicalJSON.bytes(of: monitor.record), monitor)
  }

  /// A stream with everything that can happen to labels.
  static func untidy(_ segments: SegmentColumns, count: Int = 3000) -> [MonitoredEvent] {
    var stream = CreditStream(seed: 5, isDrifted: true)
    var events = stream.events(count, days: 8, from: start, segments)
    var numbers = SeededNumbers(17)
    for event in events where event.kind == .label {
      let draw = numbers.uniform()
      let later = event.time.advanced(by: .hours(5 * numbers.uniform()))
      if draw < 0.05 {
        events.append(.correction(key: event.key, at: later, value: 1 - event.value))
      } else if draw < 0.1 {
        events.append(event)
      } else if draw < 0.12 {
        events.append(.label(key: event.key, at: later, value: 1 - event.value))
      } else if draw < 0.14 {
        events.append(
          .label(key: event.key, at: event.time.advanced(by: .days(-2)), value: event.value))
      } else if draw < 0.15 {
        events.append(.label(key: event.key &+ 1, at: later, value: 1))
      } else if draw < 0.16 {
        events.append(.prediction(key: event.key, at: event.time, score: 0.3))
      }
    }
    return events
  }

  @Test func `any order of arrival gives the same bytes`() throws {
    let settings = try Self.settings()
    let events = Self.untidy(settings.segments)
    let (first, monitor) = try Self.bytes(events, settings)
    #expect(monitor.tally.conflictingLabels > 0)
    #expect(monitor.tally.duplicates > 0)
    #expect(monitor.tally.unknownIDs > 0)
    #expect(monitor.tally.labelsBeforePredictions > 0)
    #expect(monitor.tally.conflictingPredictions > 0)
    #expect(monitor.tally.corrections > 0)
    #expect(monitor.changes.contains { $0.phase == .firing })
    for seed in 1...4 as ClosedRange<UInt64> {
      var numbers = SeededNumbers(seed)
      var shuffled = events
      numbers.shuffle(&shuffled)
      #expect(try Self.bytes(shuffled, settings).bytes == first)
    }
  }

  @Test func `within the allowed disorder a log that lets go gives the same bytes`() throws {
    let held = try Self.settings()
    var events = Self.untidy(held.segments, count: 12_000)
    let (whole, _) = try Self.bytes(events, held)
    let released = try Self.settings(disorder: .days(1))
    var numbers = SeededNumbers(3)
    // Each event comes at most a day after its time.
    let arrivals = events.map { ($0.time.advanced(by: .days(0.99 * numbers.uniform())), $0) }
    events = arrivals.sorted { $0.0 < $1.0 }.map(\.1)
    var monitor = try Monitor(released)
    try monitor.add(events)
    #expect(monitor.log.waitingCount < events.count)
    try monitor.finish()
    #expect(monitor.tally.tooLate == 0)
    #expect(CanonicalJSON.bytes(of: monitor.record) == whole)
  }

  @Test func `logs merge in any order`() throws {
    let settings = try Self.settings()
    let events = Self.untidy(settings.segments, count: 500)
    var whole = try EventLog()
    for event in events { try whole.add(event) }
    var parts = try [EventLog(), EventLog(), EventLog()]
    for (place, event) in events.enumerated() { try parts[place % 3].add(event) }
    var (ab, bc) = (parts[0], parts[1])
    try ab.merge(parts[1])
    try ab.merge(parts[2])
    try bc.merge(parts[2])
    try bc.merge(parts[0])
    let expected = whole.finish()
    #expect(ab.finish() == expected)
    #expect(bc.finish() == expected)
    #expect(throws: MonitoringError.alreadyReleased) { try parts[0].merge(whole) }
  }

  @Test func `a corrected label leaves no trace of the old one in any window`() throws {
    let settings = try Self.settings(alerts: false)
    var stream = CreditStream(seed: 8, isDrifted: false)
    let clean = stream.events(1500, days: 5, from: Self.start, settings.segments)
    // The same stream with every third label wrong first, and put right a second later.
    var wrong = clean
    for (place, event) in clean.enumerated()
    where event.kind == .label && place % 3 == 0 {
      wrong[place] = .label(key: event.key, at: event.time, value: 1 - event.value)
      wrong.append(
        .correction(
          key: event.key, at: event.time.advanced(by: .seconds(1)), value: event.value))
    }
    let (_, first) = try Self.bytes(clean, settings)
    let (_, second) = try Self.bytes(wrong, settings)
    // Only corrections of labels that came too late themselves are too late.
    #expect(second.tally.corrections > 400)
    #expect(second.tally.lateLabels - first.tally.lateLabels <= first.tally.lateLabels)
    #expect(
      first.reports.map { CanonicalJSON.text(of: $0.json) }
        == second.reports.map { CanonicalJSON.text(of: $0.json) })
  }
}
