import Glibc
import VaglioModels

/// Times batch prediction: margins of rows in memory.
///
/// `PredictionBenchmark MODEL ROWS THREADS [REPEATS [MARGINS]]`: ROWS is a file of doubles, column by
/// column, as many columns as the model takes; margins are written to MARGINS, row by row, as doubles.
/// Prints CPU seconds of all threads and wall seconds of the run with the least CPU. Without arguments
/// it draws trees and rows itself: the layouts that a drawn tree has, in nanoseconds a row and tree.
@main
struct PredictionBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().map { $0 }
    if arguments.isEmpty { return DrawnTrees.time() }
    guard arguments.count >= 3, let threads = Int(arguments[2]) else {
      fatalError("usage: PredictionBenchmark MODEL ROWS THREADS [REPEATS [MARGINS]]")
    }
    let bytes: [UInt8] = contents(arguments[0])
    let started = clock()
    guard let model = try? ModelCatalogue.model(bytes, name: arguments[0]) as? any MarginModel,
      let features = model.features
    else {
      print(#"{"refused": "this build reads no such model"}"#)
      return
    }
    let reading = Double(clock() - started) / Double(CLOCKS_PER_SEC)
    let rows = table(contents(arguments[1]), columns: features.count)
    var best = (cpu: Double.infinity, wall: 0.0)
    var margins: [Double] = []
    for _ in 0..<(arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1) {
      let (cpu, wall) = (seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC))
      margins = try model.margins(of: rows, threads: threads).values
      let spent = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
      if spent < best.cpu { best = (spent, seconds(CLOCK_MONOTONIC) - wall) }
    }
    if arguments.count > 4 { write(margins, to: arguments[4]) }
    print(
      #"{"cpu_seconds": \#(best.cpu), "wall_seconds": \#(best.wall), "reading": \#(reading)}"#)
  }

  static func seconds(_ clock: clockid_t = CLOCK_PROCESS_CPUTIME_ID) -> Double {
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
