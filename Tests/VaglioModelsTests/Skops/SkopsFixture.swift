import FoundationEssentials
import Testing
import VaglioFindings
import VaglioTables

@testable import VaglioModels

/// A model of `fixtures/models/skops` with the rows that scikit-learn was asked about.
struct SkopsFixture: Sendable, CustomTestStringConvertible {
  let file: String
  let table: Table
  /// What scikit-learn predicts, row by row; of two classes the second's.
  let predictions: [Double]
  /// Its decision function, where it was written down.
  let margins: [Double]?

  var testDescription: String { file }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures/models/skops")

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  func model(in folder: URL = Self.folder) throws -> any Model {
    let bytes = Array(try Data(contentsOf: folder.appending(path: file)))
    return try SkopsFile.parse(bytes, ModelOptions())
  }

  static let all: [SkopsFixture] = {
    do { return try all(in: folder) } catch {
      Issue.record("fixtures/models/skops/expected.json: \(error)")
      return []
    }
  }()

  /// The models of a folder that `expected.json` tells of.
  static func all(in folder: URL) throws -> [SkopsFixture] {
    let bytes = Array(try Data(contentsOf: folder.appending(path: "expected.json")))
    let root = DocumentPlace(root: try JSONDocument.document(bytes))
    return try root["cases"].elements().map { place in
      let table = root["tables"][try place["table"].string()]
      let columns = try place["columns"].strings().map { try column($0, table[$0]) }
      return SkopsFixture(
        file: try place["file"].string(), table: Table(columns),
        predictions: try matrix(place["predictions"]),
        margins: place["margins"].exists ? try matrix(place["margins"]) : nil)
    }
  }

  private static func matrix(_ place: DocumentPlace) throws -> [Double] {
    try place.elements().flatMap { try $0.numbers() }
  }

  private static func column(_ name: String, _ place: DocumentPlace) throws -> Column {
    let cells = try place.elements()
    if cells.contains(where: { (try? $0.string()) != nil }) {
      return Column(name: name, texts: cells.map { try? $0.string() })
    }
    return Column(name: name, numbers: cells.map { (try? $0.number()) ?? .nan })
  }
}

extension SkopsFixture {
  /// The rows as the model takes them; columns of a model without names are named by their places.
  func rows(for model: any Model) throws -> FeatureMatrix {
    let features = model.features ?? []
    let names = Set(table.columnNames)
    guard !features.allSatisfy({ names.contains($0.name) }) else {
      return try FeatureMatch(features, in: table, file: file).rows
    }
    let renamed = table.columns.enumerated().map {
      Column(name: "f\($0.offset)", values: $0.element.values)
    }
    return try FeatureMatch(features, in: Table(renamed), file: file).rows
  }
}
