import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// Random tree ensembles, evaluated by Vaglio's own trees and by onnxruntime: the same bits. Slow: set
/// VAGLIO_SLOW=1.
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"),
  .enabled(if: ONNXRuntimeTests.isThere, ONNXRuntimeTests.reason), .serialized)
struct ONNXRandomTests {
  @Test(arguments: 0..<200) func `random regressors have onnxruntime's bits`(seed: UInt64) throws {
    var random = RepeatableRandom(state: seed)
    let ensemble = RandomONNXEnsemble(isClassifier: false, &random)
    try check(ensemble, &random)
  }

  /// Scores without a link, of which onnxruntime shows the sums.
  @Test(arguments: 0..<200) func `random classifiers have onnxruntime's bits`(seed: UInt64) throws {
    var random = RepeatableRandom(state: 1000 + seed)
    let ensemble = RandomONNXEnsemble(isClassifier: true, &random)
    try check(ensemble, &random)
  }

  private func check(_ ensemble: RandomONNXEnsemble, _ random: inout RepeatableRandom) throws {
    let model = try ONNXFormat.parse(ensemble.bytes, ModelOptions())
    let reference = try ONNXRuntimeTests.evaluated(ensemble.bytes, output: "scores")
    let rows = ensemble.rows(4000, &random)
    let got = try model.predictions(of: rows, threads: 1)
    let want = try reference.predictions(of: rows, threads: 1)
    #expect(got.outputCount == want.outputCount)
    var differing = 0
    for (got, want) in zip(got.values, want.values) {
      let got = Double(Float(got))
      if got != want && !(got.isNaN && want.isNaN) { differing += 1 }
    }
    #expect(differing == 0, "of \(want.values.count)")
  }
}

/// Trees drawn at random, written as the attributes of an operator.
struct RandomONNXEnsemble {
  private let modes = ["LEQ", "LT", "GTE", "GT", "EQ", "NEQ"]
  private var thresholds: [[Double]]
  private var integers: [String: [Int64]] = [:]
  private var numbers: [String: [Double]] = [:]
  private var texts: [String: [String]] = [:]
  private let featureCount: Int
  private let isClassifier: Bool
  private let isDouble: Bool

  init(isClassifier: Bool, _ random: inout RepeatableRandom) {
    self.isClassifier = isClassifier
    featureCount = Int.random(in: 1...6, using: &random)
    // onnxruntime's sums of doubles come out as floats, so that the bits tell less; fewer of them.
    isDouble = Int.random(in: 0..<4, using: &random) == 0
    thresholds = Array(repeating: [], count: featureCount)
    let outputs = Int.random(in: isClassifier ? 3...5 : 1...4, using: &random)
    let one = modes[Int.random(in: 0..<6, using: &random)]
    let isMixed = Bool.random(using: &random)
    let own = isMixed ? modes : [one]
    // Either every leaf votes for all outputs, or each tree for one.
    let isDense = Bool.random(using: &random)
    for tree in 0..<Int.random(in: (isDense ? 1 : outputs)...30, using: &random) {
      grow(tree, own, outputs: isDense ? Array(0..<outputs) : [tree % outputs], &random)
    }
    if Bool.random(using: &random) {
      numbers["base_values"] = (0..<outputs).map { _ in
        Double(Float.random(in: -1...1, using: &random))
      }
    }
    if isClassifier {
      integers["classlabels_int64s"] = (0..<outputs).map(Int64.init)
    } else {
      integers["n_targets"] = [Int64(outputs)]
      texts["aggregate_function"] = [Bool.random(using: &random) ? "SUM" : "AVERAGE"]
    }
  }

  private mutating func grow(
    _ tree: Int, _ modes: [String], outputs: [Int], _ random: inout RepeatableRandom
  ) {
    let depth = Int.random(in: 0...6, using: &random)
    // Nodes in the order in which they are reached, breadth first.
    var open = [(id: 0, depth: 0)]
    var made = 1
    while !open.isEmpty {
      let (id, level) = open.removeFirst()
      let isLeaf = level == depth || level > 0 && Int.random(in: 0..<5, using: &random) == 0
      let feature = Int.random(in: 0..<featureCount, using: &random)
      let threshold =
        (Double.random(in: -2...2, using: &random) * 8).rounded() / 8
        + (Bool.random(using: &random) ? 0 : Double(Float.random(in: -1...1, using: &random)))
      let value = isDouble ? threshold : Double(Float(threshold))
      if !isLeaf { thresholds[feature].append(value) }
      add("nodes_treeids", Int64(tree))
      add("nodes_nodeids", Int64(id))
      add("nodes_featureids", isLeaf ? 0 : Int64(feature))
      numbers["nodes_values", default: []].append(isLeaf ? 0 : value)
      let mode = modes[Int.random(in: 0..<modes.count, using: &random)]
      texts["nodes_modes", default: []].append(isLeaf ? "LEAF" : "BRANCH_\(mode)")
      add("nodes_truenodeids", isLeaf ? 0 : Int64(made))
      add("nodes_falsenodeids", isLeaf ? 0 : Int64(made + 1))
      add("nodes_missing_value_tracks_true", isLeaf ? 0 : Int64.random(in: 0...1, using: &random))
      if isLeaf {
        vote(tree, id, outputs, &random)
      } else {
        open += [(made, level + 1), (made + 1, level + 1)]
        made += 2
      }
    }
  }

  private mutating func vote(
    _ tree: Int, _ id: Int, _ outputs: [Int], _ random: inout RepeatableRandom
  ) {
    let prefix = isClassifier ? "class" : "target"
    for output in outputs {
      add("\(prefix)_treeids", Int64(tree))
      add("\(prefix)_nodeids", Int64(id))
      add("\(prefix)_ids", Int64(output))
      let weight = Double.random(in: -1...1, using: &random)
      numbers["\(prefix)_weights", default: []].append(isDouble ? weight : Double(Float(weight)))
    }
  }

  private mutating func add(_ name: String, _ number: Int64) {
    integers[name, default: []].append(number)
  }

  /// The file.
  var bytes: [UInt8] {
    var node = WireMessage()
    node.text(1, "X")
    if isClassifier { node.text(2, "label") }
    node.text(2, "scores")
    node.text(4, isClassifier ? "TreeEnsembleClassifier" : "TreeEnsembleRegressor")
    node.text(7, "ai.onnx.ml")
    for (name, values) in integers.sorted(by: { $0.key < $1.key }) {
      node.message(5) { attribute in
        attribute.text(1, name)
        for value in values { attribute.integer(name == "n_targets" ? 3 : 8, value) }
        attribute.integer(20, name == "n_targets" ? 2 : 7)
      }
    }
    for (name, values) in texts.sorted(by: { $0.key < $1.key }) {
      node.message(5) { attribute in
        attribute.text(1, name)
        for value in values { attribute.text(name == "nodes_modes" ? 9 : 4, value) }
        attribute.integer(20, name == "nodes_modes" ? 8 : 3)
      }
    }
    for (name, values) in numbers.sorted(by: { $0.key < $1.key }) {
      node.message(5) { isDouble ? $0.doubles(name, values) : $0.floats(name, values) }
    }
    return WireMessage.model(
      nodes: [node], columns: Int64(featureCount), type: isDouble ? 11 : 1,
      outputs: isClassifier ? [("label", 7), ("scores", 1)] : [("scores", 1)])
  }

  /// Rows of which many values are thresholds, their neighbours, infinite, or missing.
  func rows(_ count: Int, _ random: inout RepeatableRandom) -> FeatureMatrix {
    let columns = thresholds.map { own in
      (0..<count).map { _ -> Double in
        let near = own.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .nan
        case 1: return [Double.infinity, -.infinity][Int.random(in: 0..<2, using: &random)]
        case 2: return near
        case 3: return isDouble ? near.nextUp : Double(Float(near).nextUp)
        case 4: return isDouble ? near.nextDown : Double(Float(near).nextDown)
        default: return Double.random(in: -3...3, using: &random)
        }
      }
    }
    return FeatureMatrix(numbers: columns)
  }
}
