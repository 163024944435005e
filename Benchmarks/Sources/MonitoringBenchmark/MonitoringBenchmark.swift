import Glibc
import VaglioMonitoring
import VaglioStatistics

/// Replays hashed predictions and their labels over 90 days through windows and alerts, and prints, as one
/// JSON object for each tenth of the days, events per CPU second and the memory of the process.
///
/// `MonitoringBenchmark [EVENTS]`: 10 million by default, half of them labels, which take up to two
/// days; 50 segments in five columns, windows of a day, labels accepted for three. Watched are
/// calibration, the Brier score and the residual in all segments, and the area under the ROC curve.
/// Events of one hour come out of order. `MonitoringBenchmark drift [ROWS]` watches columns for drift.
@main
struct MonitoringBenchmark {
  static let levels = [8, 10, 12, 8, 12]
  static let days = 90

  static func main() throws {
    if CommandLine.arguments.dropFirst().first == "drift" {
      let rows = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 100_000
      return try DriftWatchBenchmark.run(rows: rows)
    }
    let events = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000_000
    var monitor = try Monitor(settings(rowsPerDay: Double(events / 2 / days)))
    let segments = monitor.settings.segments
    let codes = codes(segments)
    var labels = [[MonitoredEvent]](repeating: [], count: 24 * days + 49)
    var (fed, windows, firings, begun) = (0, 0, 0, seconds())
    let perHour = events / 2 / (24 * days)
    for hour in 0..<(24 * days) {
      let start = Instant(microseconds: Int64(hour) * 3_600_000_000)
      for number in 0..<perHour {
        let key = UInt64(hour * perHour + number)
        let draw = Draw(key)
        let time = start.advanced(by: .seconds(3600 * draw[0]))
        try monitor.add(
          .prediction(key: key, at: time, score: draw[1], in: codes[Int(draw[2] * 997)]))
        let delay = TimeSpan.hours(48 * draw[3])
        let arrival = time.advanced(by: delay)
        labels[Int(arrival.microseconds / 3_600_000_000)].append(
          .label(key: key, at: arrival, value: draw[4] < draw[1] ? 1 : 0))
      }
      try monitor.add(labels[hour])
      fed += perHour + labels[hour].count
      labels[hour] = []
      windows += monitor.takeReports().count
      firings += monitor.takeChanges().count { $0.phase == .firing }
      guard (hour + 1) % (24 * days / 10) == 0 else { continue }
      let now = seconds()
      print(
        "{\"day\": \((hour + 1) / 24), \"events\": \(fed), \"events_per_cpu_second\": "
          + "\(Int(Double(fed) / (now - begun))), \"held\": \(monitor.heldCount), "
          + "\"resident_mb\": \(residentMegabytes()), \"windows\": \(windows), "
          + "\"firings\": \(firings)}")
      (fed, begun) = (0, now)
    }
    try monitor.finish()
    precondition(monitor.tally.tooLate == 0 && monitor.tally.unknownIDs == 0)
  }

  static func settings(rowsPerDay: Double) throws -> MonitorSettings {
    let columns = levels.enumerated().map { place, count in
      (name: "column\(place)", levels: (0..<count).map { "level\($0)" })
    }
    let names = columns.map(\.name).joined(separator: ", ")
    return MonitorSettings(
      task: try .binary(),
      plan: try WindowPlan(width: .days(1), horizon: .days(3)),
      segments: try SegmentColumns(columns),
      log: EventLog.Settings(disorder: .hours(1)),
      alerts: try AlertRules(
        parsing: """
          version: 1
          budget: {days: 90, rows-per-day: \(rowsPerDay)}
          alerts:
            - {name: calibration, watch: calibration, segments: [\(names)]}
            - {name: brier, watch: loss, loss: brier_score, baseline: 0.17, segments: [\(names)]}
            - {name: residual, watch: loss, loss: residual, segments: [\(names)]}
            - {name: area, watch: metric, metric: roc_auc, at-least: 0.7, min-coverage: 0.9}
          """))
  }

  /// The segments of 997 kinds of rows.
  static func codes(_ segments: SegmentColumns) -> [SegmentCodes] {
    (0..<997).map { kind in
      let draw = Draw(UInt64(kind) &+ 1 << 40)
      return segments.codes(
        levels.enumerated().map { place, count in "level\(Int(draw[place] * Double(count)))" })
    }
  }

  static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The resident set, from the kernel's table of the process.
  static func residentMegabytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var text = [CChar](repeating: 0, count: 128)
    guard fgets(&text, 128, file) != nil else { return 0 }
    let line = String(decoding: text.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let pages = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4096 / 1_048_576
  }
}

/// Numbers between 0 and 1 that hang on a key.
private struct Draw {
  let key: UInt64
  init(_ key: UInt64) { self.key = key }
  subscript(place: Int) -> Double {
    KeyedUniform(seed: UInt64(place)).number(ofKey: key)
  }
}
