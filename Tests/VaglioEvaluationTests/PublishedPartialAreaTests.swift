import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings

/// What pROC's documentation and tests say of a part of the area of the patients of `fixtures/asah`.
struct PublishedPartialAreaTests {
  /// S100β over specificities from 0.9 to 1: area .03275745257, McClish's correction .64609185566.
  @Test func `the area up to a tenth of false positives is pROC's`() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "fixtures/asah/asah.csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",").map(String.init) }
    let place = try #require(lines[0].firstIndex(of: "s100b"))
    let outcomes = BinaryOutcomes(
      labels: lines.dropFirst().map { UInt8($0[0]) ?? 9 },
      scores: lines.dropFirst().map { Double($0[place]) ?? .nan })
    let value = try #require(
      Evaluation(metrics: [.rocAUC(maximumFalsePositiveRate: 0.1)], level: .ninetyFivePercent)
        .findings(on: outcomes, subject: .model)[0].estimate.value)
    // Eleven digits were printed.
    #expect(abs(value - 0.64609185566) <= 0.5e-11)
    // ½(1 + (A − f²/2)/(f − f²/2)) with f = 0.1, solved for A.
    let area = (2 * value - 1) * (0.1 - 0.005) + 0.005
    #expect(abs(area - 0.03275745257) <= 0.5e-11)
  }
}
