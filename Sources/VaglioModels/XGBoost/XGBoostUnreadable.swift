/// Files that XGBoost writes and that are no models which can be read, by what they begin with.
enum XGBoostUnreadable {
  /// The error for such a file; `nil` for any other.
  static func error(_ opening: FileOpening, isPickle: Bool) -> ModelError? {
    let bytes = opening.bytes
    if isPickle, contains("xgboost.", in: bytes) {
      return ModelError(
        .unsafe,
        problem: "this is a pickle of an XGBoost model, which can run any code when it is opened; "
          + "it was not",
        remedy: "where you trust it, convert it: python -c \"import joblib; "
          + "joblib.load('model.pkl').save_model('model.json')\"")
    }
    if bytes.starts(with: "binf".utf8) || bytes.starts(with: "bs64".utf8) {
      return ModelError(
        .unsupported, problem: "this is XGBoost's old binary format, which XGBoost 3.1 gave up",
        remedy: "convert it with an XGBoost up to 3.0: python -c \"import xgboost; "
          + "xgboost.Booster(model_file='model.bin').save_model('model.json')\"")
    }
    if opening.text.hasPrefix("[{\"nodeid\":") || bytes.starts(with: "booster[0]:".utf8) {
      return ModelError(
        .unsupported,
        problem: "this is what XGBoost's dump_model writes, which lacks the objective "
          + "and the base score", remedy: "write the model with booster.save_model(\"model.json\")")
    }
    return nil
  }

  private static func contains(_ word: StaticString, in bytes: ArraySlice<UInt8>) -> Bool {
    let word = Array(word.description.utf8)
    return bytes.indices.dropLast(word.count - 1).contains { bytes[$0...].starts(with: word) }
  }
}
