import Foundation
import Testing

@testable import VaglioMonitoring

/// The examples of `docs/alerts.md` do what the page says.
@Suite struct AlertDocumentationTests {
  /// The blocks of YAML in the page.
  private func blocks() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/alerts.md"), encoding: .utf8)
    return text.components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
  }

  @Test func `the rules are read and the tests pass`() throws {
    let blocks = try blocks()
    try #require(blocks.count == 2)
    let rules = try AlertRules(parsing: blocks[0])
    #expect(rules.rules.count == 4)
    #expect(try AlertTest(parsing: blocks[1]).failures(of: rules) == [])
  }

  @Test func `every count of events is told`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/alerts.md"), encoding: .utf8)
    for (name, _) in EventTally().counts
    where !["predictions", "labels", "corrections", "other_subjects"].contains(name) {
      #expect(text.contains("`\(name)`"), "\(name)")
    }
  }
}
