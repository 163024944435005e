import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// The ONNX models under `fixtures/models/onnx`, and what onnxruntime says about rows.
struct ONNXFixture {
  /// A model with the rows that it was asked about and the scores that it gave them.
  struct Case: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let rows: FeatureMatrix
    /// Rows × columns that the graph shows.
    let scores: [[Double]]

    var testDescription: String { name }
  }

  /// The folder of the fixtures.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../fixtures/models/onnx").standardized.path

  /// A file of the folder.
  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
  }

  /// The document of expected values.
  static func expected() throws -> DocumentPlace {
    DocumentPlace(root: try JSONDocument.document(try bytes("expected.json")))
  }

  /// All models.
  static func cases() throws -> [Case] {
    let expected = try expected()
    return try expected["models"].members().map { name, model in
      Case(
        name: name, bytes: try bytes(try model["file"].string()),
        rows: try rows(try model["rows"].string(), expected),
        scores: try model["scores"].elements().map { try $0.numbers() })
    }
  }

  /// The model of a name.
  static func named(_ name: String) throws -> Case {
    try #require(try cases().first { $0.name == name })
  }

  private static func rows(_ name: String, _ expected: DocumentPlace) throws -> FeatureMatrix {
    guard !name.hasSuffix("people") else { return try people(expected[name]) }
    let rows = try expected["rows"][name].elements().map { try $0.numbers() }
    return FeatureMatrix(numbers: rows[0].indices.map { column in rows.map { $0[column] } })
  }

  private static func people(_ place: DocumentPlace) throws -> FeatureMatrix {
    let columns = try ["age", "income", "sex", "job", "kids"].map {
      name throws -> FeatureMatrix.Column in
      let values = try place[name].elements()
      guard ["sex", "job"].contains(name) else {
        return .numbers(try values.map { $0.exists ? try $0.number() : .nan })
      }
      return .texts(Categories(try values.map { try $0.string() }))
    }
    return FeatureMatrix(columns, rowCount: columns[0].count)
  }
}
