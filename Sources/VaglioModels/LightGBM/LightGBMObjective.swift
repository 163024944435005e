internal import VaglioTables

/// What a model of LightGBM was fitted to, as its text files say: `binary sigmoid:1`.
struct LightGBMObjective {
  /// The line as the file has it; `custom` where it has none.
  let text: String
  /// The name by which LightGBM knows the objective.
  private let name: String
  /// The words behind the name.
  private let words: [Substring]

  init(_ fields: LightGBMFields) throws(ModelError) {
    text = fields.text("objective") ?? "custom"
    let all = text.split(separator: " ")
    let name = all.first.map(String.init) ?? ""
    self.name = Self.aliases[name] ?? name
    words = Array(all.dropFirst())
    guard Self.kinds[self.name] != nil else {
      throw ModelError(
        .unsupported, place: "objective",
        problem: "the objective \"\(legible(name))\" is not known",
        remedy: "of a custom objective LightGBM writes no name, and the margins are the predictions"
      )
    }
  }

  private enum Kind {
    /// A number in the units of the label, that may have been fitted to its signed square root.
    case value
    /// The same, which never is.
    case plainValue
    case logarithm, binary, softmax, oneVersusAll, crossEntropy, intensity, ranking, custom
  }

  private static let kinds: [String: Kind] = [
    "binary": .binary, "cross_entropy": .crossEntropy, "cross_entropy_lambda": .intensity,
    "custom": .custom, "fair": .value, "gamma": .logarithm, "huber": .plainValue,
    "lambdarank": .ranking, "mape": .value, "multiclass": .softmax, "multiclassova": .oneVersusAll,
    "poisson": .logarithm, "quantile": .value, "rank_xendcg": .ranking, "regression": .value,
    "regression_l1": .value, "tweedie": .logarithm,
  ]

  /// Names that older files have (`ParseObjectiveAlias` in LightGBM's `config.h`).
  private static let aliases = [
    "xentropy": "cross_entropy", "xentlambda": "cross_entropy_lambda", "none": "custom",
    "null": "custom", "na": "custom", "softmax": "multiclass", "ova": "multiclassova",
    "ovr": "multiclassova", "multiclass_ova": "multiclassova", "xendcg": "rank_xendcg",
    "regression_l2": "regression", "l2": "regression", "mse": "regression", "rmse": "regression",
    "mean_squared_error": "regression", "root_mean_squared_error": "regression",
    "l2_root": "regression", "l1": "regression_l1", "mae": "regression_l1",
    "mean_absolute_error": "regression_l1", "mean_absolute_percentage_error": "mape",
  ]

  /// What is to be said of predictions that are not what they seem.
  var note: String? {
    switch Self.kinds[name] {
    case .custom:
      "The objective was the user's own and is not in the file: predictions are the margins."
    case .intensity: "Predictions are intensities λ > 0; the probability is 1 − exp(−λ)."
    default: nil
    }
  }

  /// The link to the predictions, and what they are.
  func meaning(outputs: Int) throws(ModelError) -> (link: Link, output: ModelOutput) {
    let kind = Self.kinds[name] ?? .custom
    switch kind {
    case .softmax, .oneVersusAll:
      guard let classes = try parameter("num_class"), classes == Double(outputs) else {
        throw malformed("the number of classes is not that of the trees of an iteration")
      }
    case .custom: break
    default:
      guard outputs == 1 else { throw malformed("\(outputs) trees an iteration for one output") }
    }
    return (try link(kind), output(kind, outputs))
  }

  private func link(_ kind: Kind) throws(ModelError) -> Link {
    switch kind {
    case .value: words.contains("sqrt") ? .signedSquare : .identity
    case .plainValue, .ranking, .custom: .identity
    case .logarithm: .exponential
    case .binary, .oneVersusAll: .logistic(slope: try slope())
    case .softmax: .softmax
    case .crossEntropy: .logistic(slope: 1)
    case .intensity: .softplus
    }
  }

  private func output(_ kind: Kind, _ outputs: Int) -> ModelOutput {
    let one = ["prediction"]
    let numbered = outputs == 1 ? one : (0..<outputs).map(String.init)
    return switch kind {
    case .value, .plainValue, .logarithm, .intensity:
      ModelOutput(.value, task: .regression, names: one)
    case .binary, .crossEntropy: ModelOutput(.probability, task: .binary, names: one)
    case .softmax, .oneVersusAll: ModelOutput(.probability, task: .multiclass, names: numbered)
    case .ranking: ModelOutput(.score, task: .ranking, names: one)
    case .custom:
      ModelOutput(.score, task: outputs == 1 ? .regression : .multiclass, names: numbered)
    }
  }

  /// The factor of the margin in the logistic function.
  private func slope() throws(ModelError) -> Double {
    guard let slope = try parameter("sigmoid") else { return 1 }
    guard slope > 0 else { throw malformed("the sigmoid's factor must be above 0") }
    return slope
  }

  private func parameter(_ key: String) throws(ModelError) -> Double? {
    guard let word = words.first(where: { $0.hasPrefix(key + ":") }) else { return nil }
    guard let value = Double(word.dropFirst(key.utf8.count + 1)), value.isFinite else {
      throw malformed("\(key) is not a finite number")
    }
    return value
  }

  private func malformed(_ problem: String) -> ModelError {
    ModelError(.malformed, place: "objective=\(legible(text))", problem: problem)
  }
}
