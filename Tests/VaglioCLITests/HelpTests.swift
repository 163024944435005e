import Foundation
import Testing

/// Help is part of the interface: it is compared with stored snapshots.
///
/// `UPDATE_DOCS=1 swift test --filter HelpTests` writes them anew.
struct HelpTests {
  static let commands = [
    "", "compare", "evaluate", "explain", "calibrate", "predict", "power", "audit", "drift",
    "watch", "label-plan", "gate", "import", "render", "inspect", "list",
  ]

  @Test(arguments: commands)
  func `the help of a command is the one that is stored`(_ command: String) throws {
    let run = try Vaglio.run((command.isEmpty ? [] : [command]) + ["--help"])
    #expect(run.code == 0)
    #expect(run.error.isEmpty)
    let name = command.isEmpty ? "vaglio" : "vaglio-\(command)"
    let place = Repository["docs/help/\(name).txt"]
    if Repository.updates("UPDATE_DOCS") {
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try run.output.write(to: place)
    }
    #expect(try run.text == String(contentsOf: place, encoding: .utf8))
  }

  @Test(arguments: commands)
  func `the help of a command shows two examples`(_ command: String) throws {
    let run = try Vaglio.run((command.isEmpty ? [] : [command]) + ["--help"])
    let examples = try #require(
      run.text.components(separatedBy: "Examples:\n").dropFirst().first?
        .components(separatedBy: "USAGE:").first)
    let starts = examples.split(separator: "\n").filter {
      $0.hasPrefix("  ") && !$0.hasPrefix("   ") && $0.contains("vaglio ")
    }
    #expect(starts.count == 2)
    #expect(examples.split(separator: "\n").allSatisfy { $0.count <= 80 && $0.hasPrefix("  ") })
  }

  @Test func `the version is said in a word`() throws {
    let run = try Vaglio.run(["--version"])
    #expect(run.code == 0)
    #expect(run.text.wholeMatch(of: /vaglio \d+\.\d+\.\d+\n/) != nil)
  }

  @Test func `no command at all is answered with the help`() throws {
    let run = try Vaglio.run([])
    #expect(run.code == 0)
    #expect(run.text.contains("SUBCOMMANDS:"))
  }
}
