internal import VaglioFindings
internal import VaglioReporting

/// A record in a file.
enum RecordFile {
  private static let longest = 1 << 30

  /// The dossier that a record holds; `-` is standard input.
  static func dossier(_ path: String) throws(Trouble) -> Dossier {
    let bytes = try FileContents.bytes(of: path, atMost: longest)
    do throws(RecordError) {
      return try Dossier(record: bytes)
    } catch {
      throw Trouble("\(path == "-" ? "standard input" : path): no record of Vaglio: \(error)")
    }
  }
}
