import Testing
import VaglioTables

@testable import VaglioModels

/// Damaged and hostile XGBoost files: an error or a model, never a crash.
struct XGBoostHostileFileTests {
  private static let files = [
    "xgb_cat_onehot.json", "xgb_cat_onehot.ubj", "xgb_dart.ubj", "xgb_dart_v34.json",
    "xgb_gblinear.json", "xgb_gblinear.ubj", "xgb_multi.ubj", "xgb_multitarget_per.json",
  ]

  /// Reads a file, and asks what is read for a row; whether there was a model.
  @discardableResult
  private func survives(_ bytes: [UInt8]) -> Bool {
    guard let model = try? ModelCatalogue.model(bytes, name: "m"), let features = model.features,
      features.count < 100
    else { return false }
    let rows = FeatureMatrix(
      features.map {
        if case .category = $0.kind { return .texts(.init(["k01", nil])) }
        return .numbers([0.5, .nan])
      }, rowCount: 2)
    return (try? model.predictions(of: rows, threads: 1)) != nil
  }

  @Test(arguments: files)
  func `cut files are refused`(name: String) throws {
    let bytes = try ModelFixtures.bytes("xgboost/\(name)")
    #expect(survives(bytes))
    for length in stride(from: 0, to: bytes.count - 1, by: 37) {
      #expect(!survives(Array(bytes[..<length])), "\(length)")
    }
  }

  @Test(arguments: files)
  func `files with damaged bytes are read or refused`(name: String) throws {
    let bytes = try ModelFixtures.bytes("xgboost/\(name)")
    var random = RepeatableRandom(state: 4)
    let hostile = Array("0123456789-+.eE,:[]{}\"$#LlUiSdNTFZ".utf8)
    for round in 0..<300 {
      var damaged = bytes
      for _ in 0...round % 3 {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged[place] = .random(in: .min ... .max, using: &random)
        case 1: damaged[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
        case 2: damaged.remove(at: place)
        default: damaged[place] = hostile.randomElement(using: &random) ?? 0
        }
      }
      survives(damaged)
    }
  }

  private func problem(_ text: String) -> String? {
    do {
      _ = try ModelCatalogue.model(Array(text.utf8), name: "m")
      return nil
    } catch { return error.description }
  }

  /// A model of one tree: its arrays, and what else is to be replaced.
  private func model(
    left: String = "[1,-1,-1]", right: String = "[2,-1,-1]", features: String = "[0,0,0]",
    conditions: String = "[0.5,1,2]", more: String = "", base: String = "5E-1",
    objective: String = "reg:squarederror", booster: String = "gbtree", groups: String = "[0]"
  ) -> String {
    """
    {"learner":{"attributes":{},"feature_names":[],"feature_types":[],"gradient_booster":
    {"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},
    "tree_info":\(groups),"trees":[{"left_children":\(left),"right_children":\(right),
    "split_indices":\(features),"split_conditions":\(conditions),"default_left":[0,0,0],
    "sum_hessian":[3,1,2]\(more)}]},"name":"\(booster)"},
    "learner_model_param":{"base_score":"\(base)","num_class":"0","num_feature":"2",
    "num_target":"1"},"objective":{"name":"\(objective)"}},"version":[3,2,0]}
    """
  }

  @Test func `what is wrong is said with its place`() {
    #expect(problem(model()) == nil)
    let trees = "m (XGBoost JSON), learner.gradient_booster.model.trees[0]"
    #expect(problem(model(left: "[1,0,-1]")) == "\(trees): node 0: the node has two parents")
    #expect(problem(model(left: "[9,-1,-1]")) == "\(trees): node 9: there is no such node")
    #expect(problem(model(right: "[-7,-1,-1]")) == "\(trees): node -7: there is no such node")
    #expect(
      problem(model(features: "[2,0,0]")) == "\(trees): node 0: feature 2 is asked for, of 2")
    #expect(
      problem(model(left: "[1,-1]"))
        == "\(trees): the arrays of the tree's nodes are of 2 and 3")
    #expect(
      problem(model(conditions: "[NaN,1,2]")) == "\(trees): node 0: the threshold is not a number")
    #expect(
      problem(model(conditions: "[1,1,1e39]"))
        == "\(trees): node 2: the leaf's value is not finite")
    let learner = "m (XGBoost JSON), learner"
    #expect(
      problem(model(base: "2", objective: "binary:logistic"))
        == "\(learner).learner_model_param.base_score: the base score 2.0 is no probability")
    #expect(
      problem(model(objective: "reg:mine"))
        == "\(learner).objective.name: the objective \"reg:mine\" is not known")
    #expect(
      problem(model(booster: "gbforest"))
        == "\(learner).gradient_booster.name: the booster \"gbforest\" is not read")
    #expect(
      problem(model(groups: "[1]"))
        == "\(learner).gradient_booster.model.tree_info: there is no output 1")
    let categories = #"""
      ,"categories_nodes":[0],"categories_segments":[0],"categories_sizes":[1],"categories":
      """#
    #expect(problem(model(more: categories + "[1]")) == nil)
    #expect(
      problem(model(more: categories + "[16777216]"))
        == "\(trees).categories: node 0 has a category that cannot be")
    #expect(
      problem(model(more: categories + "[]"))
        == "\(trees).categories_segments: there are no categories for node 0")
  }

  @Test func `more features than a file vouches for are refused`() {
    let text = model().replacingFirst(#""num_feature":"2""#, #""num_feature":"1048577""#)
    #expect(
      problem(text)
        == "m (XGBoost JSON), learner.learner_model_param: 1048577 features and 1 outputs are too many"
    )
  }

  @Test func `messages quote names without control characters`() {
    let error = #expect(throws: ModelError.self) {
      try JSONDocument.document(Array(#"{"a\u001b[2J":1,"a\u001b[2J":2}"#.utf8))
    }
    #expect(error?.problem == #""a\u{1B}[2J" occurs twice"#)
  }

  @Test func `bombs are refused before they take memory`() {
    func refusal(_ body: [UInt8]) -> String? {
      do {
        _ = try UBJSONDocument.document(body)
        return nil
      } catch { return error.description }
    }
    let count = Array("L".utf8) + [0, 0, 0x40, 0, 0, 0, 0, 0]
    #expect(
      refusal(Array("[$d#".utf8) + count)
        == "byte 4: the count 70368744177664 is more than the file holds")
    #expect(
      refusal(Array("[#".utf8) + count)
        == "byte 2: the count 70368744177664 is more than the file holds")
    #expect(refusal(Array("[$T#U".utf8) + [1]) == "byte 4: an array of constants")
    #expect(refusal(Array("[$d#i".utf8) + [0xFF]) == "byte 4: the count -1 is negative")
    #expect(
      refusal(Array("[$d#i".utf8) + [2, 0, 0, 0, 0])
        == "byte 10: the file ends in the middle of its UBJSON")
    #expect(
      refusal(Array(repeating: UInt8(ascii: "["), count: 100_000))
        == "byte 129: nested deeper than 128 levels")
    #expect(
      refusal(Array("{U".utf8) + [1] + Array("aTU".utf8) + [1] + Array("aT}".utf8))
        == "byte 5: \"a\" occurs twice")
    #expect(refusal(Array("TT".utf8)) == "byte 1: expected the end of the document")
    #expect(refusal([]) == "byte 0: the file ends in the middle of its UBJSON")
  }
}
