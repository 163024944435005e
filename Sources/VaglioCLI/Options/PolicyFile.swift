internal import VaglioFindings
internal import VaglioGates

/// A policy with the name and the digest of its file.
struct PolicyFile {
  /// The policy as it is written.
  let policy: Policy
  let source: Provenance.Source
  private let bytes: [UInt8]
  private let path: String

  private static let longest = 1 << 20

  /// Reads the policy in a file.
  init(reading path: String) throws {
    bytes = try FileContents.bytes(of: path, atMost: Self.longest)
    self.path = path
    policy = try Policy(parsing: bytes, file: path)
    source = Provenance.Source(
      name: PathName(path).lastComponent, sha256: FileContents.sha256(of: bytes))
  }

  /// The policy with metrics named as the records of a task name them.
  func policy(naming: MetricNaming) throws(PolicyError) -> Policy {
    try Policy(parsing: bytes, file: path, naming: naming)
  }
}

extension Policy {
  /// The names of metrics whose groups a gate holds against each other.
  var contrasted: [String] {
    requirements.compactMap { requirement in
      requirement.metric.flatMap { requirement.measure == $0 ? nil : $0 }
    }
  }
}
