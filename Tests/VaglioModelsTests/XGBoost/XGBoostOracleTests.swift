import Testing

@testable import VaglioModels

/// Real models of `fixtures/models/xgboost` against what XGBoost itself said about twenty rows.
struct XGBoostOracleTests {
  private static let files = [
    ("xgb_binary.json", "xgb_binary", "input20.csv"),
    ("xgb_binary.ubj", "xgb_binary", "input20.csv"),
    ("xgb_cat_onehot.json", "xgb_cat_onehot", "input20_cat.csv"),
    ("xgb_cat_onehot.ubj", "xgb_cat_onehot", "input20_cat.csv"),
    ("xgb_cox.json", "xgb_cox", "input20.csv"),
    ("xgb_dart.json", "xgb_dart", "input20.csv"),
    ("xgb_dart.ubj", "xgb_dart", "input20.csv"),
    ("xgb_dart_v34.json", "xgb_dart", "input20.csv"),
    ("xgb_gblinear.json", "xgb_gblinear", "input20.csv"),
    ("xgb_gblinear.ubj", "xgb_gblinear", "input20.csv"),
    ("xgb_multi.json", "xgb_multi", "input20.csv"),
    ("xgb_multi.ubj", "xgb_multi", "input20.csv"),
    ("xgb_multitarget_per.json", "xgb_multitarget_per", "input20.csv"),
    ("xgb_multitarget_per.ubj", "xgb_multitarget_per", "input20.csv"),
    ("xgb_rank.json", "xgb_rank", "input20.csv"),
    ("xgb_reg.json", "xgb_reg", "input20.csv"),
    ("xgb_reg.ubj", "xgb_reg", "input20.csv"),
  ]

  @Test(arguments: files)
  func `margins are XGBoost's to the bit, and predictions to its rounding`(
    file: String, oracle: String, rows: String
  ) throws {
    let model = try #require(try ModelFixtures.model("xgboost/\(file)") as? any MarginModel)
    let rows = try ModelFixtures.rows("xgboost/\(rows)", of: model)
    let margins = try model.margins(of: rows, threads: 1)
    #expect(
      try margins.values == ModelFixtures.numbers("xgboost/\(oracle).oracle.json", "margin"))
    let predictions = try model.predictions(of: rows, threads: 1)
    let expected = try ModelFixtures.numbers("xgboost/\(oracle).oracle.json", "pred")
    #expect(predictions.values.count == expected.count)
    // XGBoost's links work in floats: an exponential good to an ulp, two sums or a division, each
    // rounded: 6 units in the last place at most.
    for (value, float) in zip(predictions.values, expected) {
      #expect(abs(value - float) <= 6 * Double(Float(float).ulp))
    }
  }

  @Test func `JSON and UBJSON hold the same model`() throws {
    for name in ["xgb_binary", "xgb_cat_onehot", "xgb_multi", "xgb_dart"] {
      let json = try #require(try ModelFixtures.model("xgboost/\(name).json") as? TreeModel)
      let binary = try #require(try ModelFixtures.model("xgboost/\(name).ubj") as? TreeModel)
      let isEqual = json.ensemble == binary.ensemble
      #expect(isEqual, "\(name)")
      #expect(json.inputs == binary.inputs)
      #expect(json.summary.facts == binary.summary.facts)
    }
  }

  @Test func `categories come by their names`() throws {
    let model = try ModelFixtures.model("xgboost/xgb_cat_onehot.json")
    let last = try #require(model.features?.last)
    #expect(last.name == "c")
    guard case .category(let levels) = last.kind else {
      Issue.record("no levels")
      return
    }
    #expect(levels.count == 40 && levels.first == "k00" && levels.last == "k39")
  }
}
