/// Treelite's JSON (`Model.dump_as_json()`), version 4.
///
/// Margins are those of Treelite's own reference, GTIL (`pred_margin=True`), in the precision of the
/// leaves. Features have no names in the file: they are `f0`, `f1`, …
/// Source: `src/json_serializer.cc` and `src/gtil/predict.cc` in <https://github.com/dmlc/treelite>.
public enum TreeliteJSON: ModelFormat {
  public static let name = "treelite JSON"
  public static let definition =
    "Numerical and categorical splits, leaf vectors, several targets and classes, means, and every "
    + "postprocessor; as Model.dump_as_json() of Treelite 4 writes it."

  public static func recognizes(_ opening: FileOpening) -> Bool {
    let text = opening.text
    return text.hasPrefix("{") && text.contains(#""task_type":"k"#)
      && text.contains(#""leaf_vector_shape":["#)
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    try model(bytes)
  }

  /// Reads a model from the bytes of a file.
  static func model(_ bytes: [UInt8]) throws(ModelError) -> TreeModel {
    try TreeliteModel.model(DocumentPlace(root: JSONDocument.document(bytes)), format: name)
  }
}
