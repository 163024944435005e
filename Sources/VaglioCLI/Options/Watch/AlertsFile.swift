internal import VaglioFindings
internal import VaglioGates
internal import VaglioMonitoring

/// The alerts of a file, with its name and digest.
struct AlertsFile {
  let rules: AlertRules
  let source: Provenance.Source

  private static let longest = 1 << 20

  /// Reads the alerts in a file.
  init(reading path: String) throws {
    let bytes = try FileContents.bytes(of: path, atMost: Self.longest)
    rules = try AlertRules(parsing: bytes, file: path)
    source = Provenance.Source(
      name: PathName(path).lastComponent, sha256: FileContents.sha256(of: bytes))
  }
}
