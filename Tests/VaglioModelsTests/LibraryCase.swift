import FoundationEssentials
import Testing
import VaglioTables

@testable import VaglioModels

/// A model's file under `fixtures/models`, rows, and what the model's own library says of them.
struct LibraryCase: CustomTestStringConvertible, Sendable {
  let folder: URL
  let model: String
  let rows: String
  let treeCount: Int
  /// Rows × outputs.
  let margins: [[Double]]
  /// Rows × outputs; `nil` where the library was not asked for them.
  let predictions: [[Double]]?

  var testDescription: String { "\(folder.lastPathComponent)/\(model)" }

  /// The cases of `expected.json` in a folder.
  static func all(in folder: String) throws -> [LibraryCase] {
    try all(in: fixtures.appending(path: folder))
  }

  static func all(in folder: URL) throws -> [LibraryCase] {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "expected.json")))
    let root = DocumentPlace(root: try JSONDocument.document(bytes))
    return try root["cases"].elements().map { place in
      LibraryCase(
        folder: folder, model: try place["model"].string(), rows: try place["rows"].string(),
        treeCount: try place["trees"].count(),
        margins: try place["margin"].elements().map { try $0.numbers() },
        predictions: place["prediction"].exists
          ? try place["prediction"].elements().map { try $0.numbers() } : nil)
    }
  }

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "fixtures/models")

  /// The bytes of the model's file.
  func bytes() throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: model)))
  }

  /// The model by the format that its beginning shows.
  func read() throws -> TreeModel {
    try #require(try ModelCatalogue.model(bytes(), name: model) as? TreeModel)
  }

  /// The rows as the model takes them.
  func rows(of model: TreeModel) throws -> FeatureMatrix {
    try Self.rows(folder.appending(path: rows), of: model)
  }

  /// The rows of a file as a model takes them: the same whether categories are read as they are
  /// written, or as the numbers and truth values that their columns hold.
  static func rows(_ file: URL, of model: TreeModel) throws -> FeatureMatrix {
    let requests = model.inputs.map { feature in
      switch feature.kind {
      case .number, .code: ColumnRequest(feature.name)
      case .category, .text: ColumnRequest(feature.name, as: .category)
      }
    }
    let written = try TableReader().read([file.path], columns: requests)
    let rows = try FeatureMatch(model.inputs, in: written, file: "model").rows
    let typed = try TableReader().read([file.path])
    let others = try FeatureMatch(model.inputs, in: typed, file: "model").rows
    let codes = [rows, others].map { CodedFeatures($0, as: model.inputs).columns.joined() }
    #expect(codes[0].elementsEqual(codes[1]) { $0 == $1 || $0.isNaN && $1.isNaN })
    return rows
  }
}

/// The greatest distance between values of rows and those expected.
func distance(_ matrix: OutputMatrix, _ expected: [[Double]]) -> Double {
  guard matrix.values.count == expected.joined().count else { return .infinity }
  return zip(matrix.values, expected.joined()).reduce(0) { greatest, pair in
    let (value, wanted) = pair
    if value == wanted || value.isNaN && wanted.isNaN { return greatest }
    return max(greatest, value.isNaN || wanted.isNaN ? .infinity : abs(value - wanted))
  }
}

/// The greatest distance between values of rows and those expected, in units of the last place of
/// these; values with no bits in common have an infinite one.
func ulps(_ matrix: OutputMatrix, _ expected: [[Double]]) -> Double {
  guard matrix.values.count == expected.joined().count else { return .infinity }
  return zip(matrix.values, expected.joined()).reduce(0) { greatest, pair in
    let (value, wanted) = pair
    if value == wanted { return greatest }
    let distance = abs(value - wanted) / wanted.ulp
    return distance.isNaN ? .infinity : max(greatest, distance)
  }
}
