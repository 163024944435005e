import Foundation
import Testing

/// The real command, run as a process of its own.
enum Vaglio {
  /// How a run ended.
  struct Run {
    let code: Int32
    let output: Data
    let error: String

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The binary: what `VAGLIO_BINARY` names, else the one built beside the tests.
  static let binary: URL = {
    if let path = ProcessInfo.processInfo.environment["VAGLIO_BINARY"] {
      return URL(fileURLWithPath: path)
    }
    let bundle = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return bundle.deletingLastPathComponent().appendingPathComponent("vaglio")
  }()

  /// Whether the command was built with optimisation, so that thousands of resamples take no time.
  static let isOptimized = binary.resolvingSymlinksInPath().path.contains("/release/")

  /// The environment of a run: without what would change messages or colours.
  private static let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]

  /// Runs the command to its end.
  static func run(
    _ arguments: [String], input: Data? = nil, in folder: URL? = nil
  ) throws -> Run {
    try run(binary, arguments, input: input, in: folder)
  }

  /// Runs a line of the shell in which `$VAGLIO` is the command.
  static func shell(_ line: String, in folder: URL) throws -> Run {
    try run(
      URL(fileURLWithPath: "/bin/bash"), ["-c", line], input: nil, in: folder,
      environment: environment.merging(["VAGLIO": binary.path]) { $1 })
  }

  /// Starts the command, and returns at once.
  static func start(_ arguments: [String], in folder: URL, error: URL) throws -> Process {
    try Data().write(to: error)
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    return process
  }

  private static func run(
    _ executable: URL, _ arguments: [String], input: Data?, in folder: URL?,
    environment: [String: String] = environment
  ) throws -> Run {
    // Streams go through files, so that neither side can block on a full pipe.
    let streams = try TemporaryFolder()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = environment
    if let folder { process.currentDirectoryURL = folder }
    if let input {
      try input.write(to: streams["input"])
      process.standardInput = try FileHandle(forReadingFrom: streams["input"])
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    for name in ["output", "error"] {
      try Data().write(to: streams[name])
    }
    process.standardOutput = try FileHandle(forWritingTo: streams["output"])
    process.standardError = try FileHandle(forWritingTo: streams["error"])
    try process.run()
    process.waitUntilExit()
    return Run(
      code: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: try Data(contentsOf: streams["output"]),
      error: String(decoding: try Data(contentsOf: streams["error"]), as: UTF8.self))
  }
}
