import Testing
import VaglioTables

@testable import VaglioMonitoring

@Suite struct EventTableTests {
  private let table = Table([
    Column(name: "id", texts: ["a", "b", "a", "c"]),
    Column(
      name: "at", texts: ["2025-02-01", "2025-02-01T12:00:00Z", "2025-02-01", "2025-02-02"]),
    Column(name: "score", numbers: [0.25, 0.5, 0.25, .nan]),
    Column(name: "label", texts: ["bad", nil, "bad", "good"]),
    Column(name: "known", texts: ["2025-02-03", nil, "2025-02-03", "2025-02-04"]),
    Column(name: "region", texts: ["x", "y", "x", nil]),
  ])

  @Test func `rows become predictions and labels`() throws {
    let events = try EventTable(table, id: "id", time: "at")
    let segments = try SegmentColumns(events.levels(of: ["region", "gone"]))
    #expect(segments.columns.map(\.levels) == [["x", "y"], []])
    let predictions = try events.predictions(score: "score", in: segments)
    #expect(predictions.count == 4)
    #expect(predictions[0] == predictions[2])
    #expect(predictions[0].key == MonitoredEvent.key(id: "a"))
    #expect(predictions[1].time == Instant("2025-02-01T12:00:00Z"))
    #expect(predictions[3].value.isNaN)
    // Segments: 1 x, 2 y, 3 other, 4 missing; 5 other, 6 missing of the column that is gone.
    #expect(predictions.map { $0.segments.numbers[0] } == [1, 2, 1, 4])
    #expect(predictions.map { $0.segments.numbers[1] } == [6, 6, 6, 6])
    let labels = try events.labels("label", knownAt: "known", positive: "bad")
    #expect(labels.map(\.value) == [1, 1, 0])
    #expect(labels[2].time == Instant("2025-02-04"))
    let corrections = try events.corrections("label", positive: "bad")
    #expect(corrections.allSatisfy { $0.kind == .correction })
    #expect(corrections[0].time == Instant("2025-02-01"))
  }

  @Test func `rows without id or time, and columns of another type, are refused`() throws {
    #expect(throws: TableError.self) { try EventTable(table, id: "known", time: "at") }
    #expect(throws: TableError.self) { try EventTable(table, id: "id", time: "known") }
    #expect(throws: TableError.self) { try EventTable(table, id: "id", time: "score") }
    #expect(throws: TableError.self) { try EventTable(table, id: "id", time: "region") }
    let events = try EventTable(table, id: "id", time: "at")
    #expect(throws: TableError.self) { try events.predictions(score: "region") }
    #expect(throws: TableError.self) { try events.labels("label", positive: "badd") }
    #expect(throws: TableError.self) { try events.labels("label") }
  }
}
