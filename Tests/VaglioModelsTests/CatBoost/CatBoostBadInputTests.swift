import Testing

@testable import VaglioModels

/// Damaged and hostile JSON files of CatBoost.
struct CatBoostBadInputTests {
  private static let sound = """
    {"features_info": {"float_features": [{"feature_index": 0, "flat_feature_index": 0,
       "has_nans": true, "feature_id": "a", "nan_value_treatment": "AsFalse", "borders": [0.5]}],
      "categorical_features": [{"feature_index": 0, "flat_feature_index": 1, "feature_id": "c",
       "values": [7, -1]}]},
     "model_info": {"params": {"loss_function": {"type": "RMSE"}}},
     "oblivious_trees": [{"splits": [{"split_type": "FloatFeature", "float_feature_index": 0,
       "border": 0.5}], "leaf_values": [1, 2], "leaf_weights": [3, 4]}],
     "scale_and_bias": [1, [0]]}
    """

  @Test(arguments: [
    (
      #""float_feature_index": 0"#, #""float_feature_index": 1"#,
      "splits[0].float_feature_index: there"
    ),
    (#""float_feature_index": 0"#, #""float_feature_index": 1e300"#, "expected a whole number"),
    (#""border": 0.5"#, #""border": 1e300"#, "splits[0].border: expected a finite number"),
    ("FloatFeature", "OnlineCtr", "CTR features"),
    ("FloatFeature", "EstimatedFeature", "splits of type EstimatedFeature are not read"),
    ("[1, 2]", "[1, 2, 3]", "leaf_values: 3 values do not fit 1 questions and 1 outputs"),
    ("[1, 2]", "[1, NaN]", "the leaf's value is not finite"),
    ("[3, 4]", "[3]", "leaf_weights: 1 weights, where 2 belong"),
    ("[3, 4]", "[3, -4]", "oblivious_trees[0]: node 0: the cover -1.0 is negative"),
    ("[1, [0]]", "[1, [0, 0]]", "leaf_values: 2 values do not fit 1 questions and 2 outputs"),
    ("[1, [0]]", "[1, []]", "scale_and_bias: expected a scale and a bias, finite"),
    ("[1, [0]]", "[1]", "scale_and_bias: expected a scale and a bias"),
    (#""flat_feature_index": 1"#, #""flat_feature_index": 0"#, "two features are column 0"),
    (#""feature_id": "c""#, #""feature_id": "a""#, "two features are named \"a\""),
    ("AsFalse", "AsWhat", "nan_value_treatment: expected AsIs, AsFalse or AsTrue"),
    ("[7, -1]", "[7, 4294967296]", "values[1]: expected a hash of 32 bits"),
    ("RMSE", "Unheard", "the loss \"Unheard\" is not known"),
    ("RMSE", "RMSEWithUncertainty", "do not fit 1 outputs"),
    (#""oblivious_trees""#, #""forest""#, "trees: missing: an array"),
    (#""features_info": {"#, #""features_info": {"text_features": [{}],"#, "text_features: text"),
  ])
  func `damage is named with its path`(old: String, new: String, message: String) throws {
    let damaged = Self.sound.replacingFirst(old, new)
    #expect(damaged != Self.sound)
    let error = #expect(throws: ModelError.self) {
      _ = try CatBoostJSON.model(Array(damaged.utf8))
    }
    #expect(error.map { $0.description.contains(message) } == true, "\(error.debugDescription)")
  }

  @Test func `trees within trees are read to the depth that JSON may have`() throws {
    func model(depth: Int) -> ModelError? {
      let question =
        #"{"split": {"float_feature_index": 0, "border": 0.5}, "left": {"value": 1}, "right": "#
      let tree =
        String(repeating: question, count: depth) + #"{"value": 2}"#
        + String(repeating: "}", count: depth)
      let head = Self.sound.split(separator: #"[{"splits""#)[0]
        .replacing("oblivious_trees", with: "trees")
      do {
        _ = try CatBoostJSON.model(Array("\(head)[\(tree)]}".utf8))
        return nil
      } catch { return error }
    }
    #expect(model(depth: 100) == nil)
    #expect(model(depth: 1000)?.problem == "nested deeper than 128 levels")
  }

  @Test func `a file cut anywhere is refused`() {
    let bytes = Array(Self.sound.utf8)
    for length in 0..<bytes.count {
      #expect(throws: ModelError.self) { try CatBoostJSON.model(Array(bytes[..<length])) }
    }
  }

  @Test(arguments: ["one_hot.json", "lossguide_classes.json"])
  func `cut and flipped files give an error or a model`(_ name: String) throws {
    let oracle = try #require(CatBoostJSONTests.cases().first { $0.model == name })
    try expectOutcomes(of: oracle.bytes(), flips: 700) { bytes throws(ModelError) in
      try CatBoostJSON.model(bytes)
    }
  }
}
