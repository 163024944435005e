import Glibc
import VaglioMonitoring
import VaglioStatistics
import VaglioTables

/// Watches 20 columns for drift: 30 windows of a day against a reference of as many rows, blocks of 10,000
/// rows out of order by up to an hour, and prints CPU seconds and memory as one JSON object.
enum DriftWatchBenchmark {
  static let days = 30

  static func run(rows: Int) throws {
    let begun = MonitoringBenchmark.seconds()
    var watch = try DriftWatch(
      reference: table(rows: rows, day: -1, block: 0),
      DriftWatchSettings(
        plan: WindowPlan(width: .days(1), horizon: .zero),
        log: EventLog.Settings(disorder: .hours(2))))
    let prepared = MonitoringBenchmark.seconds()
    var (making, most) = (0.0, 0)
    let size = min(rows, 10_000)
    for day in 0..<days {
      for block in 0..<(rows / size) {
        let start = MonitoringBenchmark.seconds()
        let table = table(rows: size, day: day, block: block)
        let times = (0..<size).map { row in
          let place = Double(block * size + row) / Double(rows)
          return Instant(microseconds: 0).advanced(
            by: .days(Double(day) + min(0.999, place + (row % 7 == 0 ? 0.02 : 0))))
        }
        making += MonitoringBenchmark.seconds() - start
        try watch.add(table, times: times)
        most = max(most, watch.heldValues)
      }
    }
    try watch.finish()
    let named = watch.reports.count { !$0.moved.isEmpty }
    print(
      "{\"rows_per_window\": \(rows), \"windows\": \(watch.reports.count), "
        + "\"reference_cpu_s\": \(prepared - begun), "
        + "\"watch_cpu_s\": \(MonitoringBenchmark.seconds() - prepared - making), "
        + "\"held_values\": \(most), \"resident_mb\": \(MonitoringBenchmark.residentMegabytes()), "
        + "\"windows_naming_a_column\": \(named)}")
  }

  /// Twelve columns of numbers and eight of texts.
  private static func table(rows: Int, day: Int, block: Int) -> Table {
    let first = UInt64((day + 1) * 1_000 + block) &* 1_000_003
    let columns = (0..<20).map { column in
      let draws = KeyedUniform(seed: UInt64(column))
      let numbers = (0..<rows).map { draws.number(ofKey: first &+ UInt64($0)) }
      guard column >= 12 else {
        return Column(
          name: "x\(column)",
          numbers: numbers.map { column < 9 ? log(1 / (1 - $0)) : ($0 * 50).rounded() })
      }
      let levels = [2, 3, 5, 8, 12, 20, 50, 200][column - 12]
      return Column(
        name: "c\(column)",
        values: .categories(
          Categories(
            codes: numbers.map { Int32($0 * $0 * Double(levels)) },
            levels: (0..<levels).map { "level\($0)" })))
    }
    return Table(columns)
  }
}
