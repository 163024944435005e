extension ONNXTranslation {
  /// The operators that make margins.
  static let modelOperators: [String: Operator] = [
    "ai.onnx.ml.TreeEnsembleClassifier": { state, node throws(ModelError) in
      [.label, .prediction(try state.treeClassifier(node))]
    },
    "ai.onnx.ml.TreeEnsembleRegressor": { state, node throws(ModelError) in
      [.prediction(try state.treeRegressor(node))]
    },
    "ai.onnx.ml.TreeEnsemble": { state, node throws(ModelError) in
      [.prediction(try state.treeEnsemble(node))]
    },
    "ai.onnx.ml.LinearClassifier": { state, node throws(ModelError) in
      [.label, .prediction(try state.linearClassifier(node))]
    },
    "ai.onnx.ml.LinearRegressor": { state, node throws(ModelError) in
      [.prediction(try state.linearRegressor(node))]
    },
  ]

  // MARK: Trees

  private func treeRegressor(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    let columns = try numbers(node)
    let count = try outputCount(node, "n_targets", 1)
    let isMean = try isMean(node.text("aggregate_function", default: "SUM"), node)
    let trees = try ONNXTrees(
      node, prefix: "target", outputCount: count, inputIsDouble: areDouble(columns))
    let (base, _) = try ONNXTrees.numbers(node, "base_values", count: nil)
    return try regression(trees, node, columns, base, isMean, transform(node))
  }

  private func treeEnsemble(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    let columns = try numbers(node)
    let count = try outputCount(node, "n_targets", 1)
    let names = ["AVERAGE", "SUM", "MIN", "MAX"]
    let aggregate = Int(exactly: node.integer("aggregate_function", default: 1)) ?? -1
    guard names.indices.contains(aggregate) else {
      throw node.malformed("aggregate_function is \(aggregate)")
    }
    let isMean = try isMean(names[aggregate], node)
    // The specification numbers SOFTMAX 1 and LOGISTIC 2, ONNX Runtime (1.31) the other way round.
    guard node.integer("post_transform", default: 0) == 0 else {
      throw node.unsupported("a post_transform, which implementations number differently")
    }
    let trees = try ONNXTrees(indexed: node, outputCount: count)
    return try regression(trees, node, columns, [], isMean, "NONE")
  }

  private func regression(
    _ trees: ONNXTrees, _ node: ONNXNode, _ columns: [ONNXColumn], _ base: [Double],
    _ isMean: Bool, _ transform: String
  ) throws(ModelError) -> ONNXPrediction {
    let count = trees.votes.outputCount
    guard base.isEmpty || base.count == count else {
      throw node.unsupported("base_values has \(base.count) entries for \(count) targets")
    }
    // ONNX Runtime (1.31) adds no base to one of several targets that got no vote.
    for (output, base) in base.enumerated() where base != 0 && count > 1 {
      guard trees.allLeavesOfATreeVote(for: output) else {
        throw node.unsupported("rows may come to leaves without a vote for target \(output)")
      }
    }
    // ONNX Runtime transforms single targets by PROBIT alone.
    guard transform == "NONE" || count > 1 else {
      throw node.unsupported("post_transform is \(transform) for one target")
    }
    let ensemble = try trees.ensemble(
      base: base.isEmpty ? Array(repeating: 0, count: count) : base, isMean: isMean,
      featureCount: columns.count, comparison: comparison(columns), node)
    return ONNXPrediction(
      core: .trees(ensemble), columns: columns, link: try link(transform, node), layout: .columns,
      classes: nil, areProbabilities: false)
  }

  private func treeClassifier(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    let columns = try numbers(node)
    let classes = try classes(node)
    let trees = try ONNXTrees(
      node, prefix: "class", outputCount: classes.count, inputIsDouble: areDouble(columns))
    let (base, _) = try ONNXTrees.numbers(node, "base_values", count: nil)
    let part = try ONNXClassScores(
      trees, base: base, transform: try transform(node), classCount: classes.count, node)
    var chosen = trees
    if let output = part.output { chosen.votes = trees.votes.only(output) }
    let ensemble = try chosen.ensemble(
      base: part.base, isMean: false, featureCount: columns.count,
      comparison: comparison(columns), node)
    return ONNXPrediction(
      core: .trees(ensemble), columns: columns, link: part.link,
      layout: part.output == nil ? .columns : .second, classes: classes,
      areProbabilities: part.areProbabilities(trees))
  }

  private func outputCount(
    _ node: ONNXNode, _ name: String, _ other: Int64
  ) throws(ModelError) -> Int {
    let count = node.integer(name, default: other)
    guard count > 0, count <= 1 << 16 else { throw node.unsupported("\(name) is \(count)") }
    return Int(count)
  }

  private func isMean(_ aggregate: String, _ node: ONNXNode) throws(ModelError) -> Bool {
    guard aggregate == "SUM" || aggregate == "AVERAGE" else {
      throw node.unsupported("aggregate_function is \(aggregate): a sum or a mean is read")
    }
    return aggregate == "AVERAGE"
  }

  private func areDouble(_ columns: [ONNXColumn]) -> Bool {
    columns.contains { $0.kind == .double }
  }

  private func comparison(_ columns: [ONNXColumn]) -> TreeEnsemble.Precision {
    areDouble(columns) ? .double : .single
  }

  // MARK: Linear functions

  private func linearRegressor(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    let columns = try numbers(node)
    let count = try outputCount(node, "targets", 1)
    let (coefficients, intercepts) = try coefficients(node, count, columns.count)
    guard try transform(node) == "NONE" else {
      throw node.unsupported("post_transform is \(try transform(node))")
    }
    return ONNXPrediction(
      core: .linear(coefficients: coefficients, intercepts: intercepts, .single),
      columns: columns, link: .identity, layout: .columns, classes: nil, areProbabilities: false)
  }

  private func linearClassifier(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    let columns = try numbers(node)
    let classes = try classes(node)
    guard classes.count >= 2 else { throw node.unsupported("it has one class") }
    var (coefficients, intercepts) = try coefficients(node, classes.count, columns.count)
    let transform = try transform(node)
    var link = try link(transform, node)
    let isBinary = classes.count == 2
    if isBinary {
      // Of two classes the positive one's margin tells both; that of a softmax is the difference.
      let width = columns.count
      if transform == "SOFTMAX" {
        link = .logistic(slope: 1)
        for column in 0..<width { coefficients[width + column] -= coefficients[column] }
        intercepts[1] -= intercepts[0]
      }
      (coefficients, intercepts) = (Array(coefficients[width...]), [intercepts[1]])
    }
    return ONNXPrediction(
      core: .linear(coefficients: coefficients, intercepts: intercepts, .single),
      columns: columns, link: link, layout: isBinary ? .second : .columns, classes: classes,
      areProbabilities: link == .softmax || isBinary && link != .identity)
  }

  private func coefficients(
    _ node: ONNXNode, _ outputs: Int, _ width: Int
  ) throws(ModelError) -> ([Double], [Double]) {
    let coefficients = node.floats("coefficients")
    var intercepts = node.floats("intercepts")
    if intercepts.isEmpty { intercepts = Array(repeating: 0, count: outputs) }
    guard coefficients.count == outputs * width else {
      throw node.unsupported(
        "\(coefficients.count) coefficients for \(outputs) outputs of \(width) columns")
    }
    guard intercepts.count == outputs else {
      throw node.unsupported("\(intercepts.count) intercepts for \(outputs) outputs")
    }
    return (coefficients, intercepts)
  }

  // MARK: Both

  private func classes(_ node: ONNXNode) throws(ModelError) -> [String] {
    let texts = node.texts("classlabels_strings")
    let numbers = node.integers("classlabels_int64s") + node.integers("classlabels_ints")
    guard texts.isEmpty != numbers.isEmpty else {
      throw node.malformed("it needs class labels that are texts, or numbers")
    }
    return texts.isEmpty ? numbers.map(String.init) : texts
  }

  private func transform(_ node: ONNXNode) throws(ModelError) -> String {
    node.text("post_transform", default: "NONE")
  }

  private func link(_ transform: String, _ node: ONNXNode) throws(ModelError) -> Link {
    switch transform {
    case "NONE": return .identity
    case "LOGISTIC": return .logistic(slope: 1)
    case "SOFTMAX": return .softmax
    default: throw node.unsupported("post_transform is \(transform)")
    }
  }
}
