import FoundationEssentials
import Testing
import VaglioFindings
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

/// XGBoost's own contributions, in `fixtures/models/xgboost`, held against its models evaluated here.
@Suite struct LibraryCertificateTests {
  static let names = [
    "xgb_binary", "xgb_cox", "xgb_dart", "xgb_multi", "xgb_multitarget_per", "xgb_rank", "xgb_reg",
  ]

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "fixtures/models/xgboost")

  static func model(_ name: String) throws -> any MarginModel {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(name).json")))
    return try #require(try ModelCatalogue.model(bytes, name: name) as? any MarginModel)
  }

  static func rows(of model: any Model) throws -> FeatureMatrix {
    let file = folder.appending(path: "input20.csv").path
    return try FeatureMatch(#require(model.features), in: TableReader().read([file]), file: file)
      .rows
  }

  /// What XGBoost gives: rows × outputs × (features + 1), the base value last.
  static func contributions(_ name: String) throws -> [Double] {
    func numbers(_ value: JSONValue) -> [Double] {
      value.array.map { $0.flatMap(numbers) } ?? [value.number ?? .nan]
    }
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: "\(name).oracle.json")))
    return numbers(try #require(try JSONValue(parsing: bytes)["contribs"]))
  }

  /// The contributions as attributions of a model.
  static func attributions(_ name: String, of model: any MarginModel) throws -> Attributions {
    let all = try contributions(name)
    let features = try #require(model.features).map(\.name)
    let width = features.count + 1
    let outputs = model.output.names
    return Attributions(
      features: features, outputs: outputs, scale: .margin,
      values: all.indices.filter { $0 % width < features.count }.map { all[$0] },
      baseValues: outputs.indices.map { all[$0 * width + features.count] })
  }

  @Test(arguments: names)
  func `the library's contributions add up to what its file says`(name: String) throws {
    let model = try Self.model(name)
    let attributions = try Self.attributions(name, of: model)
    let certificate = try AdditivityCertificate(
      of: attributions, model: model, rows: Self.rows(of: model))
    #expect(certificate.holds)
    #expect(certificate.places.count == 20 * model.output.names.count)
    let comparison = try ContributionComparison(
      attributions, with: Self.contributions(name))
    #expect(comparison.greatest.difference == 0 && comparison.topAgreement.value == 1)
  }

  @Test(arguments: names)
  func `a thousandth of one contribution more is found`(name: String) throws {
    let model = try Self.model(name)
    let own = try Self.attributions(name, of: model)
    var values = own.values
    values[7] += 0.001
    let moved = Attributions(
      features: own.features, outputs: own.outputs, scale: own.scale, values: values,
      baseValues: own.baseValues)
    let certificate = try AdditivityCertificate(
      of: moved, model: model, rows: Self.rows(of: model))
    #expect(!certificate.holds)
    #expect(abs(certificate.worst.residual + 0.001) < 1e-4)
  }

  @Test func `contributions of one scale are not certified against the other`() throws {
    let model = try Self.model("xgb_binary")
    let own = try Self.attributions("xgb_binary", of: model)
    let other = Attributions(
      features: own.features, outputs: own.outputs, scale: .prediction, values: own.values,
      baseValues: own.baseValues)
    #expect(
      try !AdditivityCertificate(of: other, model: model, rows: Self.rows(of: model)).holds)
  }

  @Test func `counterfactuals of XGBoost's model flip its own decision`() throws {
    let model = try Self.model("xgb_binary")
    let rows = try Self.rows(of: model)
    var found = 0
    for row in 0..<20 {
      let search = try CounterfactualSearch(
        model, rows: rows, row: row, reference: rows, threshold: DecisionThreshold(0.5))
      #expect(search.searched.completeCount >= 1)
      for counterfactual in search.found {
        found += 1
        #expect((counterfactual.output >= 0.5) != (search.output >= 0.5))
        #expect(!counterfactual.changes.isEmpty)
      }
    }
    #expect(found > 10)
  }
}
