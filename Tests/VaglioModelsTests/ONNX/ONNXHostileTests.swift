import Testing
import VaglioTables

@testable import VaglioModels

/// Damaged and hostile files: an error or a model, never a crash. Only Vaglio's own reading is tried:
/// with a library path that leads nowhere nothing reaches onnxruntime.
struct ONNXHostileTests {
  private static let options: ModelOptions = {
    var options = ModelOptions()
    options.onnxRuntime = "/nowhere"
    return options
  }()

  private static let names = [
    "golden/xgb_binary", "golden/lgb_binary", "lgb_codes", "modes_double_1", "new_mean_two",
    "people_gb", "people_ordinal_rf", "minmax_logistic", "sgd_binary", "logistic_three",
  ]

  /// Reads, and where that succeeds predicts one row.
  private static func survive(_ bytes: [UInt8]) {
    guard let model = try? ONNXFormat.parse(bytes, options), let features = model.features else {
      return
    }
    let columns = features.map { feature in
      feature.kind.isText ? FeatureMatrix.Column.texts(.init(["a"])) : .numbers([0.25])
    }
    _ = try? model.predictions(of: FeatureMatrix(columns, rowCount: 1), threads: 1)
  }

  @Test(arguments: names) func `a file cut at any byte is an error or a model`(name: String) throws
  {
    let bytes = try ONNXFixture.bytes("\(name).onnx")
    for length in 0..<bytes.count { Self.survive(Array(bytes[..<length])) }
  }

  @Test(arguments: names) func `flipped bits are an error or a model`(name: String) throws {
    let bytes = try ONNXFixture.bytes("\(name).onnx")
    var random = RepeatableRandom(state: 20_261_122)
    for _ in 0..<1000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 0..<bytes.count, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
      }
      Self.survive(damaged)
    }
  }

  /// Numbers of ten bytes wherever a field may stand.
  @Test(arguments: ["lgb_codes", "people_gb", "new_mean_two"])
  func `numbers beyond all bounds are an error or a model`(name: String) throws {
    let bytes = try ONNXFixture.bytes("\(name).onnx")
    let greatest = [UInt8](repeating: 0xFF, count: 9) + [0x01]
    for offset in stride(from: 0, to: bytes.count, by: 3) {
      var damaged = bytes
      damaged.replaceSubrange(offset..<min(offset + 10, bytes.count), with: greatest)
      Self.survive(damaged)
      Self.survive(Array(bytes[..<offset]) + greatest + Array(bytes[offset...]))
    }
  }

  // MARK: What each kind of damage is called

  /// One question and two leaves, with some attributes given another value.
  private static func stump(_ changes: [String: [Int64]] = [:], modes: [String]? = nil) -> [UInt8] {
    var attributes: [String: [Int64]] = [
      "nodes_treeids": [0, 0, 0], "nodes_nodeids": [0, 1, 2], "nodes_featureids": [0, 0, 0],
      "nodes_truenodeids": [1, 0, 0], "nodes_falsenodeids": [2, 0, 0], "target_treeids": [0, 0],
      "target_nodeids": [1, 2], "target_ids": [0, 0],
    ]
    attributes.merge(changes) { $1 }
    var node = WireMessage()
    node.text(1, "X")
    node.text(2, "y")
    node.text(4, "TreeEnsembleRegressor")
    node.text(7, "ai.onnx.ml")
    for (name, values) in attributes.sorted(by: { $0.key < $1.key }) {
      node.message(5) { attribute in
        attribute.text(1, name)
        for value in values { attribute.integer(values.count == 1 ? 3 : 8, value) }
      }
    }
    for (name, values) in [("nodes_values", [0.5, 0, 0]), ("target_weights", [1, 2])] {
      node.message(5) { attribute in
        attribute.text(1, name)
        for value in values { attribute.float(7, Float(value)) }
      }
    }
    node.message(5) { attribute in
      attribute.text(1, "nodes_modes")
      for mode in modes ?? ["BRANCH_LEQ", "LEAF", "LEAF"] { attribute.text(9, mode) }
    }
    return WireMessage.model(nodes: [node], columns: 1)
  }

  private static func problem(_ bytes: [UInt8]) -> String? {
    do {
      _ = try ONNXFormat.parse(bytes, options)
      return nil
    } catch { return error.description }
  }

  @Test func `damaged trees are called by name`() {
    #expect(Self.problem(Self.stump()) == nil)
    let place = "node 0 (ai.onnx.ml.TreeEnsembleRegressor): "
    #expect(
      Self.problem(Self.stump(["nodes_truenodeids": [7, 0, 0]]))
        == place + "a child of entry 0 is no node of its tree")
    #expect(
      Self.problem(Self.stump(["nodes_truenodeids": [0, 0, 0]]))
        == place + "tree 0, node 0: the node has two parents")
    #expect(
      Self.problem(Self.stump(["nodes_truenodeids": [2, 0, 0]]))
        == place + "tree 0, node 2: the node has two parents")
    #expect(
      Self.problem(Self.stump(["nodes_nodeids": [0, 1, 1]])) == place + "tree 0 has two nodes 1")
    #expect(
      Self.problem(Self.stump(["nodes_featureids": [3, 0, 0]]))
        == place + "tree 0, node 0: feature 3 is asked for, of 1")
    #expect(
      Self.problem(Self.stump(["nodes_featureids": [-1, 0, 0]]))
        == place + "tree 0, node 0: feature -1 is asked for, of 1")
    #expect(
      Self.problem(Self.stump(["target_nodeids": [1, 9]]))
        == place + "target_nodeids[1] is no node of its tree")
    #expect(
      Self.problem(Self.stump(["target_ids": [0, 5]])) == place + "target_ids[1] is 5, of 1")
    #expect(
      Self.problem(Self.stump(["nodes_featureids": [0, 0]]))
        == place + "nodes_featureids has 2 entries, not 3")
    #expect(
      Self.problem(Self.stump(modes: ["BRANCH_XYZ", "LEAF", "LEAF"]))
        == place + "a node has the mode \"BRANCH_XYZ\"")
    #expect(
      Self.problem(Self.stump(["n_targets": [1 << 40]]))?.contains("n_targets is 1099511627776")
        == true)
  }

  /// Sixty concatenations of a value with itself would be 2^60 columns.
  @Test func `columns that double without end are refused`() {
    var nodes: [WireMessage] = []
    for index in 0..<60 {
      var node = WireMessage()
      node.text(1, index == 0 ? "X" : "v\(index)")
      node.text(1, index == 0 ? "X" : "v\(index)")
      node.text(2, index == 59 ? "y" : "v\(index + 1)")
      node.text(4, "Concat")
      nodes.append(node)
    }
    let problem = Self.problem(WireMessage.model(nodes: nodes, columns: 4))
    #expect(problem?.contains("more than 1048576 columns") == true)
  }

  @Test func `a graph that goes round is refused`() {
    var node = WireMessage()
    node.text(1, "y")
    node.text(2, "y")
    node.text(4, "Identity")
    let problem = Self.problem(WireMessage.model(nodes: [node], columns: 1))
    #expect(problem == "node 0 (Identity): its input \"y\" is made by no node before it")
  }

  @Test func `elements in another file are refused with the way to mend it`() {
    var tensor = WireMessage()
    tensor.integer(1, 2)
    tensor.integer(2, 1)
    tensor.text(8, "weights")
    tensor.integer(14, 1)
    let problem = Self.problem(
      WireMessage.model(nodes: [], columns: 1, initializers: [tensor]))
    #expect(problem?.contains("tensor weights: its elements are in another file") == true)
    #expect(problem?.contains("onnx.save(onnx.load('model.onnx'), 'whole.onnx')") == true)
  }

  @Test func `other files are not taken for ONNX`() throws {
    for text in ["{\"a\": 1}", "tree\nversion=v3\n", "PAR1", "", "\u{8}", "\u{8}\u{8}\u{8}"] {
      #expect(!ONNXFormat.recognizes(FileOpening(Array(text.utf8))), "\(text)")
    }
    #expect(ONNXFormat.recognizes(FileOpening(try ONNXFixture.bytes("rf_value.onnx"))))
  }
}
