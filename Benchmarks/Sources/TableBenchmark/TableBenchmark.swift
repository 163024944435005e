import Glibc
import VaglioTables

/// Times the reader and the writer of tables, or writes a file to time them with.
///
///     TableBenchmark --generate PATH ROWS
///     TableBenchmark --rewrite PATH OTHER            OTHER ends in .parquet or .arrow
///     TableBenchmark PATH [THREADS] [COLUMN=KIND ...]      kinds: number category key any
@main
enum TableBenchmark {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.count == 3, arguments[0] == "--generate", let rows = Int(arguments[2]) {
      GeneratedFile(path: arguments[1], rows: rows).write()
    } else if arguments.count == 3, arguments[0] == "--rewrite" {
      timeWriting(arguments[1], to: arguments[2])
    } else if let path = arguments.first {
      let threads = arguments.dropFirst().first.flatMap(Int.init) ?? 1
      time(path, threads: threads, columns: arguments.dropFirst(2).compactMap(request))
    } else {
      print(
        "usage: TableBenchmark --generate PATH ROWS | --rewrite PATH OTHER "
          + "| PATH [THREADS] [COLUMN=KIND ...]")
      exit(2)
    }
  }

  private static func request(_ text: String) -> ColumnRequest? {
    let parts = text.split(separator: "=").map(String.init)
    let kinds: [String: ColumnRequest.Kind] = [
      "number": .number, "category": .category, "key": .key, "any": .any,
    ]
    return parts.count == 2 ? kinds[parts[1]].map { ColumnRequest(parts[0], as: $0) } : nil
  }

  private static func time(_ path: String, threads: Int, columns: [ColumnRequest]) {
    let start = cpuSeconds()
    do {
      let table = try TableReader(threads: threads)
        .read([path], columns: columns.isEmpty ? nil : columns)
      let seconds = cpuSeconds() - start
      let nanoseconds = seconds * 1e9 / Double(table.rowCount)
      print("rows \(table.rowCount), columns \(table.columns.count), threads \(threads)")
      print("CPU \(rounded(seconds)) s, \(rounded(nanoseconds)) ns/row, peak \(peak()) MB")
    } catch {
      print("error: \(error)")
      exit(2)
    }
  }

  private static func timeWriting(_ path: String, to other: String) {
    do {
      let table = try TableReader(threads: 2).read([path])
      let start = cpuSeconds()
      try TableWriter(other.hasSuffix(".parquet") ? .parquet : .arrow).write(table, to: other)
      let seconds = cpuSeconds() - start
      print("rows \(table.rowCount), columns \(table.columns.count), written by one thread")
      print("CPU \(rounded(seconds)) s, \(rounded(seconds * 1e9 / Double(table.rowCount))) ns/row")
    } catch {
      print("error: \(error)")
      exit(2)
    }
  }

  private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func peak() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1024
  }
}
