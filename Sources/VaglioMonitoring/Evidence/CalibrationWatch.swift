internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The sequential calibration test on all rows and on segments, with the false discovery rate kept over
/// segments by e-BH at any look.
struct CalibrationWatch: Codable, Hashable, Sendable {
  let alpha: Double
  /// The segments watched; 0 is all rows.
  let numbers: [Int]
  /// How long evidence is gathered before the test starts anew.
  let period: TimeSpan
  private var test: CalibrationTest
  private var started: Instant?

  init(
    alpha: Double, period: TimeSpan, segments numbers: [Int]
  ) throws(MonitoringError) {
    (self.alpha, self.period, self.numbers) = (alpha, period, numbers)
    test = try Self.empty(numbers.count)
  }

  private static func empty(_ count: Int) throws(MonitoringError) -> CalibrationTest {
    do { return try CalibrationTest(segmentCount: count) } catch {
      throw .evidence(error.description)
    }
  }

  /// Takes rows, recalibrated if there are maps; their order does not matter.
  mutating func take(
    _ rows: LabelledColumns, _ recalibration: ScoreRecalibration?
  ) throws(MonitoringError) {
    guard !rows.isEmpty else { return }
    if started == nil { started = rows.times.first }
    do {
      try test.add(rows, numbers, recalibration)
    } catch {
      throw .evidence("calibration: \(error)")
    }
  }

  /// For each column the place of each row's segment among `numbers`, −1 for none; `all` first if it is
  /// among them.
  static func columns(_ codes: [SegmentCodes], _ numbers: [Int]) -> [[Int32]] {
    var places = [Int32](repeating: -1, count: (numbers.max() ?? 0) + 1)
    for (place, number) in numbers.enumerated() { places[number] = Int32(place) }
    var columns: [[Int32]] = []
    if places[0] >= 0 { columns.append(Array(repeating: places[0], count: codes.count)) }
    for lane in 0..<SegmentColumns.mostColumns {
      let column = codes.map { code -> Int32 in
        let number = Int(code.numbers[lane])
        return number > 0 && number < places.count ? places[number] : -1
      }
      if column.contains(where: { $0 >= 0 }) { columns.append(column) }
    }
    return columns
  }

  /// Whether some segment is found.
  var hasFound: Bool { signals("", .none).contains { $0.isRaised == true } }

  /// What the test says of each segment.
  func signals(_ alert: String, _ segments: SegmentColumns) -> [Signal] {
    let evidence = numbers.indices.map { try? test.evidence(segment: $0) }
    let logs = evidence.map { $0?.logEValue ?? 0 }
    let found = (try? EBenjaminiHochberg.discoveries(logEValues: logs, alpha: alpha)) ?? []
    let threshold = log(Double(logs.count) / alpha)
    return numbers.indices.map { place in
      var signal = Signal(alert: alert, slice: segments.slice(numbers[place]))
      signal.evidence = logs[place]
      signal.threshold = threshold
      signal.count = evidence[place]?.rowCount ?? 0
      signal.isRaised = found.indices.contains(place) && found[place]
      signal.since = started
      return signal
    }
  }

  /// Starts anew if something was found, or the period is over.
  mutating func rearm(at now: Instant, wasFound: Bool) throws(MonitoringError) {
    let isOver = started.map { now.since($0) >= period } ?? false
    guard wasFound || isOver else { return }
    test = try Self.empty(numbers.count)
    started = nil
  }
}
