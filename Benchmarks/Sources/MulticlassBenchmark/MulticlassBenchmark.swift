import Glibc
import Vaglio

/// Times the evaluation of a model of several classes on rows that are already in memory, in CPU
/// seconds of one thread: the standard metrics with their intervals, and the comparison of two models.
///
/// `MulticlassBenchmark [rows [classes [FILE]]]`, 1,000,000 rows of 10 classes by default. With FILE
/// the rows come from the binary file that `peers/multiclass_sklearn.py --vaglio` writes, and the values
/// are printed as lines `name value`, for the peer to be held against.
@main
struct MulticlassBenchmark {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let rows = arguments.first.flatMap { Int($0) } ?? 1_000_000
    let classes = arguments.dropFirst().first.flatMap { Int($0) } ?? 10
    let names = (0..<classes).map { "\($0)" }
    let pair =
      arguments.count > 2 ? read(arguments[2], rows, names) : (drawn(rows, names, 1), nil)
    let metrics = MetricCatalogue.multiclassStandard(classes: names)
    if arguments.count > 2 {
      let found = timed("standard set", rows) { evaluate(metrics, pair.0) }
      for finding in found {
        print("value \(finding.measure) \(finding.estimate.value ?? .nan)")
      }
      return
    }
    for metric in metrics.filter({ !$0.name.contains("[class") }) {
      _ = timed(metric.name, rows) { evaluate([metric], pair.0) }
    }
    _ = timed("standard set", rows) { evaluate(metrics, pair.0) }
    let other = drawn(rows, names, 2, labels: pair.0.labels)
    _ = timed("standard set, two models and their difference", rows) {
      Analysis(
        metrics: metrics, level: .ninetyFivePercent, resamples: 2000, seed: 7, contrasted: [],
        threads: 1
      ).findings(on: Paired(candidate: fresh(pair.0), production: other), slicings: [])
    }
  }

  /// Fresh outcomes, so that nothing cached by an earlier run is reused; their decisions are made anew.
  private static func fresh(_ outcomes: MulticlassOutcomes) -> MulticlassOutcomes {
    MulticlassOutcomes(
      classes: outcomes.classes, labels: outcomes.labels, scores: outcomes.scores)
  }

  private static func evaluate(
    _ metrics: [any Metric<MulticlassOutcomes>], _ outcomes: MulticlassOutcomes
  ) -> [Finding] {
    Evaluation(metrics: metrics, level: .ninetyFivePercent)
      .findings(on: fresh(outcomes), subject: .model)
  }

  /// Probabilities that lean towards the label.
  private static func drawn(
    _ rows: Int, _ classes: [String], _ seed: UInt64, labels: [Int32]? = nil
  ) -> MulticlassOutcomes {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let labels = labels ?? (0..<rows).map { _ in Int32(uniform() * Double(classes.count)) }
    var scores = [[Double]](repeating: [Double](repeating: 0, count: rows), count: classes.count)
    for row in 0..<rows {
      var sum = 0.0
      for number in classes.indices {
        let part = exp(2 * uniform() + (Int(labels[row]) == number ? 1 : 0))
        scores[number][row] = part
        sum += part
      }
      for number in classes.indices { scores[number][row] /= sum }
    }
    return MulticlassOutcomes(classes: classes, labels: labels, scores: scores)
  }

  /// Rows of a file: labels as 32-bit integers, then one column of doubles per class.
  private static func read(
    _ path: String, _ rows: Int, _ classes: [String]
  ) -> (MulticlassOutcomes, Int?) {
    guard let file = fopen(path, "rb") else { fatalError("\(path) can't be read") }
    defer { fclose(file) }
    func column<Value>(_ zero: Value) -> [Value] {
      var values = [Value](repeating: zero, count: rows)
      let count = fread(&values, MemoryLayout<Value>.stride, rows, file)
      precondition(count == rows, "\(path) is too short")
      return values
    }
    let labels = column(Int32(0))
    let scores = classes.map { _ in column(0.0) }
    return (MulticlassOutcomes(classes: classes, labels: labels, scores: scores), nil)
  }

  /// Prints the CPU time of `work` in seconds and per row.
  private static func timed(_ name: String, _ rows: Int, _ work: () -> [Finding]) -> [Finding] {
    let start = clock()
    let found = work()
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    print(
      "\(name): \(seconds) s, \(seconds / Double(rows) * 1e9) ns a row, \(found.count) findings")
    return found
  }
}
