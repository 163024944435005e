internal import VaglioTables

/// What the predictions of a Treelite model are: its task and postprocessor.
struct TreeliteMeaning {
  /// `kBinaryClf`.
  let task: String
  /// `sigmoid`.
  let postprocessor: String
  let link: Link
  let output: ModelOutput

  init(_ root: DocumentPlace, _ shape: TreeliteShape, isMean: Bool) throws(ModelError) {
    task = try root["task_type"].string()
    postprocessor = try root["postprocessor"].string()
    link = try Self.link(postprocessor, root, shape)
    guard let task = Self.tasks[task] else {
      throw root["task_type"].unsupported("the task \(legible(task)) is not known")
    }
    output = ModelOutput(
      Self.kind(task, link, isMean: isMean), task: task, names: Self.names(shape))
  }

  private static let tasks: [String: ModelOutput.Task] = [
    "kBinaryClf": .binary, "kMultiClf": .multiclass, "kRegressor": .regression,
    "kLearningToRank": .ranking, "kIsolationForest": .anomaly,
  ]

  private static func link(
    _ name: String, _ root: DocumentPlace, _ shape: TreeliteShape
  ) throws(ModelError) -> Link {
    switch name {
    case "identity", "identity_multiclass": return .identity
    case "signed_square": return .signedSquare
    case "hinge": return .sign
    case "sigmoid", "multiclass_ova":
      return .logistic(slope: try positive(root["sigmoid_alpha"]))
    case "exponential": return .exponential
    case "exponential_standard_ratio": return .halving(by: try positive(root["ratio_c"]))
    case "logarithm_one_plus_exp": return .softplus
    case "softmax":
      guard shape.targetCount == 1 else {
        throw root["postprocessor"].unsupported("softmax of several targets is not read")
      }
      return .softmax
    default:
      throw root["postprocessor"].unsupported("the postprocessor \(legible(name)) is not known")
    }
  }

  private static func positive(_ place: DocumentPlace) throws(ModelError) -> Double {
    let number = try place.number()
    guard number > 0, number.isFinite else { throw place.failure(expected: "a number above 0") }
    return number
  }

  /// Means over the trees of a classifier are of the shares of classes in leaves.
  private static func kind(
    _ task: ModelOutput.Task, _ link: Link, isMean: Bool
  ) -> ModelOutput.Kind {
    switch task {
    case .binary, .multiclass:
      switch link {
      case .identity: isMean ? .probability : .score
      case .sign: .label
      default: .probability
      }
    case .regression: .value
    default: .score
    }
  }

  private static func names(_ shape: TreeliteShape) -> [String] {
    if shape.outputCount == 1 { return ["prediction"] }
    if shape.targetCount == 1 { return (0..<shape.outputCount).map(String.init) }
    return shape.classCounts.enumerated().flatMap { target, count in
      (0..<count).map { count == 1 ? "\(target)" : "\(target):\($0)" }
    }
  }
}
