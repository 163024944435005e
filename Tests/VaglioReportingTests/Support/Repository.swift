import Foundation

/// Where the repository's files lie, found from this file's own place.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let schema = root.appending(path: "schema/record-1.schema.json")

  /// A Python that may have `jsonschema`: VAGLIO_PYTHON, or the environment in `.venv`.
  static var python: String? {
    let named = ProcessInfo.processInfo.environment["VAGLIO_PYTHON"]
    let path = named ?? root.appending(path: ".venv/bin/python").path
    return FileManager.default.isExecutableFile(atPath: path)
      && run(path, ["-c", "import jsonschema"]).status == 0
      ? path : nil
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
