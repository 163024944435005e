/// What an output of a graph means, by its type and the operators before it.
struct ONNXMeaning {
  /// What of the output's columns is the prediction.
  enum Part: Equatable {
    case all
    /// The second of two: the positive class's.
    case second
    /// The place of the text among the classes.
    case place
  }

  /// What the predictions are.
  let output: ModelOutput
  /// What of the columns is taken.
  let part: Part
  /// The number of columns.
  let width: Int

  /// The operators that change how scores are shown, not what they are.
  private static let passing: Set = [
    "Cast", "Flatten", "Identity", "Normalizer", "Reshape", "Squeeze", "Unsqueeze", "ZipMap",
  ]

  /// The meaning of an output with this many columns, as far as it is known.
  init(_ file: ONNXFile, _ port: ONNXPort, width: Int) throws(ModelError) {
    self.width = width
    let path = Self.path(to: port.name, file.graph)
    let found = Self.classes(path) ?? Self.classes(file.graph.nodes.reversed())
    guard !port.holdsLabels else {
      guard port.holdsNumbers || found != nil else {
        throw ModelError(
          .unsupported, place: "output \(port.name)",
          problem: "it holds texts, and the graph does not tell the classes")
      }
      let task = found.map { $0.count == 2 ? ModelOutput.Task.binary : .multiclass } ?? .regression
      output = ModelOutput(.label, task: task, names: ["prediction"], classes: found)
      part = port.holdsNumbers && found.map(Self.areCounted) ?? true ? .all : .place
      return
    }
    let areProbabilities = Self.areProbabilities(path, port, file.graph.nodes)
    var classes = found.flatMap { $0.count == max(2, width) ? $0 : nil }
    if classes == nil, areProbabilities { classes = (0..<max(2, width)).map(String.init) }
    guard let classes else {
      let names = width == 1 ? ["prediction"] : (0..<width).map { "prediction_\($0)" }
      (output, part) = (ModelOutput(.value, task: .regression, names: names), .all)
      return
    }
    output = ModelOutput(
      areProbabilities ? .probability : .score, task: classes.count == 2 ? .binary : .multiclass,
      names: classes.count == 2 ? ["prediction"] : classes, classes: classes)
    part = width == 2 ? .second : .all
  }

  /// Whether labels are the classes' places themselves: "0", "1", ….
  private static func areCounted(_ classes: [String]) -> Bool {
    classes == classes.indices.map(String.init)
  }

  /// The nodes before an output up to the first that makes scores, from the output back.
  private static func path(to name: String, _ graph: ONNXGraph) -> [ONNXNode] {
    var producers: [String: ONNXNode] = [:]
    for node in graph.nodes { for output in node.outputs { producers[output] = node } }
    var path: [ONNXNode] = []
    var next: String? = name
    while let name = next, let node = producers[name], path.count < graph.nodes.count {
      path.append(node)
      next = passing.contains(node.type) ? node.inputs.first : nil
    }
    return path
  }

  private static func classes(_ nodes: [ONNXNode]) -> [String]? {
    for node in nodes {
      let texts = node.texts("classlabels_strings")
      if !texts.isEmpty { return texts }
      let numbers = node.integers("classlabels_int64s") + node.integers("classlabels_ints")
      if !numbers.isEmpty { return numbers.map(String.init) }
    }
    return nil
  }

  /// Scores are probabilities if the operator that makes them says so, or else their name. Support
  /// vector machines without probabilities have their scores under that name all the same.
  private static func areProbabilities(
    _ path: [ONNXNode], _ port: ONNXPort, _ nodes: [ONNXNode]
  ) -> Bool {
    let squeezing: Set = ["Exp", "Sigmoid", "Softmax"]
    guard let maker = path.last else { return false }
    if ["Sigmoid", "Softmax"].contains(maker.type) { return true }
    let areVectorsAlone =
      nodes.contains { $0.type == "SVMClassifier" && $0.floats("prob_a").isEmpty }
      && !nodes.contains { squeezing.contains($0.type) }
    return !areVectorsAlone
      && (port.name.lowercased().contains("prob") || path.first?.type == "ZipMap")
  }
}

extension ONNXPort {
  /// Whether it holds classes instead of scores.
  var holdsLabels: Bool {
    guard case .tensor(let type, _) = kind else { return false }
    return ![1, 10, 11, 16].contains(type)
  }

  /// Whether it holds numbers.
  var holdsNumbers: Bool {
    if case .tensor(type: 8, _) = kind { false } else { true }
  }

  /// The number of columns that the file declares; `nil` where it is only known at run time.
  var declaredWidth: Int? {
    guard case .tensor(_, let shape?) = kind, shape.count < 3 else { return nil }
    return shape.count < 2 ? 1 : shape[1]
  }
}
