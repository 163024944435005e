/// Models that XGBoost saved as Universal Binary JSON: `save_model("model.ubj")`, the default since
/// 2.1. The layout is that of ``XGBoostJSON``.
public enum XGBoostUBJSON: ModelFormat {
  public static let name = "XGBoost UBJSON"
  public static let definition = "what XGBoost JSON holds, in its binary spelling"

  /// An object whose first member, a few bytes on, is `learner`; JSON would have a quote there.
  public static func recognizes(_ opening: FileOpening) -> Bool {
    let head = Array(opening.bytes.prefix(24))
    guard head.count > 10, head[0] == UInt8(ascii: "{"), "iUIlL".utf8.contains(head[1]) else {
      return false
    }
    return head.indices.dropLast(7).contains { head[$0...].starts(with: "learner{".utf8) }
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    try XGBoostReader(try UBJSONDocument.document(bytes), format: name).model()
  }
}
