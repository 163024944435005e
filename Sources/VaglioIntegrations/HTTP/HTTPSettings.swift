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
}
