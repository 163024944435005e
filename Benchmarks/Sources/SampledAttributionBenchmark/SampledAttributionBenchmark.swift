import Glibc
import VaglioAttribution
import VaglioModels

/// Explains rows by sampled coalitions, once for each seed.
///
/// `SampledAttributionBenchmark MODEL BACKGROUND ROWS METHOD EVALUATIONS SEEDS OUT [THREADS]`:
/// BACKGROUND and ROWS are files of doubles, column by column, as many columns as the model takes;
/// METHOD is `permutations` or `kernel`; at most EVALUATIONS composite rows are asked about for each
/// row. Margins' attributions and their standard errors (coalitions) are written to OUT as doubles,
/// seed by seed: first all values, then all errors. Prints what it cost.
@main
struct SampledAttributionBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    guard arguments.count >= 7, let evaluations = Int(arguments[4]), let seeds = Int(arguments[5])
    else {
      fatalError(
        "usage: SampledAttributionBenchmark MODEL BACKGROUND ROWS METHOD EVALUATIONS SEEDS OUT")
    }
    let model = try ModelCatalogue.model(contents(arguments[0]), name: arguments[0])
    guard let features = model.features else { fatalError("the model doesn't tell its features") }
    let methods: [String: SamplingMethod] = ["permutations": .permutations, "kernel": .kernel]
    guard let method = methods[arguments[3]] else { fatalError("no method \(arguments[3])") }
    let explainer = try SampledExplainer(
      model: model, background: table(contents(arguments[1]), columns: features.count),
      scale: .margin, threads: arguments.count > 7 ? Int(arguments[7]) ?? 1 : 1)
    let rows = table(contents(arguments[2]), columns: features.count)
    let budget = SamplingBudget(tolerance: nil, evaluationsPerRow: evaluations)
    var written: [Double] = []
    var spent = 0
    let begun = seconds()
    for seed in 0..<seeds {
      let found = try explainer.attributions(
        of: rows, method: method, budget: budget, seed: UInt64(seed))
      let values = found.attributions.values
      written += values
      written +=
        found.attributions.errors?.coalitions ?? Array(repeating: 0, count: values.count)
      spent += found.account.evaluations
    }
    write(written, to: arguments[6])
    print(
      #"{"cpu_seconds": \#(seconds() - begun), "evaluations_per_row": "#
        + "\(Double(spent) / Double(seeds * rows.rowCount))}")
  }

  static func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
  }

  /// All of a file, as values of one type.
  static func contents<Value>(_ path: String) -> [Value] {
    guard let file = fopen(path, "rb") else { fatalError("there is no file \(path)") }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file) / MemoryLayout<Value>.stride
    rewind(file)
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = fread(buffer.baseAddress, MemoryLayout<Value>.stride, count, file)
    }
  }

  static func table(_ values: [Double], columns: Int) -> FeatureMatrix {
    let count = values.count / columns
    return FeatureMatrix(
      numbers: (0..<columns).map { Array(values[$0 * count..<($0 + 1) * count]) })
  }

  static func write(_ values: [Double], to path: String) {
    guard let file = fopen(path, "wb") else { fatalError("cannot write \(path)") }
    fwrite(values, MemoryLayout<Double>.stride, values.count, file)
    fclose(file)
  }
}
