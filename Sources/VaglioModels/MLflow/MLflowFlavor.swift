internal import VaglioTables
internal import Yams

/// A library's view of an MLflow model.
struct MLflowFlavor {
  /// The flavours that may be read, the surest first.
  enum Kind: String, CaseIterable {
    case onnx, xgboost, lightgbm, catboost, sklearn
  }

  let kind: Kind
  private let members: [String: String]

  /// A flavour with what its file says of it; what is no word is left out.
  init(_ kind: Kind, _ mapping: Node.Mapping) {
    self.kind = kind
    var members: [String: String] = [:]
    for (key, value) in mapping {
      if let key = key.string, let value = value.string { members[key] = value }
    }
    self.members = members
  }

  /// The model's file, a path inside the directory.
  func file(in directory: String) throws(ModelError) -> String {
    let member = kind == .sklearn ? "pickled_model" : "data"
    let place = "flavors.\(kind.rawValue).\(member)"
    guard let file = members[member] ?? members["model_path"], !file.isEmpty else {
      throw ModelError(.malformed, place: place, problem: "missing: the model's file")
    }
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    guard !file.hasPrefix("/"), !parts.contains(".."), !file.contains("\\"), !file.contains(":")
    else {
      throw ModelError(
        .unsafe, place: place,
        problem: "\"\(legible(file))\" leads out of the model's directory, and was not opened")
    }
    try refusePickle(file, place: place, in: directory)
    return file
  }

  /// MLflow saves scikit-learn's and LightGBM's estimators by pickle or cloudpickle unless it is told
  /// otherwise.
  private func refusePickle(
    _ file: String, place: String, in directory: String
  ) throws(ModelError) {
    let format = members["serialization_format"]
    let isPickle =
      format.map { ["pickle", "cloudpickle"].contains($0) }
      ?? (kind == .sklearn || file.hasSuffix(".pkl"))
    guard isPickle, !file.hasSuffix(".skops") else { return }
    throw ModelError(
      .unsafe, place: place,
      problem: "the model was saved by \(format ?? "pickle"), which can run any code when it is "
        + "opened; it was not",
      remedy: "where you trust it, convert it: python -c \"import mlflow, skops.io; "
        + "skops.io.dump(mlflow.\(kind.rawValue).load_model('\(legible(directory))'), "
        + "'model.skops')\"; mlflow.\(kind.rawValue).log_model(…, serialization_format='skops') "
        + "saves it so at once")
  }
}
