import Foundation
import Testing
import VaglioModels

@testable import VaglioAttribution

/// What shap's ExactExplainer says of models of `fixtures/models/xgboost`, some values missing.
@Suite struct ExactExplainerGoldenTests {
  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures")

  struct Expected: Decodable {
    let values: [[[Double]]]
    let base_values: [Double]
  }

  static func expected() throws -> [String: Expected] {
    let path = fixtures.appending(path: "attribution/sampled/expected.json")
    return try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: path))
  }

  /// Rows of `input20.csv`, NaN where a field is empty.
  static func rows(_ range: Range<Int>) throws -> FeatureMatrix {
    let path = fixtures.appending(path: "models/xgboost/input20.csv")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    let table = lines.dropFirst().map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    }
    return FeatureMatrix(
      numbers: table[0].indices.map { column in range.map { table[$0][column] } })
  }

  @Test(arguments: ["xgb_binary", "xgb_multi", "xgb_dart"])
  func `attributions are shap's`(name: String) throws {
    let file = Self.fixtures.appending(path: "models/xgboost/\(name).json")
    let model = try ModelCatalogue.model(Array(Data(contentsOf: file)), name: name)
    let explainer = try SampledExplainer(
      model: model, background: Self.rows(5..<20), scale: .margin)
    let expected = try #require(try Self.expected()[name])
    for method in [SamplingMethod.automatic, .exact, .kernel] {
      let found = try explainer.attributions(
        of: Self.rows(0..<5), method: method, budget: SamplingBudget(tolerance: nil)
      ).attributions
      let values = expected.values.flatMap { $0.flatMap { $0 } }
      #expect(found.values.count == values.count)
      for (value, other) in zip(found.values, values) {
        // Margins below 8 in single precision, 2⁻²¹ apart; weights of either sign add up to 1.
        #expect(abs(value - other) < 2 * 0x1p-21)
      }
      for (value, other) in zip(found.baseValues, expected.base_values) {
        #expect(abs(value - other) < 0x1p-21)
      }
    }
  }
}
