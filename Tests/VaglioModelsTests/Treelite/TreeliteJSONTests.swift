import FoundationEssentials
import Testing

@testable import VaglioModels

struct TreeliteJSONTests {
  static func cases() throws -> [LibraryCase] { try LibraryCase.all(in: "treelite") }

  @Test(arguments: try cases())
  func `margins are Treelite's to the bit, and predictions in its precision`(
    _ oracle: LibraryCase
  ) throws {
    let model = try oracle.read()
    let rows = try oracle.rows(of: model)
    #expect(try distance(model.margins(of: rows, threads: 1), oracle.margins) == 0)
    let predictions = try model.predictions(of: rows, threads: 1)
    let expected = try #require(oracle.predictions)
    // GTIL takes functions of 32-bit margins in 32 bits, and every softmax: an exponential, a sum and
    // a quotient are off by an ulp of 2^-23 each at most. Else an exponential and a quotient of 64.
    let isSingle = model.ensemble.sum == .single || model.link == .softmax
    let limit = model.link == .identity ? 0 : isSingle ? 4 * 0x1p29 : 4
    #expect(ulps(predictions, expected) <= limit)
  }

  private func model(_ name: String) throws -> TreeModel {
    try #require(Self.cases().first { $0.model == name }).read()
  }

  @Test func `what a model says of itself`() throws {
    let codes = try model("lgb_codes.json")
    #expect(codes.inputs.map(\.kind) == [.number, .number, .number, .number, .code])
    #expect(codes.output.kind == .probability && codes.output.task == .binary)
    let labels = try model("sk_forest_labels.json")
    #expect(labels.output.names == ["0:0", "0:1", "0:2", "1:0", "1:1"])
    #expect(labels.ensemble.isMean)
    #expect(try model("sk_isolation.json").output.task == .anomaly)
    #expect(try model("xgb_logistic.json").ensemble.hasCovers)
  }

  /// One question, x `sign` 1, whose left side gives 10 and right side 20, missing on the left.
  private func file(sign: String, precision: String = "") -> String {
    """
    {\(precision) "num_feature": 1, "task_type": "kRegressor", "average_tree_output": false,
     "num_target": 1, "num_class": [1], "leaf_vector_shape": [1, 1], "target_id": [0],
     "class_id": [0], "postprocessor": "identity", "sigmoid_alpha": 1.0, "ratio_c": 1.0,
     "base_scores": [0.5], "attributes": "{}", "trees": [{"num_nodes": 3,
     "has_categorical_split": false, "nodes": [
      {"node_id": 0, "split_feature_id": 0, "default_left": true, "node_type": "numerical_test_node",
       "comparison_op": "\(sign)", "threshold": 1.0, "left_child": 1, "right_child": 2},
      {"node_id": 1, "leaf_value": 10.0}, {"node_id": 2, "leaf_value": 20.0}]}]}
    """
  }

  @Test(arguments: [
    ("<", [10.5, 20.5, 20.5]), ("<=", [10.5, 10.5, 20.5]), (">", [20.5, 20.5, 10.5]),
    (">=", [20.5, 10.5, 10.5]),
  ])
  func `every order is read`(sign: String, expected: [Double]) throws {
    let model = try TreeliteJSON.model(Array(file(sign: sign).utf8))
    let rows = FeatureMatrix(numbers: [[0, 1, 2, .nan]])
    #expect(try model.margins(of: rows, threads: 1).values == expected + [10.5])
  }

  @Test func `equality is refused by its sign`() {
    let error = #expect(throws: ModelError.self) {
      _ = try TreeliteJSON.model(Array(file(sign: "==").utf8))
    }
    #expect(error?.place == "trees[0].nodes[0].comparison_op")
    #expect(error?.problem == "the comparison \"==\" is not read")
  }

  @Test func `a precision that is not told is the least that holds the numbers`() throws {
    let single = try TreeliteJSON.model(Array(file(sign: "<").utf8))
    #expect(single.ensemble.comparison == .single)
    #expect(single.summary.notes.contains { $0.contains("taken for 32 bits") })
    let text = file(sign: "<").replacingFirst("10.0", "10.1")
    #expect(try TreeliteJSON.model(Array(text.utf8)).ensemble.comparison == .double)
    let told = file(
      sign: "<", precision: #""threshold_type": "float64", "leaf_output_type": "float64","#)
    let double = try TreeliteJSON.model(Array(told.utf8))
    #expect(double.ensemble.comparison == .double && double.summary.notes.count == 1)
  }

  @Test(arguments: [
    (
      #""num_feature": 1"#, #""num_feature": 1000000000000"#,
      "num_feature: more than 1048576 features"
    ),
    (#""num_feature": 1"#, #""num_feature": 0"#, "trees[0]: node 0: feature 0 is asked for, of 0"),
    (#""num_class": [1]"#, #""num_class": [1, 1]"#, "num_class: the classes do not fit 1 targets"),
    (#""num_class": [1]"#, #""num_class": [1e15]"#, "num_class: the classes do not fit"),
    (#""target_id": [0]"#, #""target_id": [5]"#, "target_id: tree 0 adds to target 5"),
    (#""class_id": [0]"#, #""class_id": [0, 0]"#, "1 targets and 2 classes of 1 trees"),
    (#""class_id": [0]"#, #""class_id": [-2]"#, "tree 0 adds to target 0, class -2"),
    ("[1, 1]", "[1, 7]", "leaf_vector_shape: the shape fits neither targets nor classes"),
    ("[0.5]", "[0.5, 1]", "base_scores: 2 finite scores, where 1 belong"),
    (#""left_child": 1"#, #""left_child": 0"#, "node 0: the node has two parents"),
    (#""left_child": 1"#, #""left_child": 9"#, "trees[0]: node 9: there is no such node"),
    (
      #""left_child": 1"#, #""left_child": -1"#, "left_child: expected a whole number, zero or more"
    ),
    (#""node_id": 1"#, #""node_id": 2"#, "trees[0].nodes[1].node_id: expected 1"),
    ("10.0", "[10.0, 20.0]", "leaf_value: 2 values, where 1 belong"),
    ("identity", "unheard", "postprocessor: the postprocessor unheard is not known"),
    ("kRegressor", "kUnheard", "task_type: the task kUnheard is not known"),
  ])
  func `damage is named with its path`(old: String, new: String, message: String) throws {
    let sound = file(sign: "<")
    let damaged = sound.replacingFirst(old, new)
    #expect(damaged != sound)
    let error = #expect(throws: ModelError.self) {
      _ = try TreeliteJSON.model(Array(damaged.utf8))
    }
    #expect(error.map { $0.description.contains(message) } == true, "\(error.debugDescription)")
  }

  /// As many targets as may be, of one class each, in one leaf: the work is in proportion to them.
  @Test func `a million targets are read in one pass`() throws {
    let count = 1 << 20
    let ones = Array(repeating: "1", count: count).joined(separator: ",")
    let text = file(sign: "<")
      .replacingFirst(#""num_target": 1"#, #""num_target": \#(count)"#)
      .replacingFirst(#""num_class": [1]"#, #""num_class": [\#(ones)]"#)
      .replacingFirst("[1, 1]", "[\(count), 1]")
      .replacingFirst(#""target_id": [0]"#, #""target_id": [-1]"#)
    let error = #expect(throws: ModelError.self) {
      _ = try TreeliteJSON.model(Array(text.utf8))
    }
    #expect(error?.problem == "1 values, where \(count) belong")
  }

  @Test(arguments: ["xgb_vectors.json", "lgb_codes.json", "sk_forest_labels.json"])
  func `cut and flipped files give an error or a model`(_ name: String) throws {
    let oracle = try #require(Self.cases().first { $0.model == name })
    try expectOutcomes(of: oracle.bytes(), flips: 500) { bytes throws(ModelError) in
      try TreeliteJSON.model(bytes)
    }
  }
}
