import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// Random models trained by XGBoost itself, read and asked for a thousand rows each.
///
/// Slow: set VAGLIO_SLOW=1, and VAGLIO_XGBOOST to the Pythons with XGBoost of the versions to compare
/// with, one behind the other with colons. VAGLIO_MODELS is how many models each trains (100), and
/// VAGLIO_SEED the first one's number (0).
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"),
  .enabled(
    "needs Pythons with xgboost: set VAGLIO_XGBOOST",
    { ProcessInfo.processInfo.environment["VAGLIO_XGBOOST"] != nil }))
struct XGBoostRandomModelTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let pythons = (environment["VAGLIO_XGBOOST"] ?? "").split(separator: ":")
    .map(String.init)

  @Test(arguments: pythons)
  func `random models have XGBoost's margins`(python: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trainer = Process()
    trainer.executableURL = URL(filePath: python)
    trainer.arguments = [
      ModelFixtures.folder.appending(path: "xgboost/random_models.py").path,
      Self.environment["VAGLIO_SEED"] ?? "0", Self.environment["VAGLIO_MODELS"] ?? "100",
      folder.path,
    ]
    try trainer.run()
    trainer.waitUntilExit()
    #expect(trainer.terminationStatus == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let names = files.filter { $0.hasSuffix(".margin") }.map { String($0.dropLast(7)) }.sorted()
    #expect(!names.isEmpty)
    var greatest = 0.0
    for name in names { greatest = max(greatest, try check(folder.appending(path: name))) }
    print("\(python): \(names.count) models, predictions within \(greatest) ulps")
  }

  /// Compares one model, and gives how many units in the last place its predictions differ at most.
  private func check(_ path: URL) throws -> Double {
    var distances: [Double] = []
    for spelling in ["json", "ubj"] {
      let bytes = Array(try Data(contentsOf: path.appendingPathExtension(spelling)))
      let read = try ModelCatalogue.model(bytes, name: path.lastPathComponent)
      let model = try #require(read as? any MarginModel)
      let table = try TableReader(options: ReadingOptions(), threads: 1)
        .read([path.appendingPathExtension("csv").path])
      let rows = try FeatureMatch(#require(model.features), in: table, file: "").rows
      let margins = try model.margins(of: rows, threads: 2).values
      let isEqual = try margins == floats(path.appendingPathExtension("margin"))
      #expect(isEqual, "\(path.lastPathComponent).\(spelling)")
      let outputs = try model.predictions(of: rows, threads: 2)
      let (predictions, width) = (outputs.values, outputs.outputCount)
      let expected = try floats(path.appendingPathExtension("pred"))
      #expect(predictions.count == expected.count)
      distances += (0..<expected.count).map { index in
        let (value, float) = (predictions[index], expected[index])
        // Far below the least normal float XGBoost's logistic is bounded, and its exponential 0.
        if value == float || value < Double(Float.leastNormalMagnitude)
          || value > Double(Float.greatestFiniteMagnitude) && float == .infinity
        {
          return 0
        }
        // Predictions may be sums with those before them in their row.
        let start = index - index % width
        let scale = expected[start..<start + width].map(\.magnitude).max() ?? 0
        return abs(value - float) / Double(Float(scale).ulp)
      }
    }
    let greatest = distances.max() ?? 0
    #expect(greatest <= 8, "\(path.lastPathComponent)")
    return greatest
  }

  private func floats(_ path: URL) throws -> [Double] {
    try Data(contentsOf: path).withUnsafeBytes { raw in
      (0..<raw.count / 4).map {
        Double(raw.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self))
      }
    }
  }
}
