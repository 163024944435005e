import Foundation
import Testing

/// Ctrl-C and a request to stop end the work in order.
struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `an interruption midway exits with 2 and leaves nothing behind`(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    // A pipe into which only half of the table is ever written: the command can't be done yet.
    try #require(mkfifo(folder["data.csv"].path, 0o600) == 0)
    let process = try Vaglio.start(
      ["compare", "data.csv"] + Sample.comparing + ["--out", "report"], in: folder.url,
      error: folder["error"])
    let pipe = try FileHandle(forWritingTo: folder["data.csv"])
    try pipe.write(contentsOf: Data(Sample.csv(Sample.rows(1000)).utf8))
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    try pipe.close()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 2)
    let message = try String(contentsOf: folder["error"], encoding: .utf8)
    #expect(message == "error: interrupted; nothing was written\n")
    #expect(folder.names == ["data.csv", "error"])
  }

  @Test func `an interruption while measuring leaves old reports as they were`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Sample.csv(Sample.rows(40_000)), to: "data.csv")
    try FileManager.default.createDirectory(
      at: folder["report"], withIntermediateDirectories: false)
    try folder.write("old", to: "report/report.json")
    // A million resamples take far longer than the test waits.
    let process = try Vaglio.start(
      ["compare", "data.csv"] + Sample.comparing + [
        "--resamples", "1000000", "--metric", "ks", "--metric", "roc_auc", "--out", "report",
      ], in: folder.url, error: folder["error"])
    // The task is said once the table is read: from then on the command measures.
    while try Data(contentsOf: folder["error"]).isEmpty, process.isRunning { usleep(10_000) }
    usleep(100_000)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    let message = try String(contentsOf: folder["error"], encoding: .utf8)
    #expect(message.hasSuffix("error: interrupted; nothing was written\n"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder["report"].path)
    #expect(names == ["report.json"])
    #expect(try String(contentsOf: folder["report/report.json"], encoding: .utf8) == "old")
  }
}
