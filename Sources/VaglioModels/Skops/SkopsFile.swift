/// scikit-learn models in skops files: a zip archive of `schema.json` and arrays
/// (https://skops.readthedocs.io/en/stable/persistence.html).
public enum SkopsFile: ModelFormat {
  public static let name = "skops"
  public static let definition =
    "scikit-learn's trees, forests, boosting, linear models and preprocessing, saved by skops 0.9 "
    + "and later; no code in the file is run"

  public static func recognizes(_ opening: FileOpening) -> Bool {
    opening.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    let archive = try ZipArchive(bytes)
    guard archive.contains("schema.json") else { throw other(archive) }
    let root = DocumentPlace(
      root: try JSONDocument.document(try archive.contents(of: "schema.json")))
    let protocolNumber = try root["protocol"].count()
    guard protocolNumber <= 2 else {
      throw root["protocol"].unsupported(
        "skops' protocol \(protocolNumber) is newer than 2, which is read")
    }
    let object = SkopsValue(place: root, archive: archive)
    return try SklearnReader.model(object)
  }

  private static func other(_ archive: ZipArchive) -> ModelError {
    if archive.names.contains(where: { $0.hasSuffix("data.pkl") }) {
      return ModelError(
        .unsafe,
        problem: "this is a PyTorch file, a Python pickle in a zip archive; it was not opened",
        remedy: "export the model to ONNX")
    }
    return ModelError(
      .unknownFormat, problem: "the zip archive holds no schema.json, as skops files do",
      remedy: "vaglio list formats shows what is read")
  }
}
