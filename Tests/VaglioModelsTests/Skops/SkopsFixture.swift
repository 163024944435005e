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

  func model() throws -> any Model {
    try SkopsFile.parse(try Self.bytes(file), ModelOptions())
  }

  static let all: [SkopsFixture] = {
    do { return try read() } catch {
      Issue.record("fixtures/models/skops/expected.json: \(error)")
      return []
    }
  }()

  private static func read() throws -> [SkopsFixture] {
    let root = DocumentPlace(root: try JSONDocument.document(try bytes("expected.json")))
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

  /// How far each prediction may be from scikit-learn's: 0 for trees; for linear models what sums of
  /// n products in any order differ by, (n + 2) · 2⁻⁵² · Σ |terms| (Higham, Accuracy and Stability of
  /// Numerical Algorithms, 2nd ed., section 3.1, for each of two sums), carried through the link, and
  /// 8 units in the last place for the link itself.
  func tolerances(_ model: any Model, _ rows: FeatureMatrix) throws -> [Double] {
    if let trees = model as? TreeModel, trees.link == .identity {
      return Array(repeating: 0.0, count: predictions.count)
    }
    if let pipeline = model as? PipelineModel {
      return try tolerances(pipeline.inner, try pipeline.preprocessing.encoded(rows))
    }
    guard let linear = model as? LinearModel else { return predictions.map { 32 * $0.ulp } }
    return zip(Self.marginTolerances(linear, rows), predictions).map { margin, prediction in
      switch linear.link {
      case .identity: margin
      case .exponential: margin * prediction * 1.01 + 8 * prediction.ulp
      default: margin * 2 + 8 * prediction.ulp
      }
    }
  }

  /// How far the margins of a linear model may be from scikit-learn's.
  static func marginTolerances(_ linear: LinearModel, _ rows: FeatureMatrix) -> [Double] {
    let columns = CodedFeatures(rows, as: linear.inputs).columns
    let outputs = linear.intercepts.count
    return (0..<rows.rowCount * outputs).map { index in
      let (row, output) = (index / outputs, index % outputs)
      let terms = columns.indices.map {
        (linear.coefficients[output * columns.count + $0] * columns[$0][row]).magnitude
      }
      let sum = terms.reduce(linear.intercepts[output].magnitude, +)
      return Double(columns.count + 2) * 0x1p-52 * sum
    }
  }
}
