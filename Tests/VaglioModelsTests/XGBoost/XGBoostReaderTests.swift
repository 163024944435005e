import Testing
import VaglioTables

@testable import VaglioModels

struct XGBoostReaderTests {
  /// A model of one leaf, whose margin is its base and the leaf.
  private func model(
    _ objective: String, base: String, more: String = "", classes: Int = 0, targets: Int = 1,
    version: String = "[3,2,0]", attributes: String = "{}", leaf: String = "0.5", trees: Int = 1
  ) throws -> TreeModel {
    let tree = """
      {"left_children":[-1],"right_children":[-1],"split_indices":[0],"split_conditions":[\(leaf)],
      "default_left":[0],"sum_hessian":[1]}
      """
    let text = """
      {"learner":{"attributes":\(attributes),"feature_names":[],"feature_types":[],
      "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1"},
      "tree_info":[\(Array(repeating: "0", count: trees).joined(separator: ","))],
      "trees":[\(Array(repeating: tree, count: trees).joined(separator: ","))]},"name":"gbtree"},
      "learner_model_param":{"base_score":"\(base)","num_class":"\(classes)","num_feature":"1",
      "num_target":"\(targets)"},"objective":{"name":"\(objective)"\(more)}},"version":\(version)}
      """
    return try #require(
      ModelCatalogue.model(Array(text.utf8), name: "m") as? TreeModel)
  }

  private func margins(_ model: TreeModel) throws -> [Double] {
    try model.margins(of: FeatureMatrix(numbers: [[0]]), threads: 1).values
  }

  private func predictions(_ model: TreeModel) throws -> [Double] {
    try model.predictions(of: FeatureMatrix(numbers: [[0]]), threads: 1).values
  }

  @Test(arguments: ["0.25", "2.5E-1", "[2.5E-1]", "[0.25]", "(0.25)"])
  func `base scores are read in every spelling`(base: String) throws {
    #expect(try margins(model("reg:squarederror", base: base)) == [0.75])
  }

  /// Adding to the base margins: 0.5 of the first output's leaf.
  @Test func `one base score serves all outputs, a vector one each`() throws {
    #expect(try margins(model("multi:softprob", base: "0.25", classes: 3)) == [0.75, 0.25, 0.25])
    #expect(try margins(model("multi:softprob", base: "[1,2,3]", classes: 3)) == [1.5, 2, 3])
    #expect(throws: ModelError.self) { try model("multi:softprob", base: "[1,2]", classes: 3) }
  }

  /// Logit(1/2) = 0 and log(1) = 0: the margin is the leaf, 0.5.
  @Test(arguments: [
    ("binary:logistic", "5E-1"), ("reg:logistic", "5E-1"), ("binary:logitraw", "0"),
    ("binary:hinge", "0"), ("count:poisson", "1"), ("reg:gamma", "1"), ("reg:tweedie", "1"),
    ("survival:cox", "1"), ("survival:aft", "1"), ("rank:ndcg", "0"), ("rank:map", "0"),
    ("rank:pairwise", "0"), ("reg:absoluteerror", "0"), ("reg:pseudohubererror", "0"),
    ("reg:squaredlogerror", "0"), ("reg:linear", "0"),
  ])
  func `the base score is in the space of predictions`(objective: String, base: String) throws {
    #expect(try margins(model(objective, base: base)) == [0.5])
  }

  /// A base score of 0 is held at 1e-6 since 3.2: logit(1e-6) = −13.8155; before it is no logit.
  @Test func `base scores of 0 and 1 are held away from the ends since 3·2`() throws {
    let margin = try margins(model("binary:logistic", base: "0"))[0]
    #expect(abs(margin - 0.5 + 13.815510) < 1e-5)
    #expect(throws: ModelError.self) {
      try model("binary:logistic", base: "0", version: "[3,1,0]")
    }
    #expect(throws: ModelError.self) { try model("count:poisson", base: "0") }
    #expect(throws: ModelError.self) { try model("reg:squarederror", base: "") }
    #expect(throws: ModelError.self) { try model("reg:squarederror", base: "[]") }
  }

  @Test func `quantiles are put in order since 3·4`() throws {
    let levels = #","quantile_loss_param":{"quantile_alpha":"[1E-1,9E-1]"}"#
    let old = try model("reg:quantileerror", base: "[1,0]", more: levels, targets: 2)
    #expect(try predictions(old) == [1.5, 0])
    #expect(old.output.names == ["0.1", "0.9"])
    let new = try model(
      "reg:quantileerror", base: "[1,0]", more: levels, targets: 2, version: "[3,4,0]")
    #expect(try predictions(new) == [0, 1.5])
    #expect(try margins(new) == [1.5, 0])
  }

  /// Expectiles are 1 and 3: the second margin is softplus⁻¹(2 − 1e-6), whose softplus is the distance
  /// again; the leaf 0.5 lifts both.
  @Test func `expectiles add up`() throws {
    let levels = #","expectile_loss_param":{"expectile_alpha":"[1E-1,9E-1]"}"#
    let model = try model(
      "reg:expectileerror", base: "[1,3]", more: levels, targets: 2, version: "[3,4,0]")
    let predictions = try predictions(model)
    #expect(predictions[0] == 1.5)
    #expect(abs(predictions[1] - 3.5) < 1e-6)
  }

  @Test func `outputs are named by what they are`() throws {
    #expect(try model("multi:softprob", base: "0", classes: 3).output.names == ["0", "1", "2"])
    #expect(try model("multi:softmax", base: "0", classes: 3).output.names == ["prediction"])
    #expect(
      try model("reg:squarederror", base: "0", targets: 2).output.names == ["target0", "target1"])
    #expect(try model("binary:logistic", base: "0.5").output.kind == .probability)
  }

  @Test func `all iterations are used, and early stopping is told`() throws {
    let model = try model(
      "reg:squarederror", base: "0", attributes: #"{"best_iteration":"1"}"#, trees: 4)
    #expect(try margins(model) == [2])
    #expect(model.summary.facts.contains(.init("best iteration", .count(1))))
    #expect(model.summary.notes.contains { $0.contains("booster[:2]") })
  }

  @Test func `what is no model is refused with what to do`() {
    func problem(_ text: String) -> String {
      do {
        _ = try ModelCatalogue.model(Array(text.utf8), name: "m")
        return ""
      } catch { return error.description }
    }
    #expect(problem("binf\u{0}\u{0}").contains("old binary format"))
    #expect(problem("binf").contains("save_model('model.json')"))
    #expect(problem("[\n  { \"nodeid\": 0, \"leaf\": 1 }]").contains("dump_model"))
    #expect(problem("booster[0]:\n0:leaf=1").contains("dump_model"))
    #expect(
      problem(
        #"{"learner":{"gradient_booster":{"name":"gbtree","gbtree_model_param":{}}},"version":[3,2,0]}"#
      ).contains("save_config"))
    let pickle: [UInt8] = [0x80, 4, 0x95] + Array("........xgboost.core".utf8)
    #expect(throws: ModelError.self) { try ModelCatalogue.model(pickle, name: "m") }
    #expect(UnreadableModel.error(FileOpening(pickle)).kind == .unsafe)
    #expect(UnreadableModel.error(FileOpening(pickle)).remedy?.contains("save_model") == true)
  }
}
