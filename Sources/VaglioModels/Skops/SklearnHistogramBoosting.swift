/// Gradient boosting on histograms. Its trees compare x ≤ threshold in 64 bits; categories are coded
/// by an encoder of the model's own, and those that it doesn't know count as missing.
enum SklearnHistogramBoosting: SklearnFamily {
  static let classNames: Set = ["HistGradientBoostingClassifier", "HistGradientBoostingRegressor"]

  static func model(_ boosting: SklearnEstimator) throws(ModelError) -> any Model {
    let isClassifier = boosting.className.hasSuffix("Classifier")
    let output =
      isClassifier ? boosting.probabilities(of: try boosting.classes()) : boosting.values(1)
    var draft = PreprocessingDraft(inputs: boosting.inputs)
    var columns = draft.inputs
    if try boosting["_preprocessor"].isEstimator() {
      columns = try SklearnTransformers.apply(boosting["_preprocessor"], to: columns, &draft)
    } else if try !boosting["is_categorical_"].isNone() {
      throw boosting.unsupported(
        "has categories as scikit-learn before 1.4 saved them, which are not read",
        remedy: "fit it again with a newer scikit-learn")
    }
    let trees = try trees(of: boosting, width: output.names.count, featureCount: columns.count)
    for feature in trees.endless {
      // Nothing is below infinity that is not a number below it.
      columns[feature] = try draft.add(
        [.clip(-.infinity...Double.greatestFiniteMagnitude)], on: columns[feature])
    }
    let features = draft.names(of: columns).map { Feature($0) }
    let ensemble = TreeEnsemble(
      trees.trees, base: try base(of: boosting, width: output.names.count),
      featureCount: columns.count, startsFromBase: true, comparison: .double, sum: .double)
    let model = TreeModel(
      ensemble, features: features, link: try link(of: boosting, output), output: output,
      summary: boosting.summary(ensemble))
    return try draft.model(model, on: columns) { inner, _ in inner }
  }

  private static func link(
    of boosting: SklearnEstimator, _ output: ModelOutput
  ) throws(ModelError) -> Link {
    let loss = boosting["loss"]
    if output.classes != nil { return output.names.count == 1 ? .logistic(slope: 1) : .softmax }
    switch try loss.string() {
    case "squared_error", "least_squares", "absolute_error", "least_absolute_deviation", "quantile":
      return .identity
    case "poisson", "gamma": return .exponential
    default: throw loss.unsupported("the loss \(try loss.string()) is not read")
    }
  }

  private static func base(
    of boosting: SklearnEstimator, width: Int
  ) throws(ModelError) -> [Double] {
    let base = try boosting["_baseline_prediction"].finiteNumbers()
    guard base.count == width else {
      throw boosting["_baseline_prediction"].failure(expected: "\(width) numbers")
    }
    return base
  }

  /// The trees in their order, and the features that a threshold of infinity is asked about.
  private static func trees(
    of boosting: SklearnEstimator, width: Int, featureCount: Int
  ) throws(ModelError) -> (trees: [Tree], endless: [Int]) {
    var trees: [Tree] = []
    var endless: Set<Int> = []
    for iteration in try boosting["_predictors"].elements() {
      let own = try iteration.elements()
      guard own.count == width else {
        throw boosting["_predictors"].failure(expected: "\(width) trees an iteration")
      }
      for (output, predictor) in own.enumerated() {
        let nodes = try SklearnHistogramNodes(predictor)
        trees.append(try nodes.tree(target: .output(output), featureCount: featureCount))
        endless.formUnion(nodes.endlessFeatures)
      }
    }
    return (trees, endless.filter { $0 >= 0 && $0 < featureCount }.sorted())
  }
}

/// The arrays of one tree on histograms.
struct SklearnHistogramNodes {
  private let columns: [String: [Double]]
  private let sets: [CategorySet]
  private let count: Int
  private let place: SkopsValue

  private static let names = [
    "value", "count", "feature_idx", "num_threshold", "missing_go_to_left", "left", "right",
    "is_leaf", "is_categorical", "bitset_idx",
  ]

  /// Reads a predictor.
  init(_ predictor: SkopsValue) throws(ModelError) {
    place = predictor["nodes"]
    let nodes = try place.array()
    var columns: [String: [Double]] = [:]
    for name in Self.names {
      guard let numbers = nodes.field(name)?.numbers else {
        throw place.failure(expected: "nodes with the field \(name)")
      }
      columns[name] = numbers
    }
    (self.columns, count) = (columns, nodes.count)
    sets = try Self.sets(predictor["raw_left_cat_bitsets"])
  }

  /// Sets of 256 bits, eight words each.
  private static func sets(_ place: SkopsValue) throws(ModelError) -> [CategorySet] {
    let words = try place.numbers()
    guard words.count % 8 == 0, words.allSatisfy({ UInt32(exactly: $0) != nil }) else {
      throw place.failure(expected: "sets of eight words of 32 bits")
    }
    return stride(from: 0, to: words.count, by: 8).map { start in
      CategorySet(
        (0..<256).filter { UInt32(words[start + $0 / 32]) >> UInt32($0 % 32) & 1 == 1 })
    }
  }

  private func integer(_ name: String, _ node: Int) -> Int {
    columns[name].flatMap { Int(exactly: $0[node]) } ?? -1
  }

  private func number(_ name: String, _ node: Int) -> Double { columns[name]?[node] ?? .nan }

  /// The features that are asked whether they are at most infinite: whether they are there.
  var endlessFeatures: [Int] {
    (0..<count).filter {
      integer("is_leaf", $0) == 0 && integer("is_categorical", $0) == 0
        && number("num_threshold", $0) == .infinity
    }.map { integer("feature_idx", $0) }
  }

  /// The tree.
  func tree(target: Tree.Target, featureCount: Int) throws(ModelError) -> Tree {
    var draft: [Tree.DraftNode] = []
    for node in 0..<count {
      let cover = number("count", node)
      guard integer("is_leaf", node) == 0 else {
        draft.append(.init(leaf: node, cover: cover))
        continue
      }
      let split = Split(
        feature: integer("feature_idx", node), try condition(at: node),
        missing: integer("missing_go_to_left", node) == 1 ? .left : .right)
      draft.append(
        .init(split, left: integer("left", node), right: integer("right", node), cover: cover))
    }
    do throws(MalformedTree) {
      return try Tree(
        draft, values: columns["value"] ?? [], target: target, featureCount: featureCount)
    } catch {
      throw place.place.malformed("node \(error.node): \(error.reason)")
    }
  }

  private func condition(at node: Int) throws(ModelError) -> Split.Condition {
    guard integer("is_categorical", node) == 1 else {
      return .below(number("num_threshold", node).nextUp)
    }
    let index = integer("bitset_idx", node)
    guard sets.indices.contains(index) else {
      throw place.place.malformed("node \(node): there is no set \(index) of categories")
    }
    return .among(sets[index])
  }
}
