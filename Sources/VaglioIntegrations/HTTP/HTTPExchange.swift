/// A request: `POST` of JSON where there is a body, else `GET`.
struct HTTPRequest: Sendable {
  let url: String
  let body: [UInt8]?
}

/// What a server answered.
struct HTTPAnswer: Sendable {
  let status: Int
  let contentType: String
  let body: [UInt8]
  /// The seconds that the server asks to wait before the next attempt; 0 where it doesn't say.
  let retryAfter: Int
  /// The address to which the server points.
  let redirect: String?
  /// How often the request was made.
  let attempts: Int

  var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why there is no answer.
struct HTTPFailure: Error, Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// No connection, because nobody listens at the address or no way leads there: nothing was sent.
    case refused
    /// The host's name is unknown.
    case unknownHost
    /// There was no connection in time: nothing was sent.
    case unconnected
    /// The certificate was not accepted, or there was no agreement on encryption.
    case untrusted
    /// The answer did not come in time.
    case timedOut
    /// The connection ended before the answer did.
    case closed
    /// The answer is longer than ``HTTPSettings/longestAnswer``.
    case tooLong
    /// The answer's headers are longer than 256 KiB.
    case headersTooLong
    /// What came is not HTTP.
    case notHTTP
    /// Anything else.
    case other
  }

  let kind: Kind
  /// What the client library says.
  let detail: String
  /// How many bytes of the answer's body had come.
  let received: Int
  /// How often the request was made.
  let attempts: Int
}
