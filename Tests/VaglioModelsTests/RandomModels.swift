import Foundation
import Testing

@testable import VaglioModels

/// Random models that a library trains for the slow tests, with what it says of a thousand rows each.
///
/// `VAGLIO_MODELS` is how many models are trained (100), and `VAGLIO_SEED` the first one's number (0).
enum RandomModels {
  static let environment = ProcessInfo.processInfo.environment

  /// Has a Python run `random_models.py` of a folder of `fixtures/models`, and gives what it wrote to
  /// `check`, one model after the other, with the path without suffix.
  static func train(_ python: String, _ folder: String, _ check: (URL) throws -> Void) throws {
    let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: output) }
    let trainer = Process()
    trainer.executableURL = URL(filePath: python)
    trainer.arguments = [
      LibraryCase.fixtures.appending(path: "\(folder)/random_models.py").path,
      environment["VAGLIO_SEED"] ?? "0", environment["VAGLIO_MODELS"] ?? "100", output.path,
    ]
    try trainer.run()
    trainer.waitUntilExit()
    #expect(trainer.terminationStatus == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: output.path)
    let names = files.filter { $0.hasSuffix(".pred") }.map { String($0.dropLast(5)) }.sorted()
    #expect(!names.isEmpty)
    for name in names { try check(output.appending(path: name)) }
    print("\(folder): \(names.count) models")
  }

  /// A model.
  static func model(_ path: URL, _ suffix: String) throws -> TreeModel {
    let bytes = Array(try Data(contentsOf: path.appendingPathExtension(suffix)))
    let read = try ModelCatalogue.model(bytes, name: path.lastPathComponent)
    return try #require(read as? TreeModel)
  }

  /// Its rows.
  static func rows(_ path: URL, of model: TreeModel) throws -> FeatureMatrix {
    try LibraryCase.rows(path.appendingPathExtension("csv"), of: model)
  }

  /// Doubles of a file.
  static func numbers(_ path: URL, _ suffix: String) throws -> [Double] {
    try Data(contentsOf: path.appendingPathExtension(suffix)).withUnsafeBytes { raw in
      (0..<raw.count / 8).map { raw.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self) }
    }
  }
}
