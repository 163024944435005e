/// How a server is spoken to.
public struct HTTPSettings: Hashable, Sendable {
  /// Headers that go with every request.
  public var headers: [HTTPHeader] = []
  /// Who is asking; `nil` for anybody.
  public var credentials: HTTPCredentials?
  /// The path of a file of certificates (PEM) that are trusted instead of the system's. Certificates
  /// are always verified.
  public var certificateAuthority: String?
  /// The proxy, `http://host:port`; `nil` for none.
  public var proxy: String?
  /// The hosts that are reached without the proxy, separated by commas; `*` for all.
  public var noProxy = ""
  /// How many seconds a connection may take.
  public var connectSeconds = 10.0
  /// How many seconds a request may take, from its beginning to the last byte of its answer.
  public var requestSeconds = 60.0
  /// How often a request is tried again where that is safe; see ``HTTPClient``.
  public var retries = 3
  /// How many connections are used at once, at least 1.
  public var connections = 4
  /// The greatest answer, in bytes.
  public var longestAnswer = 64 << 20

  /// The defaults.
  public init() {}

  /// What is wrong with these settings, in words.
  var problem: String? {
    if credentials != nil, headers.contains(where: { $0.name.lowercased() == "authorization" }) {
      return "a header Authorization is given beside \(credentials.map { "\($0)" } ?? "")"
    }
    let secrets = credentials?.secrets ?? []
    if secrets.contains(where: { $0.utf8.contains { $0 < 0x20 || $0 == 0x7F } }) {
      return "\(credentials.map { "\($0)" } ?? "") may not hold line ends or control characters"
    }
    return nil
  }
}
