import Foundation
import Testing
import VaglioModels

/// What a library says of a model's rows: a case of `fixtures/attribution/trees/expected.json`, or of
/// random models in the same form.
struct LibraryAttributions: Decodable, Sendable, CustomTestStringConvertible {
  let kind: String
  let model: String
  let rows: String
  let single: Bool
  /// Rows × outputs × features (× features).
  let values: [[[Value]]]
  let base: [Double]
  /// Where models and rows lie.
  private(set) var folder = models

  private enum CodingKeys: String, CodingKey {
    case kind, model, rows, single, values, base
  }

  /// A number, or a row of them.
  enum Value: Decodable, Sendable {
    case number(Double)
    case row([Double])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .row(try container.decode([Double].self))
      }
    }
  }

  private struct File: Decodable {
    let background: Int
    let cases: [LibraryAttributions]
  }

  var testDescription: String { "\(kind) of \(model)" }

  /// One behind the other.
  var flat: [Double] {
    values.joined().joined().flatMap { value in
      switch value {
      case .number(let number): [number]
      case .row(let row): row
      }
    }
  }

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures")
  private static let models = fixtures.appending(path: "models")
  static let scripts = fixtures.appending(path: "attribution/trees")

  /// The cases of a kind.
  static func all(_ kind: String) throws -> [LibraryAttributions] {
    try all(in: scripts, models: models).filter { $0.kind == kind }
  }

  /// The cases in a folder, whose models lie in another.
  static func all(in folder: URL, models: URL) throws -> [LibraryAttributions] {
    let data = try Data(contentsOf: folder.appending(path: "expected.json"))
    return try JSONDecoder().decode(File.self, from: data).cases.map { library in
      var library = library
      library.folder = models
      return library
    }
  }

  /// A model under `fixtures/models`.
  static func trees(_ path: String, in folder: URL = models) throws -> TreeModel {
    try #require(try model(path, in: folder) as? TreeModel)
  }

  /// A model of any kind.
  static func model(_ path: String, in folder: URL = models) throws -> any Model {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
    return try ModelCatalogue.model(bytes, name: path)
  }

  /// The first columns of a table as the libraries took them: rounded to 32 bits, categories by the
  /// number in their name.
  static func rows(
    _ path: String, columns count: Int, missing: Double = .nan, in folder: URL = models
  ) throws -> CodedFeatures {
    let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    let lines = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let columns = (0..<count).map { column in
      lines.map { line in
        let field = line[column].drop { $0 == "k" }
        return field.isEmpty ? missing : Float(field).map(Double.init) ?? missing
      }
    }
    return CodedFeatures(columns, rowCount: lines.count)
  }

  func trees() throws -> TreeModel { try Self.trees(model, in: folder) }

  func rows(of trees: TreeModel) throws -> CodedFeatures {
    try Self.rows(
      rows, columns: trees.inputs.count, missing: trees.refusesMissing ? 0 : .nan, in: folder)
  }

  /// Numbers of 32 bits are as good as the library's arithmetic in 32 bits, some hundred roundings
  /// of sums of numbers as large as the greatest; numbers of 64 bits as some hundred of theirs.
  /// Against a background shap weighs coalitions by 32-bit numbers.
  var tolerance: Double {
    let greatest = flat.reduce(base.reduce(0.1) { max($0, abs($1)) }) { max($0, abs($1)) }
    return greatest * (single || kind == "interventional" ? 100 * 0x1p-24 : 1000 * 0x1p-53)
  }

  /// The greatest distance of numbers from those of the library.
  func distance(_ told: [Double]) -> Double {
    let wanted = flat
    guard told.count == wanted.count else { return .infinity }
    return zip(told, wanted).reduce(0) { greatest, pair in
      let distance = abs(pair.0 - pair.1)
      return distance.isNaN ? .infinity : max(greatest, distance)
    }
  }
}
