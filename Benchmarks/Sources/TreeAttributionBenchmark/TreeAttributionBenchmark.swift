import Glibc
import VaglioAttribution
import VaglioModels

/// Times exact attributions of tree models.
///
/// `TreeAttributionBenchmark MODEL ROWS COUNT METHOD [THREADS [BACKGROUND [VALUES]]]`: ROWS and
/// BACKGROUND are files of doubles, column by column, as many columns as the model takes; the first
/// COUNT rows are explained by METHOD (`values`, `interactions`, `banzhaf`), and the attributions
/// are written to VALUES as doubles, rows × outputs × features. Prints CPU seconds of all threads,
/// once with everything that is done before the first row, and wall seconds.
@main
struct TreeAttributionBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    guard arguments.count >= 4, let count = Int(arguments[2]) else {
      fatalError(
        "usage: TreeAttributionBenchmark MODEL ROWS COUNT METHOD [THREADS [BACKGROUND [VALUES]]]")
    }
    let threads = arguments.count > 4 ? Int(arguments[4]) ?? 1 : 1
    guard let model = try ModelCatalogue.model(contents(arguments[0]), name: "model") as? TreeModel
    else { fatalError("no trees") }
    let width = model.inputs.count
    let rows = table(contents(arguments[1]), columns: width, count: count)
    let background =
      arguments.count > 5 && arguments[5] != "-"
      ? table(contents(arguments[5]), columns: width, count: .max) : nil
    let (cpu, wall) = (seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC))
    let values = try explained(model, rows, background, arguments[3], threads)
    let spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
    let waited = seconds(CLOCK_MONOTONIC) - wall
    if arguments.count > 6 { write(values, to: arguments[6]) }
    print(
      #"{"cpu_seconds": \#(spent), "wall_seconds": \#(waited), "rows_per_cpu_second": \#(Double(count) / spent)}"#
    )
  }

  private static func explained(
    _ model: TreeModel, _ rows: CodedFeatures, _ background: CodedFeatures?, _ method: String,
    _ threads: Int
  ) throws -> [Double] {
    let explainer = try TreeExplainer(
      model.ensemble, outputs: (0..<model.ensemble.outputCount).map { "\($0)" },
      groups: FeatureGroups(each: model.inputs), background: background,
      expectedRows: rows.rowCount)
    switch method {
    case "values": return explainer.attributions(of: rows, threads: threads).values
    case "interactions": return try explainer.interactions(of: rows, threads: threads).values
    case "banzhaf": return explainer.attributions(of: rows, .banzhaf, threads: threads).values
    default: fatalError("no such method: \(method)")
    }
  }

  static func seconds(_ clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
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

  static func table(_ values: [Double], columns: Int, count: Int) -> CodedFeatures {
    let length = values.count / columns
    let count = min(count, length)
    return CodedFeatures(
      (0..<columns).map { Array(values[$0 * length..<$0 * length + count]) }, rowCount: count)
  }

  static func write(_ values: [Double], to path: String) {
    guard let file = fopen(path, "wb") else { fatalError("cannot write \(path)") }
    fwrite(values, MemoryLayout<Double>.stride, values.count, file)
    fclose(file)
  }
}
