/// Models that XGBoost saved as JSON: `save_model("model.json")`.
///
/// The layout is that of XGBoost 1.7 to 3.4:
/// https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html
public enum XGBoostJSON: ModelFormat {
  public static let name = "XGBoost JSON"
  public static let definition =
    "gbtree, dart and gblinear boosters of XGBoost 1.7 to 3.4 with every built-in objective"

  public static func recognizes(_ opening: FileOpening) -> Bool {
    guard let first = opening.bytes.first(where: { !" \n\r\t".utf8.contains($0) }),
      first == UInt8(ascii: "{")
    else { return false }
    let text = opening.text
    return text.hasPrefix("{\"learner\":{")
      || text.contains("\"learner\":{") && text.contains("\"gradient_booster\":{")
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    try XGBoostReader(try JSONDocument.document(bytes), format: name).model()
  }
}
