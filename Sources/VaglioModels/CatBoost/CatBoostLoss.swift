internal import VaglioTables

/// What a CatBoost model was fitted to, and what its predictions are: those of `predict` of a
/// regressor, and of `predict_proba` of a classifier.
struct CatBoostLoss {
  /// `Logloss`; `unknown` where the file has none.
  let name: String
  /// The names of classes in the order of the outputs, or of the classes of two.
  private let classes: [String]?
  /// The number of classes that no training row was of, and that have no output.
  private let absentCount: Int

  init(_ info: DocumentPlace) throws(ModelError) {
    name = try Self.name(info)
    let parameters = info["class_params"]
    guard parameters.exists, parameters["class_names"].exists else {
      (classes, absentCount) = (nil, 0)
      return
    }
    var names: [String] = []
    for element in try parameters["class_names"].elements() { names.append(try Self.text(element)) }
    guard !names.isEmpty else {
      (classes, absentCount) = (nil, 0)
      return
    }
    let places =
      parameters["class_to_label"].exists
      ? try parameters["class_to_label"].integers() : Array(names.indices)
    guard Set(places).count == places.count, places.allSatisfy(names.indices.contains) else {
      throw parameters["class_to_label"].malformed("the labels are not those of class_names")
    }
    classes = places.map { names[$0] }
    absentCount = names.count - places.count
  }

  /// `params.loss_function.type`; models that were added up have `loss_function` alone. Old files
  /// have these objects as texts of JSON.
  private static func name(_ info: DocumentPlace) throws(ModelError) -> String {
    guard info.exists else { return "unknown" }
    let parameters = try object(info["params"])
    let loss = try object(
      parameters["loss_function"].exists
        ? parameters["loss_function"] : info["loss_function"])
    return loss["type"].exists ? try loss["type"].string() : "unknown"
  }

  private static func object(_ place: DocumentPlace) throws(ModelError) -> DocumentPlace {
    guard case .string(let text) = place.value else { return place }
    do throws(ModelError) {
      return DocumentPlace(root: try JSONDocument.document(Array(text.utf8)))
    } catch { throw place.malformed("the text is no JSON: \(error.problem)") }
  }

  private static func text(_ place: DocumentPlace) throws(ModelError) -> String {
    switch place.value {
    case .string(let text): return text
    case .number(let number): return Column.text(of: number)
    case .boolean(let truth): return truth ? "true" : "false"
    default: throw place.failure(expected: "the name of a class")
    }
  }

  private enum Kind {
    case value, exponential, binary, labels, softmax, oneVersusAll, ranking, survival, moments,
      margins
  }

  private static let kinds: [String: Kind] = [
    "CrossEntropy": .binary, "Cox": .survival, "Expectile": .value, "Focal": .binary,
    "GroupQuantile": .ranking, "Huber": .value, "LambdaMart": .ranking, "LogCosh": .value,
    "LogLinQuantile": .value, "Logloss": .binary, "Lq": .value, "MAE": .value, "MAPE": .value,
    "MultiClass": .softmax, "MultiClassOneVsAll": .oneVersusAll, "MultiCrossEntropy": .labels,
    "MultiLogloss": .labels, "MultiQuantile": .value, "MultiRMSE": .value,
    "MultiRMSEWithMissingValues": .value, "PairLogit": .ranking, "PairLogitPairwise": .ranking,
    "Poisson": .exponential, "PythonUserDefinedMultiTarget": .margins,
    "PythonUserDefinedPerObject": .margins, "Quantile": .value, "QueryCrossEntropy": .ranking,
    "QueryRMSE": .ranking, "QuerySoftMax": .ranking, "RMSE": .value,
    "RMSEWithUncertainty": .moments,
    "RMSPE": .value, "StochasticFilter": .ranking, "StochasticRank": .ranking,
    "SurvivalAft": .survival, "Tweedie": .exponential, "UserPerObjMetric": .margins,
    "UserQuerywiseMetric": .margins, "YetiRank": .ranking, "YetiRankPairwise": .ranking,
    "unknown": .margins,
  ]

  /// What is to be said of predictions that are not what they seem.
  var notes: [String] {
    var notes: [String] = []
    if Self.kinds[name] == .margins {
      notes.append("The file does not tell a built-in loss: predictions are the margins.")
    }
    if name == "LogLinQuantile" {
      notes.append("Predictions are logarithms of the label, as CatBoost's predict gives them.")
    }
    if absentCount > 0 {
      notes.append(
        "\(absentCount) classes were in no training row and are left out; CatBoost gives them "
          + "probability 0.")
    }
    return notes
  }

  /// The link to the predictions, and what they are.
  func meaning(outputs: Int) throws(ModelError) -> (link: Link, output: ModelOutput) {
    guard let kind = Self.kinds[name] else {
      throw ModelError(
        .unsupported, place: "model_info.params.loss_function",
        problem: "the loss \"\(legible(name))\" is not known")
    }
    if kind == .binary, outputs != 1 || !(classes.map { $0.count == 2 } ?? true) {
      throw malformed(outputs)
    }
    if kind == .softmax || kind == .oneVersusAll, let classes, classes.count != outputs {
      throw malformed(outputs)
    }
    if kind == .moments, outputs != 2 { throw malformed(outputs) }
    return (link(kind), output(kind, outputs))
  }

  private func malformed(_ outputs: Int) -> ModelError {
    ModelError(
      .malformed, place: "model_info.class_params",
      problem: "\(classes?.count ?? 0) classes do not fit \(outputs) outputs of \(legible(name))")
  }

  private func link(_ kind: Kind) -> Link {
    switch kind {
    case .value, .ranking, .survival, .margins: .identity
    case .exponential: .exponential
    case .binary, .labels, .oneVersusAll: .logistic(slope: 1)
    case .softmax: .softmax
    case .moments: .meanAndVariance
    }
  }

  private func output(_ kind: Kind, _ outputs: Int) -> ModelOutput {
    let names = outputs == 1 ? ["prediction"] : (0..<outputs).map(String.init)
    return switch kind {
    case .value, .exponential: ModelOutput(.value, task: .regression, names: names)
    case .moments: ModelOutput(.value, task: .regression, names: ["mean", "variance"])
    case .binary: ModelOutput(.probability, task: .binary, names: names, classes: classes)
    case .labels: ModelOutput(.probability, task: .binary, names: names)
    case .softmax, .oneVersusAll:
      ModelOutput(.probability, task: .multiclass, names: classes ?? names, classes: classes)
    case .ranking: ModelOutput(.score, task: .ranking, names: names)
    case .survival: ModelOutput(.score, task: .survival, names: names)
    case .margins: ModelOutput(.score, task: .regression, names: names)
    }
  }
}
