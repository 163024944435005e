import Glibc
import VaglioEvaluation
import VaglioTables

@testable import VaglioMonitoring

/// A stream of the law of a credit portfolio: a score that is nearly calibrated, segments of five
/// columns, and, drifted, a younger channel mix and labels that come oftener in region 3 alone.
struct CreditStream {
  struct Row {
    var score: Double
    var label: Double
    var values: [String?]
    /// Age, income, debt and utilisation.
    var numbers: [Double]
  }

  static let columns: [(name: String, levels: [String])] = [
    ("region", (0..<8).map { "re_\($0)" }), ("channel", (0..<3).map { "ch_\($0)" }),
    ("product", (0..<5).map { "pr_\($0)" }), ("job", (0..<12).map { "jo_\($0)" }),
    ("sex", (0..<2).map { "se_\($0)" }),
  ]

  var numbers: SeededNumbers
  let isDrifted: Bool

  init(seed: UInt64, isDrifted: Bool) {
    (numbers, self.isDrifted) = (SeededNumbers(seed), isDrifted)
  }

  /// Beta(2, 5) as an order statistic: the second smallest of six uniforms.
  private mutating func beta25() -> Double {
    (0..<6).map { _ in numbers.uniform() }.sorted()[1]
  }

  mutating func next() -> Row {
    let age = min(95, max(18, (41 + (isDrifted ? 2 : 0) + 13 * numbers.normal()).rounded()))
    let income = (isDrifted ? 0.15 : 0) + 0.6 * numbers.normal()
    let (debt, util) = (beta25(), pow(numbers.uniform(), 1 / 1.2) * 0.75)
    let tenure = 4 * numbers.exponential()
    let x1 = numbers.normal()
    let x2 = 0.6 * x1 + 0.8 * numbers.normal()
    let (x3, x4) = (1.2 * numbers.normal(), 2 * numbers.uniform() - 1)
    let (region, channel) = (numbers.zipf(8), numbers.zipf(3, tilt: isDrifted ? 0.15 : 0))
    let (product, job, sex) = (numbers.zipf(5), numbers.zipf(12), numbers.zipf(2))
    var z = -3.0 + 0.02 * (41 - age) - 0.7 * income + 2.2 * debt + 1.4 * util - 0.05 * tenure
    z += 0.4 * x1 - 0.3 * x2 + (x4 > 0 ? 0.5 * x3 : 0) + (channel == 2 ? 0.25 : 0)
    z += 0.08 * Double(product - 2) + 0.2 * sin(Double(region))
    let truth = z + (isDrifted && region == 3 ? 0.9 : 0) - (isDrifted && job == 1 ? 0.2 : 0)
    let label: Double = numbers.uniform() < 1 / (1 + exp(-truth)) ? 1 : 0
    let score = 1 / (1 + exp(-(1.15 * z + 0.3 * numbers.normal() + 0.05)))
    return Row(
      score: score, label: label,
      values: ["re_\(region)", "ch_\(channel)", "pr_\(product)", "jo_\(job)", "se_\(sex)"],
      numbers: [age, income, debt, util])
  }

  /// Rows as a table of the features.
  static func table(_ rows: [Row]) -> Table {
    let names = ["age", "income", "debt", "utilisation"]
    return Table(
      names.enumerated().map { place, name in
        Column(name: name, numbers: rows.map { $0.numbers[place] })
      }
        + columns.enumerated().map { place, column in
          Column(name: column.name, texts: rows.map { $0.values[place] })
        })
  }

  /// The map that recalibrates the score, fitted to rows without drift.
  static func recalibration(seed: UInt64 = 99, rows: Int = 60_000) throws -> LogitLine {
    var stream = CreditStream(seed: seed, isDrifted: false)
    let sample = (0..<rows).map { _ in stream.next() }
    return try PlattScaling().fit(
      to: CalibrationSample(
        BinaryOutcomes(labels: sample.map { UInt8($0.label) }, scores: sample.map(\.score))))
  }

  /// Predictions evenly over `days`, labels after exponential delays of a mean of half a day.
  mutating func events(
    _ count: Int, days: Double, from start: Instant, _ segments: SegmentColumns,
    recalibrated map: LogitLine? = nil, labelShare: Double = 1, firstID: Int = 0
  ) -> [MonitoredEvent] {
    var events: [MonitoredEvent] = []
    for number in 0..<count {
      let row = next()
      let key = MonitoredEvent.key(id: "id-\(firstID + number)")
      let time = start.advanced(by: .days(days * (Double(number) + 0.5) / Double(count)))
      events.append(
        .prediction(
          key: key, at: time, score: map.map { $0.probability(of: row.score) } ?? row.score,
          in: segments.codes(row.values)))
      if numbers.uniform() < labelShare {
        let delay = TimeSpan.days(0.5 * numbers.exponential())
        events.append(.label(key: key, at: time.advanced(by: delay), value: row.label))
      }
    }
    return events
  }
}
