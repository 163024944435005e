import Foundation
import VaglioFindings

/// Other programs that read and write tables: pyarrow, polars and DuckDB, from Python.
enum TablePeers {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A Python that has them: VAGLIO_PYTHON, or the environment in `.venv`; `nil` when there is none.
  static let python: String? = {
    let named = ProcessInfo.processInfo.environment["VAGLIO_PYTHON"]
    let path = named ?? root.appending(path: ".venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: path)
      && run(path, ["-c", "import duckdb, polars, pyarrow"]).status == 0 ? path : nil
  }()

  /// Whether tests need them: where they are at hand, and where nothing may be left out.
  static var areNeeded: Bool {
    python != nil || ProcessInfo.processInfo.environment["VAGLIO_REQUIRE_ALL"] == "1"
  }

  /// What a test says that is left out for lack of them.
  static let lack =
    "needs a Python with pyarrow, polars and DuckDB: set VAGLIO_PYTHON, or make .venv with "
    + "script/setup --tests"

  static var isSlowSuite: Bool { ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1" }

  /// The script that prints what each of them reads in a file.
  static let description = root.appending(path: "fixtures/arrow/describe.py").path

  /// A folder of its own for the files of a test, which removes it.
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "vaglio-tables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  static func run(_ program: String, _ arguments: [String]) -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    do { try process.run() } catch { return (-1, "\(error)") }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
