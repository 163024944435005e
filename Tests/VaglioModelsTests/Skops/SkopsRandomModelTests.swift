import Foundation
import Testing

@testable import VaglioModels

/// Random pipelines that scikit-learn itself fits, read and asked for some hundred rows each.
///
/// Slow: set VAGLIO_SLOW=1, and VAGLIO_SKLEARN to the Pythons with scikit-learn, skops and pandas of
/// the versions to compare with, one behind the other with colons. VAGLIO_MODELS is how many models
/// each fits (100), and VAGLIO_SEED the seed (0).
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"),
  .enabled(
    "needs Pythons with scikit-learn and skops: set VAGLIO_SKLEARN",
    { ProcessInfo.processInfo.environment["VAGLIO_SKLEARN"] != nil }))
struct SkopsRandomModelTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let pythons = (environment["VAGLIO_SKLEARN"] ?? "").split(separator: ":")
    .map(String.init)

  @Test(arguments: pythons)
  func `random pipelines predict what scikit-learn predicts`(python: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let fitting = Process()
    fitting.executableURL = URL(filePath: python)
    fitting.arguments = [
      SkopsFixture.folder.appending(path: "random_models.py").path,
      Self.environment["VAGLIO_SEED"] ?? "0", Self.environment["VAGLIO_MODELS"] ?? "100",
      folder.path,
    ]
    try fitting.run()
    fitting.waitUntilExit()
    #expect(fitting.terminationStatus == 0)
    let fixtures = try SkopsFixture.all(in: folder)
    #expect(!fixtures.isEmpty)
    var exact = 0
    for fixture in fixtures where try isExact(fixture, in: folder) { exact += 1 }
    print("\(python): \(fixtures.count) models, \(exact) to the bit, the others within rounding")
  }

  /// Compares one model, and says whether all its predictions are the same to the bit.
  private func isExact(_ fixture: SkopsFixture, in folder: URL) throws -> Bool {
    let model = try fixture.model(in: folder)
    let rows = try fixture.rows(for: model)
    let own = try model.predictions(of: rows, threads: 1).values
    let theirs = fixture.predictions
    try #require(own.count == theirs.count)
    let tolerances = try Tolerance.ofPredictions(model, rows, theirs)
    let wrong = own.indices.first { !((own[$0] - theirs[$0]).magnitude <= tolerances[$0]) }
    if let wrong {
      let facts = model.summary.facts.map { "\($0.name): \($0.value)" }
      Issue.record("\(fixture.file), value \(wrong): \(own[wrong]), not \(theirs[wrong]); \(facts)")
    }
    return own == theirs
  }
}
