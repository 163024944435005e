/// CatBoost's binary files: recognised to be refused with the remedy.
public enum CatBoostBinary: ModelFormat {
  public static let name = "CatBoost binary"
  public static let definition =
    "Not read: the JSON file that save_model(…, format='json') writes of the same model is."

  public static func recognizes(_ opening: FileOpening) -> Bool {
    opening.bytes.starts(with: "CBM1".utf8)
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    throw ModelError(
      .unsupported, problem: "this is CatBoost's binary format, which Vaglio does not read",
      remedy: "convert it: python -c \"import catboost; m = catboost.CatBoost(); "
        + "m.load_model('model.cbm'); m.save_model('model.json', format='json')\"")
  }
}
