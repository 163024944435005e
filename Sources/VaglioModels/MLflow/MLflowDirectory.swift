internal import VaglioTables

/// Model directories of MLflow: a file `MLmodel` that says which files beside it hold the model, for
/// which libraries (https://mlflow.org/docs/latest/ml/model/).
public enum MLflowDirectory {
  /// The name for people.
  public static let name = "MLflow"
  /// What of it is read.
  public static let definition =
    "a directory with an MLmodel file: scikit-learn saved by skops, XGBoost, LightGBM, CatBoost and "
    + "ONNX, whatever of these is inside; columns as the signature names them"
  /// The file that makes a directory a model.
  public static let marker = "MLmodel"

  /// Reads the model of a directory.
  public static func model(
    atPath path: String, options: ModelOptions = ModelOptions()
  ) throws(ModelError) -> any Model {
    try opened(atPath: path, options: options).model
  }

  /// Reads the model of a directory, and tells the path of the file that holds it.
  public static func opened(
    atPath path: String, options: ModelOptions = ModelOptions()
  ) throws(ModelError) -> (model: any Model, file: String) {
    let place = path + "/" + marker
    let description: MLflowDescription
    do throws(ModelError) {
      description = try MLflowDescription(try ModelFile.bytes(of: place, atMost: 1 << 20))
    } catch {
      throw error.located(file: place, format: name)
    }
    return try opened(description, in: path, options)
  }

  /// The first flavour that can be read; else the error of the first that there is.
  private static func opened(
    _ description: MLflowDescription, in directory: String, _ options: ModelOptions
  ) throws(ModelError) -> (model: any Model, file: String) {
    let place = directory + "/" + marker
    var refusal: ModelError?
    for flavor in description.flavors {
      do throws(ModelError) {
        let file = directory + "/" + (try flavor.file(in: directory))
        let model = try ModelCatalogue.model(
          try ModelFile.bytes(of: file, atMost: ModelFile.longest), name: file, options: options)
        return (try named(model, by: description), file)
      } catch {
        refusal = refusal ?? error.located(file: place, format: name)
      }
    }
    throw refusal ?? description.unread.located(file: place, format: name)
  }

  /// The model with the columns called as the signature does, where its own file has no names; else
  /// the signature has the columns that the model takes.
  private static func named(
    _ model: any Model, by description: MLflowDescription
  ) throws(ModelError) -> any Model {
    guard let features = model.features, let columns = description.columns else { return model }
    if features.areNumbered, features.count == columns.count,
      let named = (model as? any RenamableModel)?.renamed(
        features: columns.map(\.name), classes: nil)
    {
      return named
    }
    let types = Dictionary(columns.map { ($0.name, $0.type) }) { first, _ in first }
    for feature in features where !features.areNumbered {
      guard let type = types[feature.name] else {
        throw ModelError(
          .malformed, place: "signature.inputs",
          problem: "the model takes \"\(legible(feature.name))\", which the signature doesn't name")
      }
      if feature.kind == .number, type == "string" || type == "binary" {
        throw ModelError(
          .malformed, place: "signature.inputs",
          problem: "the model takes numbers for \"\(legible(feature.name))\", which the signature "
            + "calls a \(type)")
      }
    }
    return model
  }
}

extension [Feature] {
  /// Whether the names are but numbers that a library gave: `f0`, `f1`, … or `Column_0`, …
  fileprivate var areNumbered: Bool {
    ["f", "Column_"].contains { prefix in
      enumerated().allSatisfy { $0.element.name == "\(prefix)\($0.offset)" }
    }
  }
}
