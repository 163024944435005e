import Foundation
import Testing

/// What the documentation says of coverage that falls short is what the simulations allow.
///
/// `UPDATE_DOCS=1 swift test --filter StatedCoverageTests` writes it anew.
struct StatedCoverageTests {
  private static let (begin, end) = ("<!-- stated -->\n", "<!-- end of stated -->\n")

  @Test func `docs coverage.md prints the table that the tests read`() throws {
    let place = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/coverage.md")
    let page = try String(contentsOf: place, encoding: .utf8)
    let start = try #require(page.range(of: Self.begin)).upperBound
    let stop = try #require(page.range(of: Self.end)).lowerBound
    if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
      let updated = page[..<start] + StatedCoverage.table + page[stop...]
      try Data(updated.utf8).write(to: place)
    } else {
      #expect(String(page[start..<stop]) == StatedCoverage.table)
    }
  }

  @Test func `every statement has its reason and can be reached`() {
    for (position, stated) in StatedCoverage.all.enumerated() {
      #expect(!stated.why.isEmpty)
      #expect(
        !StatedCoverage.all[..<position].contains { $0.covers(stated) },
        "entry \(position) is never read")
    }
  }
}
