import VaglioTables

@testable import VaglioMonitoring

/// Rows of features of all types with their times: numbers with and without missing values, texts, truth
/// values, times.
struct FeatureStream {
  var numbers: SeededNumbers
  /// How far the age is shifted, in years of a standard deviation of 13.
  var ageShift = 0.0
  /// The share of incomes that are missing.
  var missingIncome = 0.03
  /// How the channels are tilted.
  var tilt = 0.0

  static let start = Instant("2025-02-01") ?? Instant(microseconds: 0)

  init(seed: UInt64) { numbers = SeededNumbers(seed) }

  mutating func table(_ rows: Int) -> Table {
    var (ages, incomes, counts) = ([Double](), [Double](), [Double]())
    var (channels, jobs, truths, times) = ([String?](), [String?](), [Bool](), [Int64]())
    for _ in 0..<rows {
      ages.append((41 + ageShift + 13 * numbers.normal()).rounded())
      let income = 0.6 * numbers.normal()
      incomes.append(numbers.uniform() < missingIncome ? .nan : income)
      counts.append((3 * numbers.exponential()).rounded(.down))
      channels.append("ch_\(numbers.zipf(3, tilt: tilt))")
      jobs.append(numbers.uniform() < 0.05 ? nil : "jo_\(numbers.zipf(12))")
      truths.append(numbers.uniform() < 0.3)
      times.append(Int64(numbers.uniform() * 1e12))
    }
    return Table([
      Column(name: "age", numbers: ages), Column(name: "income", numbers: incomes),
      Column(name: "visits", numbers: counts), Column(name: "channel", texts: channels),
      Column(name: "job", texts: jobs), Column(name: "member", values: .booleans(truths)),
      Column(name: "opened", values: .times(times)),
    ])
  }

  /// The times of rows that come evenly over some days.
  static func times(_ rows: Int, days: Double, from day: Double = 0) -> [Instant] {
    (0..<rows).map {
      start.advanced(by: .days(day + days * (Double($0) + 0.5) / Double(rows)))
    }
  }
}
