import Glibc
import Vaglio

/// Times the comparison of two files of rows in memory, and prints a digest of all findings.
///
///     DriftBenchmark REFERENCE CURRENT [THREADS]
@main
enum DriftBenchmark {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else {
      print("usage: DriftBenchmark REFERENCE CURRENT [THREADS]")
      exit(2)
    }
    let threads = arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1
    do {
      let reader = TableReader(threads: threads)
      var start = cpuSeconds()
      let reference = try reader.read([arguments[0]], columns: columns)
      let current = try reader.read([arguments[1]], columns: columns)
      report("read", since: start)
      start = cpuSeconds()
      let analysis = try DriftAnalysis(
        reference: reference, current: current, options: DriftOptions(threads: threads))
      report("compared", since: start)
      let text = CanonicalJSON.text(of: .array(analysis.findings.map(\.json)))
      print("findings \(analysis.findings.count), digest \(RowKey.hash(text))")
      for finding in analysis.findings where finding.measure.hasPrefix("drift.ks[") {
        print(finding.measure, finding.estimate.value ?? .nan, finding.test?.pValue ?? .nan)
      }
    } catch {
      print("error: \(error)")
      exit(2)
    }
  }

  /// The columns of the generated rows, twelve of numbers and eight of levels.
  private static let columns =
    [
      "age", "income", "debt_ratio", "tenure", "balance", "n_trans", "util", "x1", "x2", "x3",
      "x4", "x5",
    ].map { ColumnRequest($0, as: .number) }
    + ["sex", "channel", "product", "region", "job", "month_open", "branch", "merchant"]
    .map { ColumnRequest($0, as: .category) }

  private static func report(_ step: String, since start: Double) {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds = ((cpuSeconds() - start) * 100).rounded() / 100
    print("\(step): CPU \(seconds) s, peak \(usage.ru_maxrss / 1024) MB")
  }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
