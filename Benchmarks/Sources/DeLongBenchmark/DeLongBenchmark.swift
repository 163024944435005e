import Glibc
import VaglioStatistics

/// Times exact sums, sorting, paired DeLong and the paired bootstrap, in CPU seconds of one thread.
///
/// `DeLongBenchmark [rows]`, 10,000,000 by default.
@main
struct DeLongBenchmark {
  static func main() {
    let rows = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000_000
    let sample = Sample(rows: rows, seed: 1)
    timed("exact sum", rows) { ExactSum(sample.first).value }
    timed("sort", rows) { RadixSort.order(of: sample.first)[rows / 2] }
    timed("sort, scores of three digits", rows) {
      RadixSort.order(of: sample.first.map { ($0 * 1000).rounded() / 1000 })[rows / 2]
    }
    timed("paired DeLong", rows) { sample.paired() }
    let small = Sample(rows: min(rows, 100_000), seed: 2)
    timed("2,000 paired resamples of \(small.labels.count) rows", 2000 * small.labels.count) {
      small.resampled(2000)
    }
    timed("2,000 resampled means of \(small.labels.count) rows", 2000 * small.labels.count) {
      small.resampledMean(2000)
    }
  }

  /// Prints the CPU time of `work` in seconds and per item.
  static func timed<Value>(_ name: String, _ items: Int, _ work: () -> Value) {
    let start = clock()
    let value = work()
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    print("\(name): \(seconds) s, \(seconds / Double(items) * 1e9) ns each (\(value))")
  }
}

/// Labels and two models' scores, drawn from a seed.
struct Sample {
  var labels: [UInt8] = []
  var first: [Double] = []
  var second: [Double] = []

  init(rows: Int, seed: UInt64) {
    var state = seed
    func uniform() -> Double {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
    for _ in 0..<rows {
      let logit = 2 * (uniform() + uniform() + uniform() - 2)
      labels.append(uniform() < 1 / (1 + exp(-logit)) ? 1 : 0)
      first.append(1 / (1 + exp(-logit - uniform())))
      second.append(1 / (1 + exp(-logit - 2 * uniform())))
    }
  }

  func paired() -> String {
    guard let classes = try? ClassLabels(labels) else { return "one class only" }
    let result = PairedDeLong(
      Placements(first, classes), Placements(second, classes), classes)
    return "\(result.difference) ± \(result.standardError ?? .nan)"
  }

  func resampled(_ replicates: Int) -> String {
    let keys = labels.indices.map { UInt64($0) }
    let bootstrap = PoissonBootstrap(seed: 7, replicates: replicates)
    let models = [first, second].map { AUCBootstrap(ScoreOrder($0), labels: labels, keys: keys) }
    let drawn = Replicates(
      estimate: 0,
      AUCBootstrap.differences(models[0], models[1], bootstrap, replicates: 0..<replicates))
    return "± \(drawn.standardError ?? .nan), DeLong \(paired())"
  }

  func resampledMean(_ replicates: Int) -> String {
    let bootstrap = PoissonBootstrap(seed: 7, replicates: replicates)
    let means = RatioBootstrap(means: first, keys: labels.indices.map { UInt64($0) })
      .values(bootstrap, replicates: 0..<replicates)
    return "± \(Replicates(estimate: 0, means).standardError ?? .nan)"
  }
}
