/// Where an analysis comes from: tool, seed, inputs with their digests, and the choices made.
///
/// No clock, no host, no user: the same inputs and choices give the same bytes anywhere.
public struct Provenance: Hashable, Sendable {
  /// One file that was read.
  public struct Source: Hashable, Sendable {
    /// The file's last path component, or `-` for standard input.
    public let name: String
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    public let sha256: String
    /// Rows in it; absent for files that are not tables.
    public let rows: Int?
    /// Rows left out because a value was missing; absent for files that are not tables.
    public let dropped: Int?
    /// How many of them for what reason, each row under the first that holds; empty where none was
    /// left out.
    public let reasons: [String: Int]

    /// A file by name and digest.
    public init(
      name: String, sha256: String, rows: Int? = nil, dropped: Int? = nil,
      reasons: [String: Int] = [:]
    ) {
      (self.name, self.sha256, self.rows, self.dropped) = (name, sha256, rows, dropped)
      self.reasons = reasons
    }
  }

  /// The version of Vaglio that made the record.
  public let vaglio: String
  /// The seed of everything random.
  public let seed: Int
  public let data: [Source]
  public let policy: Source?
  /// The analysis's options by name as on the command line, defaults included: `confidence`,
  /// `resamples`, `threshold`, `label`.
  public let options: [String: String]

  /// What an analysis rests on.
  public init(
    vaglio: String, seed: Int, data: [Source], policy: Source? = nil, options: [String: String]
  ) {
    (self.vaglio, self.seed, self.data) = (vaglio, seed, data)
    (self.policy, self.options) = (policy, options)
  }
}
