/// LightGBM's `dump_model()` as JSON: recognised to be refused with the remedy.
public enum LightGBMDump: ModelFormat {
  public static let name = "LightGBM JSON dump"
  public static let definition =
    "Not read: Booster.dump_model() is made for people; Booster.save_model writes the text file that is."

  public static func recognizes(_ opening: FileOpening) -> Bool {
    let text = opening.text
    return text.hasPrefix(#"{"name":"tree","version":"#)
      || text.hasPrefix("{") && text.contains(#""tree_info":[{"tree_index":"#)
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    throw ModelError(
      .unsupported, problem: "this is what dump_model() gives, which Vaglio does not read",
      remedy: "write the model with booster.save_model('model.txt')")
  }
}
