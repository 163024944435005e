/// Treelite's binary checkpoints (`Model.serialize`), version 4: what its JSON says, in bytes.
///
/// Source: <https://treelite.readthedocs.io/en/latest/serialization/v4.html>.
public enum TreeliteCheckpoint: ModelFormat {
  public static let name = "treelite checkpoint"
  public static let definition =
    "The same models as treelite JSON; as Model.serialize() of Treelite 4 writes them."

  /// A version (three whole numbers of 32 bits) of 3 or 4, and two types from 1 to 3.
  public static func recognizes(_ opening: FileOpening) -> Bool {
    let bytes = Array(opening.bytes.prefix(14))
    guard bytes.count == 14, [3, 4].contains(bytes[0]) else { return false }
    let areSmall = [1, 2, 3, 5, 6, 7, 9, 10, 11].allSatisfy { bytes[$0] == 0 }
    return areSmall && bytes[4] < 64 && bytes[8] < 64 && (1...3).contains(bytes[12])
      && (1...3).contains(bytes[13])
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    try model(bytes)
  }

  /// Reads a model from the bytes of a file.
  static func model(_ bytes: [UInt8]) throws(ModelError) -> TreeModel {
    try TreeliteModel.model(DocumentPlace(root: document(bytes)), format: name)
  }

  /// What `dump_as_json()` gives of the same model.
  static func document(_ bytes: [UInt8]) throws(ModelError) -> Document {
    var reader = TreeliteBytes(bytes)
    let version = try [reader.integer(), reader.integer(), reader.integer()]
    guard version[0] == 4 else {
      throw ModelError(
        .unsupported, place: "byte 0",
        problem: "checkpoints of Treelite \(version.map(String.init).joined(separator: ".")) are "
          + "not read", remedy: "write it again with Treelite 4")
    }
    var members = ["threshold_type": try type(&reader), "leaf_output_type": try type(&reader)]
    reader.isSingle = members["leaf_output_type"]?.text == "float32"
    let treeCount = try reader.count()
    members["num_feature"] = .number(Double(try reader.integer()))
    let task = try reader.byte()
    guard tasks.indices.contains(Int(task)) else {
      throw reader.failure("there is no task \(task)")
    }
    members["task_type"] = .string(tasks[Int(task)])
    members["average_tree_output"] = .boolean(try reader.boolean())
    members["num_target"] = .number(Double(try reader.integer()))
    for key in ["num_class", "leaf_vector_shape", "target_id", "class_id"] {
      members[key] = .init(try reader.integers())
    }
    members["postprocessor"] = .string(try reader.text())
    members["sigmoid_alpha"] = .number(try reader.single())
    members["ratio_c"] = .number(try reader.single())
    members["base_scores"] = .init(try reader.doubles())
    members["attributes"] = .string(try reader.text())
    try reader.noOptionalFields()
    var trees: [Document] = []
    for _ in 0..<treeCount { trees.append(try tree(&reader)) }
    members["trees"] = .array(trees)
    guard reader.isAtEnd else { throw reader.failure("there are bytes behind the last tree") }
    return .object(members)
  }

  private static let tasks = [
    "kBinaryClf", "kRegressor", "kMultiClf", "kLearningToRank", "kIsolationForest",
  ]

  private static func type(_ reader: inout TreeliteBytes) throws(ModelError) -> Document {
    let type = try reader.byte()
    guard (1...3).contains(type) else { throw reader.failure("there is no type \(type)") }
    return .string(["uint32", "float32", "float64"][Int(type) - 1])
  }

  private static func tree(_ reader: inout TreeliteBytes) throws(ModelError) -> Document {
    let start = reader.position
    let count = try reader.integer()
    _ = try reader.boolean()
    let nodes = try TreeliteNodes(&reader)
    guard nodes.count == count, nodes.isWhole else {
      throw ModelError(
        .malformed, place: "byte \(start)", problem: "the arrays of a tree's nodes do not fit")
    }
    return .object([
      "num_nodes": .number(Double(count)), "nodes": .array((0..<count).map(nodes.document)),
    ])
  }
}

/// The arrays of a tree, one value a node.
private struct TreeliteNodes {
  private let types: [Int]
  private let left: [Double]
  private let right: [Double]
  private let features: [Double]
  private let goesLeft: [Bool]
  private let leafValues: [Double]
  private let thresholds: [Double]
  private let signs: [Int]
  private let listsAreRight: [Bool]
  private let vectors: Segments
  private let lists: Segments
  private let dataCounts: Present
  private let hessians: Present

  var count: Int { types.count }

  /// Parts of one array.
  private struct Segments {
    let values: [Double]
    let starts: [Int]
    let ends: [Int]

    subscript(node: Int) -> ArraySlice<Double> { values[starts[node]..<ends[node]] }

    /// Whether there is a part for each node, and no part in another: a short file in which all
    /// nodes have all values would become a huge one.
    func isWhole(_ count: Int) -> Bool {
      guard starts.count == count, ends.count == count else { return false }
      var left = values.count
      for (start, end) in zip(starts, ends) {
        guard start <= end, end <= values.count, end - start <= left else { return false }
        left -= end - start
      }
      return true
    }
  }

  /// Values that some nodes have.
  private struct Present {
    let values: [Double]
    let isPresent: [Bool]

    subscript(node: Int) -> Document? {
      !isPresent.isEmpty && isPresent[node] ? .number(values[node]) : nil
    }

    func isWhole(_ count: Int) -> Bool {
      values.count == isPresent.count && (isPresent.isEmpty || isPresent.count == count)
    }
  }

  init(_ reader: inout TreeliteBytes) throws(ModelError) {
    types = try reader.smallIntegers()
    (left, right) = (try reader.integers(), try reader.integers())
    features = try reader.integers()
    goesLeft = try reader.booleans()
    leafValues = try reader.reals()
    thresholds = try reader.reals()
    signs = try reader.smallIntegers()
    listsAreRight = try reader.booleans()
    vectors = Segments(
      values: try reader.reals(), starts: try reader.counts(), ends: try reader.counts())
    lists = Segments(
      values: try reader.unsigneds(), starts: try reader.counts(), ends: try reader.counts())
    dataCounts = Present(
      values: try reader.counts().map(Double.init), isPresent: try reader.booleans())
    hessians = Present(values: try reader.doubles(), isPresent: try reader.booleans())
    // The gains of splits, which nothing here needs.
    _ = try reader.doubles()
    _ = try reader.booleans()
    try reader.noOptionalFields()
    try reader.noOptionalFields()
  }

  /// Whether all arrays fit the number of nodes.
  var isWhole: Bool {
    [
      left.count, right.count, features.count, goesLeft.count, leafValues.count, thresholds.count,
      signs.count, listsAreRight.count,
    ].allSatisfy { $0 == count } && vectors.isWhole(count) && lists.isWhole(count)
      && dataCounts.isWhole(count) && hessians.isWhole(count)
  }

  private static let signs = ["none", "==", "<", "<=", ">", ">="]

  func document(_ node: Int) -> Document {
    var members: [String: Document] = ["node_id": .number(Double(node))]
    members["data_count"] = dataCounts[node]
    members["sum_hess"] = hessians[node]
    if types[node] == 0 {
      let vector = vectors[node]
      members["leaf_value"] =
        vector.isEmpty ? .number(leafValues[node]) : .numbers(Array(vector))
      return .object(members)
    }
    members["split_feature_id"] = .number(features[node])
    members["default_left"] = .boolean(goesLeft[node])
    members["left_child"] = .number(left[node])
    members["right_child"] = .number(right[node])
    switch types[node] {
    case 1:
      members["node_type"] = .string("numerical_test_node")
      let sign = signs[node]
      members["comparison_op"] = .string(
        Self.signs.indices.contains(sign) ? Self.signs[sign] : "operator \(sign)")
      members["threshold"] = .number(thresholds[node])
    case 2:
      members["node_type"] = .string("categorical_test_node")
      members["category_list_right_child"] = .boolean(listsAreRight[node])
      members["category_list"] = .init(Array(lists[node]))
    default: members["node_type"] = .string("type \(types[node])")
    }
    return .object(members)
  }
}

extension Document {
  /// An array of numbers.
  fileprivate init(_ numbers: [Double]) { self = numbers.isEmpty ? .array([]) : .numbers(numbers) }

  fileprivate var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}
