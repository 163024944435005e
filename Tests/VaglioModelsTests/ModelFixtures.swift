import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// Files of `fixtures/models`.
enum ModelFixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures/models")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: path)))
  }

  static func model(_ path: String) throws -> any Model {
    try ModelCatalogue.model(bytes(path), name: path)
  }

  /// The rows of a CSV as a model takes them.
  static func rows(_ path: String, of model: any Model) throws -> FeatureMatrix {
    let table = try TableReader(options: ReadingOptions(), threads: 1)
      .read([folder.appending(path: path).path])
    return try FeatureMatch(#require(model.features), in: table, file: path).rows
  }

  /// A member of a JSON object: numbers, or rows of numbers, one behind the other.
  static func numbers(_ path: String, _ member: String) throws -> [Double] {
    let place = DocumentPlace(root: try JSONDocument.document(bytes(path)))[member]
    if let flat = try? place.numbers() { return flat }
    return try place.elements().flatMap { try $0.numbers() }
  }
}
