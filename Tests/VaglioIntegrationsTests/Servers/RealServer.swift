import Foundation
import Testing
import VaglioTables

/// A real model server that `script/model-server` runs as long as this lives.
final class RealServer {
  let url: String
  /// The features of some rows, and the model's own probabilities of the second class for them.
  let rows: Table
  let expected: [Double]
  private let process = Process()
  private let input = Pipe()

  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

  static var isSlow: Bool { ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1" }

  init(_ name: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "vaglio-\(name)-\(ProcessInfo.processInfo.processIdentifier)")
    process.executableURL = Self.root.appending(path: "script/model-server")
    process.arguments = ["run", name, folder.path]
    let output = Pipe()
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty,
      byte[0] != 0x0A
    {
      line.append(byte[0])
    }
    url = String(decoding: line, as: UTF8.self)
    try #require(url.hasPrefix("http://127.0.0.1:"), "\(name) did not start")
    rows = try TableReader().read([folder.appending(path: "rows.csv").path])
    let table = try TableReader().read([folder.appending(path: "expected.csv").path])
    expected = try #require(table["benign"]?.numbers)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
