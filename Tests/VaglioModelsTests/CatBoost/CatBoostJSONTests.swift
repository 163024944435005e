import FoundationEssentials
import Testing
import VaglioTables

@testable import VaglioModels

struct CatBoostJSONTests {
  static func cases() throws -> [LibraryCase] {
    try LibraryCase.all(in: "catboost") + LibraryCase.all(in: "catboost/golden")
  }

  @Test(arguments: try cases())
  func `margins are CatBoost's to the bit, and predictions but for its exponential`(
    _ oracle: LibraryCase
  ) throws {
    let model = try oracle.read()
    #expect(model.ensemble.trees.count == oracle.treeCount)
    let rows = try oracle.rows(of: model)
    #expect(try distance(model.margins(of: rows, threads: 1), oracle.margins) == 0)
    guard let expected = oracle.predictions else { return }
    let predictions = try model.predictions(of: rows, threads: 1)
    #expect(ulps(predictions, expected) <= Self.predictionLimit(model.link, oracle.margins))
  }

  /// How many units in the last place predictions may be off.
  ///
  /// CatBoost has an exponential of its own, which reduces its argument with one rounding: it is off
  /// by as many ulps as the argument is large, and arguments are differences of two margins or twice
  /// a margin at most. The C library's exponential, a sum and a quotient add one ulp each.
  static func predictionLimit(_ link: Link, _ margins: [[Double]]) -> Double {
    link == .identity ? 0 : 4 + 2 * (margins.joined().map(\.magnitude).max() ?? 0)
  }

  private func model(_ name: String) throws -> TreeModel {
    try #require(Self.cases().first { $0.model == name }).read()
  }

  @Test func `texts have the hashes that CatBoost lists`() throws {
    let bytes = try Data(contentsOf: LibraryCase.fixtures.appending(path: "catboost/hashes.json"))
    let hashes = try DocumentPlace(root: JSONDocument.document([UInt8](bytes))).members()
    #expect(hashes.count > 140)
    for (text, place) in hashes {
      #expect(try Int(TextHash(of: text).bits) == place.integer(), "\(text)")
    }
  }

  @Test func `the last question of a symmetric tree stands at its root`() throws {
    let file = """
      {"features_info": {"float_features": [
         {"feature_index": 0, "flat_feature_index": 0, "has_nans": true, "feature_id": "a",
          "nan_value_treatment": "AsTrue", "borders": [0.5]},
         {"feature_index": 1, "flat_feature_index": 2, "has_nans": false, "feature_id": "b",
          "nan_value_treatment": "AsIs", "borders": [1.0]}],
        "categorical_features": [
         {"feature_index": 0, "flat_feature_index": 1, "feature_id": "c", "values": [-805065478]}]},
       "oblivious_trees": [{"splits": [
         {"split_type": "FloatFeature", "float_feature_index": 0, "border": 0.5},
         {"split_type": "OneHotFeature", "cat_feature_index": 0, "value": -805065478},
         {"split_type": "FloatFeature", "float_feature_index": 1, "border": 1.0}],
         "leaf_values": [0, 1, 2, 3, 4, 5, 6, 7], "leaf_weights": [1, 2, 3, 4, 5, 6, 7, 8]}],
       "scale_and_bias": [1, [10]]}
      """
    let model = try CatBoostJSON.model(Array(file.utf8))
    #expect(model.inputs.map(\.name) == ["a", "c", "b"])
    #expect(model.inputs[1].kind == .text)
    let tree = model.ensemble.trees[0]
    #expect(tree.nodes[0].split?.feature == 2)
    // All 36; right of the root, where question 2 is answered with yes, leaves 4 to 7: 26.
    #expect(tree.nodes[0].cover == 36 && tree.nodes[tree.nodes[0].link].cover == 26)
    // The hash of "a" is 3489901818. Bits from the lowest: a > 0.5 (missing: yes), c = "a", b > 1.
    let rows = FeatureMatrix(
      [
        .numbers([0.5, 0.6, .nan, 0, 0]), .texts(Categories(["b", "b", "a", nil, "a"])),
        .numbers([1, 1, .nan, 2, 2]),
      ], rowCount: 5)
    #expect(try model.margins(of: rows, threads: 1).values == [10, 11, 13, 14, 16])
    #expect(model.summary.notes.contains { $0.contains("empty text") })
  }

  @Test func `classes have their names`() throws {
    let named = try model("named.json")
    #expect(named.output.classes == ["no", "yes"])
    #expect(named.output.names == ["prediction"])
    #expect(try model("multiclass.json").output.names == ["high", "low", "middle"])
    let absent = try model("absent_class.json")
    #expect(absent.output.classes == ["b", "c", "d"])
    #expect(absent.summary.notes.contains { $0.contains("1 classes were in no training row") })
  }

  @Test func `CTR features are refused in clear words`() throws {
    let bytes = try Data(
      contentsOf: LibraryCase.fixtures.appending(path: "catboost/golden/ctr.json"))
    let error = #expect(throws: ModelError.self) {
      _ = try ModelCatalogue.model([UInt8](bytes), name: "ctr.json")
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.format == "CatBoost JSON")
    #expect(error?.place?.hasPrefix("oblivious_trees[") == true)
    #expect(error?.problem.contains("CTR features") == true)
  }

  @Test func `binary files are refused with the line that converts them`() throws {
    let error = #expect(throws: ModelError.self) {
      _ = try ModelCatalogue.model(Array("CBM1....".utf8), name: "model.cbm")
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.remedy?.contains("format='json'") == true)
  }
}
