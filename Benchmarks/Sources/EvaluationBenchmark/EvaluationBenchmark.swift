import Glibc
import Vaglio

/// Times the comparison of two binary models on rows that are already in memory, in CPU seconds of
/// one thread: all metrics with intervals, for both models and their difference.
///
/// `EvaluationBenchmark [rows [groups]]`, 10,000,000 rows in 15 groups by default.
@main
struct EvaluationBenchmark {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let rows = arguments.first ?? 10_000_000
    let groups = arguments.dropFirst().first ?? 15
    let pair = drawn(rows)
    for metric in MetricCatalogue.binary {
      timed(metric.name, rows) { findings([metric], pair, []) }
    }
    timed("all metrics", rows) { findings(MetricCatalogue.binary, pair, []) }
    let slices = (0..<groups).map { group in
      SliceRows(
        slice: Slice([.init(column: "group", value: "\(group)")]),
        rows: (0..<Int32(rows)).filter { Int($0) % groups == group })
    }
    timed("all metrics, \(groups) slices", rows) {
      findings(MetricCatalogue.binary, pair, [slices])
    }
  }

  private static func findings(
    _ metrics: [any Metric<BinaryOutcomes>], _ pair: Paired<BinaryOutcomes>,
    _ slicings: [[SliceRows]]
  ) -> Int {
    // Fresh outcomes, so that nothing cached by an earlier run is reused.
    let fresh = Paired(
      candidate: BinaryOutcomes(labels: pair.candidate.labels, scores: pair.candidate.scores),
      production: BinaryOutcomes(labels: pair.production.labels, scores: pair.production.scores))
    return Analysis(
      metrics: metrics, level: .ninetyFivePercent, resamples: 2000, seed: 7, contrasted: [],
      threads: 1
    ).findings(on: fresh, slicings: slicings).count
  }

  /// Two models of one label, the second a little worse.
  private static func drawn(_ rows: Int) -> Paired<BinaryOutcomes> {
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var labels: [UInt8] = []
    var scores: ([Double], [Double]) = ([], [])
    for _ in 0..<rows {
      let risk = uniform() * uniform()
      labels.append(uniform() < risk ? 1 : 0)
      scores.0.append(min(1, max(0, risk + 0.1 * (uniform() - 0.5))))
      scores.1.append(min(1, max(0, risk + 0.2 * (uniform() - 0.5))))
    }
    return Paired(
      candidate: BinaryOutcomes(labels: labels, scores: scores.0),
      production: BinaryOutcomes(labels: labels, scores: scores.1))
  }

  /// Prints the CPU time of `work` in seconds and per row.
  private static func timed(_ name: String, _ rows: Int, _ work: () -> Int) {
    let start = clock()
    let count = work()
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    print("\(name): \(seconds) s, \(seconds / Double(rows) * 1e9) ns a row, \(count) findings")
  }
}
