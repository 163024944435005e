internal import VaglioFindings
internal import VaglioGates

/// A policy with the name and the digest of its file.
struct PolicyFile {
  let policy: Policy
  let source: Provenance.Source

  private static let longest = 1 << 20

  /// Reads the policy in a file.
  init(reading path: String) throws {
    let bytes = try FileContents.bytes(of: path, atMost: Self.longest)
    policy = try Policy(parsing: bytes, file: path)
    source = Provenance.Source(
      name: PathName(path).lastComponent, sha256: FileContents.sha256(of: bytes))
  }

  /// The names of metrics whose groups a gate holds against each other.
  var contrasted: [String] {
    policy.requirements.compactMap { requirement in
      requirement.metric.flatMap { requirement.measure == $0 ? nil : $0 }
    }
  }
}
