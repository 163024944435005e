import Testing

@testable import VaglioMonitoring

@Suite struct EventLogTests {
  private func event(_ day: Double, _ id: Int, score: Double = 0.5) -> MonitoredEvent {
    .prediction(
      key: UInt64(id), at: Instant(microseconds: 0).advanced(by: .days(day)), score: score)
  }

  @Test func `a single event from another time is set aside, a month without data is not`() throws {
    var log = try EventLog()
    for id in 0..<10 { try log.add(event(Double(id), id)) }
    // A month without data, then three events.
    for id in 10..<13 { try log.add(event(40 + Double(id - 10), id)) }
    // Two clocks that jumped: far ahead, and back to the beginning of time.
    try log.add(event(40_000, 20))
    try log.add(event(-20_000, 21))
    #expect(log.finish().map(\.key) == Array(0..<13).map { UInt64($0) })
    #expect(log.tally.clockJumps == 2)
  }

  @Test func `events before the start are set aside`() throws {
    var log = try EventLog(
      EventLog.Settings(start: Instant(microseconds: 0).advanced(by: .days(1))))
    for id in 0..<4 { try log.add(event(Double(id) / 2, id)) }
    #expect(log.finish().count == 2)
    #expect(log.tally.beforeStart == 2)
  }

  @Test func `few events are a run where none is longer`() throws {
    var log = try EventLog()
    try log.add(event(1, 1))
    #expect(log.finish().count == 1)
    #expect(log.tally.clockJumps == 0)
  }

  @Test func `a far event does not carry the watermark along`() throws {
    var log = try EventLog(EventLog.Settings(disorder: .days(2)))
    for id in 0..<10 { try log.add(event(Double(id), id)) }
    try log.add(event(9000, 99))
    // The watermark is day 9; events before day 7 leave.
    #expect(log.release().map(\.key) == [0, 1, 2, 3, 4, 5, 6])
    try log.add(event(6.5, 50))
    #expect(log.tally.tooLate == 1)
    try log.add(event(7.5, 51))
    #expect(log.finish().map(\.key) == [7, 51, 8, 9])
    #expect(log.tally.clockJumps == 1)
  }

  @Test func `equal events count once`() throws {
    var log = try EventLog()
    for _ in 0..<3 { try log.add(event(1, 1)) }
    try log.add(event(1, 1, score: 0.6))
    #expect(log.finish().count == 2)
    #expect(log.tally.duplicates == 2)
  }

  @Test func `a full log says so`() throws {
    var log = try EventLog(EventLog.Settings(capacity: 2))
    try log.add(event(1, 1))
    try log.add(event(1, 2))
    #expect(throws: MonitoringError.logFull(2)) { try log.add(event(1, 3)) }
  }

  @Test func `settings without meaning are refused`() {
    #expect(throws: MonitoringError.self) { try EventLog(EventLog.Settings(disorder: .days(-1))) }
    #expect(throws: MonitoringError.self) { try EventLog(EventLog.Settings(largestJump: .zero)) }
    #expect(throws: MonitoringError.self) { try EventLog(EventLog.Settings(minimumRun: 0)) }
  }
}
