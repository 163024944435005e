/// Everything that can be read as a model.
public enum ModelCatalogue {
  /// The formats of model files, alphabetically.
  public static let formats: [any ModelFormat.Type] = [
    CatBoostBinary.self,
    CatBoostJSON.self,
    LightGBMDump.self,
    LightGBMText.self,
    ONNXFormat.self,
    SkopsFile.self,
    TreeliteCheckpoint.self,
    TreeliteJSON.self,
    XGBoostJSON.self,
    XGBoostUBJSON.self,
  ]

  /// Whether a file that begins so is a model's, readable or not: a pickle is one too.
  public static func recognizes(_ opening: FileOpening) -> Bool {
    formats.contains { $0.recognizes(opening) } || UnreadableModel.isPickle(opening.bytes)
  }

  /// Reads a model from a file's contents, in the format that its beginning shows; errors call it
  /// `name`.
  public static func model(
    _ bytes: [UInt8], name: String, options: ModelOptions = ModelOptions()
  ) throws(ModelError) -> any Model {
    let opening = FileOpening(bytes)
    guard let format = formats.first(where: { $0.recognizes(opening) }) else {
      throw UnreadableModel.error(opening).located(file: name, format: nil)
    }
    do throws(ModelError) {
      return try format.parse(bytes, options)
    } catch {
      throw error.located(file: name, format: format.name)
    }
  }
}
