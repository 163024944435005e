internal import VaglioTables

/// CatBoost's JSON files (`save_model(…, format='json')`).
///
/// Margins equal CatBoost's `RawFormulaVal` to the bit where the scale is 1, as it is unless somebody
/// set another. Source: `json_model_helpers.cpp` and `cpu/quantization.h` in
/// <https://github.com/catboost/catboost>.
public enum CatBoostJSON: ModelFormat {
  public static let name = "CatBoost JSON"
  public static let definition =
    "Symmetric, depthwise and lossguide trees on numbers and one-hot categories, with every built-in "
    + "loss; as save_model(…, format='json') writes it. CTR, text and embedding features are refused."

  public static func recognizes(_ opening: FileOpening) -> Bool {
    let text = opening.text
    return text.hasPrefix(#"{"ctr_data":"#)
      || text.hasPrefix("{") && text.contains(#""features_info":{"#)
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    try model(bytes)
  }

  /// Reads a model from the bytes of a file.
  static func model(_ bytes: [UInt8]) throws(ModelError) -> TreeModel {
    let root = DocumentPlace(root: try JSONDocument.document(bytes))
    let features = try CatBoostFeatures(root["features_info"])
    let bias = try scaleAndBias(root["scale_and_bias"])
    let reader = CatBoostTrees(features: features, width: bias.bias.count)
    let trees = try reader.trees(root)
    let ensemble = TreeEnsemble(
      trees, weights: Array(repeating: bias.scale, count: trees.count), base: bias.bias,
      featureCount: features.inputs.count, comparison: .single, sum: .double)
    let loss = try CatBoostLoss(root["model_info"])
    let (link, output) = try loss.meaning(outputs: bias.bias.count)
    return TreeModel(
      ensemble, features: features.inputs, link: link, output: output,
      summary: summary(loss, ensemble, bias.scale, features))
  }

  /// `[scale, [bias, …]]`, or in old files `[scale, bias]`.
  private static func scaleAndBias(
    _ place: DocumentPlace
  ) throws(ModelError) -> (scale: Double, bias: [Double]) {
    guard place.exists else { return (1, [0]) }
    let parts = try place.elements()
    guard parts.count == 2 else { throw place.failure(expected: "a scale and a bias") }
    let scale = try parts[0].number()
    let bias = try { () throws(ModelError) -> [Double] in
      if case .number(let bias) = parts[1].value { return [bias] }
      return try parts[1].numbers()
    }()
    guard scale.isFinite, !bias.isEmpty, bias.allSatisfy(\.isFinite) else {
      throw place.failure(expected: "a scale and a bias, finite")
    }
    return (scale, bias)
  }

  private static func summary(
    _ loss: CatBoostLoss, _ ensemble: TreeEnsemble, _ scale: Double, _ features: CatBoostFeatures
  ) -> ModelSummary {
    var facts = [ModelSummary.Fact("objective", .text(loss.name))] + ensemble.facts
    facts.append(
      ensemble.base.count == 1
        ? .init("base", .number(ensemble.base[0]))
        : .init("base", .texts(ensemble.base.map(\.description))))
    var notes = loss.notes
    if scale != 1 {
      facts.append(.init("scale", .number(scale)))
      notes.append("Each leaf is multiplied by the scale, CatBoost multiplies their sum.")
    }
    if features.hasCategories {
      notes.append(
        "Categories are known by the hash of their text; a missing one counts as the empty text.")
    }
    if ensemble.hasCovers { notes.append("Covers are weights of training rows.") }
    return ModelSummary(format: name, facts: facts, notes: notes)
  }
}
