/// Treelite's binary checkpoints: recognised to be refused with the remedy.
public enum TreeliteCheckpoint: ModelFormat {
  public static let name = "treelite checkpoint"
  public static let definition =
    "Not read: the JSON that Model.dump_as_json() gives of the same model is."

  /// A version (three whole numbers of 32 bits) of 3 or 4, and two types from 1 to 3.
  public static func recognizes(_ opening: FileOpening) -> Bool {
    let bytes = Array(opening.bytes.prefix(14))
    guard bytes.count == 14, [3, 4].contains(bytes[0]) else { return false }
    let areSmall = [1, 2, 3, 5, 6, 7, 9, 10, 11].allSatisfy { bytes[$0] == 0 }
    return areSmall && bytes[4] < 64 && bytes[8] < 64 && (1...3).contains(bytes[12])
      && (1...3).contains(bytes[13])
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    throw ModelError(
      .unsupported, problem: "this is a binary checkpoint of Treelite, which Vaglio does not read",
      remedy: "convert it: python -c \"import treelite; open('model.json', 'w').write("
        + "treelite.Model.deserialize('model.treelite').dump_as_json())\"")
  }
}
