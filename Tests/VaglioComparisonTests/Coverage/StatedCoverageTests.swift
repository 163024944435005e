import Foundation
import Testing

/// What the documentation says of coverage that falls short is what the simulations allow.
///
/// `UPDATE_DOCS=1 swift test --filter StatedCoverageTests` writes it anew.
@Suite(.serialized)
struct StatedCoverageTests {
  @Test(arguments: [
    ("stated", StatedCoverage.table),
    ("measured", CoverageTables(measured: MeasuredCoverage()).text),
  ])
  func `docs coverage.md prints what the tests state and have measured`(
    name: String, table: String
  ) throws {
    let place = MeasuredCoverage.repository.appending(path: "docs/coverage.md")
    let page = try String(contentsOf: place, encoding: .utf8)
    let start = try #require(page.range(of: "<!-- \(name) -->\n")).upperBound
    let stop = try #require(page.range(of: "<!-- end of \(name) -->\n")).lowerBound
    if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
      let updated = page[..<start] + table + page[stop...]
      try Data(updated.utf8).write(to: place)
    } else {
      #expect(String(page[start..<stop]) == table)
    }
  }

  @Test func `what was measured is what is stated`() {
    let measured = MeasuredCoverage()
    #expect(!measured.lines.isEmpty)
    for line in measured.lines {
      #expect(line.isAsStated, "\(line.place): \(line.held) of \(line.intervals)")
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
