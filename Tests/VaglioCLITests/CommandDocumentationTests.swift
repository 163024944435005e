import Foundation
import Testing

/// `docs/commands.md` names every command and every option, and what it shows is what is printed.
struct CommandDocumentationTests {
  private static func page() throws -> String {
    try String(contentsOf: Repository["docs/commands.md"], encoding: .utf8)
  }

  @Test(arguments: HelpTests.commands.dropFirst())
  func `every option of a command is documented in its section`(_ command: String) throws {
    let page = try Self.page()
    let section = try #require(
      page.components(separatedBy: "\n## `vaglio \(command)").dropFirst().first?
        .components(separatedBy: "\n## ").first)
    let shared = page.components(separatedBy: "\n## Options of ").dropFirst().joined()
    let help = try Vaglio.run([command, "--help"]).text
    let options = Set(
      help.split(separator: "\n").compactMap { line -> String? in
        guard let match = line.firstMatch(of: /^  (?:-\w, )?(--[a-z-]+)/) else { return nil }
        return String(match.1)
      }
    ).subtracting(["--version", "--help"])
    #expect(!options.isEmpty)
    for option in options {
      #expect(
        section.contains("`\(option)") || shared.contains("`\(option)"),
        "docs/commands.md says nothing of \(command) \(option)")
    }
  }

  @Test func `every exit code is documented`() throws {
    let page = try Self.page()
    for code in 0...3 { #expect(page.contains("| \(code) |"), "exit code \(code)") }
  }

  /// Blocks that begin with `$ vaglio …` show what the command prints; `…` stands for left-out lines.
  @Test func `the examples print what the page shows`() throws {
    let folder = try TemporaryFolder()
    let blocks = try Self.page().components(separatedBy: "```console\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(blocks.count >= 6)
    for block in blocks {
      var lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      var command = String(try #require(lines.removeFirst().split(separator: "$ ").first))
      while command.hasSuffix("\\") { command = command.dropLast() + lines.removeFirst() }
      let shown = lines.filter { $0 != "…" && !$0.isEmpty }
      if !Vaglio.isOptimized {
        command = command.replacing("vaglio compare", with: "vaglio compare --resamples 100")
      }
      let out = command.replacing("--out ", with: "--out \(folder.url.path)/")
        .replacing("--save ", with: "--save \(folder.url.path)/")
        .replacing("recalibrator ", with: "recalibrator \(folder.url.path)/")
        .replacing(" report/", with: " \(folder.url.path)/report/")
      let run = try Vaglio.shell(
        "vaglio() { \"$VAGLIO\" \"$@\"; }; { \(out); } 2>&1", in: Repository.root)
      let printed = Set(
        run.text.replacing("\(folder.url.path)/", with: "").split(separator: "\n").map {
          $0.trimmingCharacters(in: .whitespaces)
        })
      for line in shown {
        #expect(
          printed.contains(line.trimmingCharacters(in: .whitespaces)),
          "\(command) does not print \(line)")
      }
      #expect(run.code == 0, "\(command)")
    }
  }
}
