internal import VaglioModels
internal import VaglioTables

/// What went wrong at a server, in words that name the address, the rows and the remedy; secrets are
/// taken out of what the server says.
struct ServerFault: Sendable {
  let url: String
  let serverProtocol: ServerProtocol
  let settings: HTTPSettings

  /// The error of an exchange that brought no answer.
  func error(_ failure: HTTPFailure, rows: Range<Int>?) -> ModelError {
    let (problem, remedy) = words(failure)
    return error(problem, remedy: remedy, rows: rows)
  }

  /// The error of an answer that is none of success.
  func error(_ answer: HTTPAnswer, rows: Range<Int>?) -> ModelError {
    let said = excerpt(answer)
    let times = answer.attempts > 1 ? " after \(answer.attempts) attempts" : ""
    return error(
      "HTTP \(answer.status)\(times)" + (said.isEmpty ? "" : ": \"\(said)\""),
      remedy: remedy(answer), rows: rows)
  }

  /// An error in what a sound answer holds.
  func error(_ error: ModelError, rows: Range<Int>?) -> ModelError {
    let place = [rows.map(Self.name), error.place].compactMap(\.self).joined(separator: ", ")
    return ModelError(
      error.kind, file: url, format: serverProtocol.name, place: place.isEmpty ? nil : place,
      problem: withoutSecrets(error.problem), remedy: error.remedy)
  }

  /// The error that an answer is no JSON.
  func notJSON(_ answer: HTTPAnswer, _ error: ModelError, rows: Range<Int>?) -> ModelError {
    if answer.body.isEmpty {
      return self.error(
        "HTTP \(answer.status), but the answer is empty", remedy: "the server's log says more",
        rows: rows)
    }
    let start = legible(withoutSecrets(Self.text(answer.body.prefix(400))), 80)
    let place = error.place.map { "\($0): " } ?? ""
    return self.error(
      "HTTP \(answer.status), but the answer is no JSON (\(place)\(error.problem)); it begins "
        + "\"\(start)\"", remedy: "the address may be that of a web page or of another protocol",
      rows: rows)
  }

  private func error(_ problem: String, remedy: String?, rows: Range<Int>?) -> ModelError {
    ModelError(
      .service, file: url, format: serverProtocol.name, place: rows.map(Self.name),
      problem: problem, remedy: remedy)
  }

  static func name(_ rows: Range<Int>) -> String {
    rows.count == 1 ? "row \(rows.upperBound)" : "rows \(rows.lowerBound + 1)–\(rows.upperBound)"
  }

  private func words(_ failure: HTTPFailure) -> (String, String?) {
    let times = failure.attempts > 1 ? " after \(failure.attempts) attempts" : ""
    switch failure.kind {
    case .refused:
      return ("no connection\(times)", "is the server running, and the port right?")
    case .unknownHost: return ("the host's name is unknown", "is the address right?")
    case .unconnected:
      return (
        "no connection within \(Self.seconds(settings.connectSeconds))",
        "is the server reachable from here? else allow more time to connect"
      )
    case .untrusted:
      return (
        "no trust: \(legible(failure.detail))",
        "name a file with the certificate of the server's authority"
      )
    case .timedOut:
      return (
        "no full answer within \(Self.seconds(settings.requestSeconds)) (\(failure.received) bytes "
          + "came)", "send fewer rows at once, or allow more time"
      )
    case .closed:
      return (
        "the connection ended before the answer did (\(failure.received) bytes came)",
        "the server's log says more; fewer rows at once may help"
      )
    case .tooLong:
      return (
        "the answer is longer than \(settings.longestAnswer >> 20) MiB", "send fewer rows at once"
      )
    case .headersTooLong:
      return ("the answer's headers are longer than 256 KiB", "is the address right?")
    case .notHTTP: return ("what answers there doesn't speak HTTP", "is the port right?")
    case .other: return (legible(failure.detail), nil)
    }
  }

  private static func seconds(_ seconds: Double) -> String {
    Int(exactly: seconds).map { "\($0) s" } ?? "\(seconds) s"
  }

  private func remedy(_ answer: HTTPAnswer) -> String? {
    switch answer.status {
    case 300..<400:
      let place = answer.redirect.map { legible(withoutSecrets($0), 200) } ?? "another address"
      return "it points to \(place), which is not followed: give that address"
    case 401: return "give a token, or a user and a password, by the environment"
    case 403: return "these credentials may not ask this model"
    case 404, 405: return "is the model's name right? expected \(serverProtocol.example)"
    case 408, 413, 504: return "send fewer rows at once"
    case 429, 503: return "use fewer connections"
    case 500:
      return "the server's log says more; a wrong number or kind of features answers so, too"
    default: return nil
    }
  }

  /// What the server says, for people: the message of an error in JSON, the text of a web page.
  private func excerpt(_ answer: HTTPAnswer) -> String {
    let body = answer.body.prefix(1 << 16)
    var text = (try? JSONDocument.document(Array(body))).flatMap(Self.message) ?? Self.text(body)
    if answer.contentType.contains("html") || text.hasPrefix("<") { text = Self.withoutTags(text) }
    return Self.shortened(withoutSecrets(Self.collapsed(text)))
  }

  /// The beginning and the end of a long message: the cause stands in either.
  private static func shortened(_ text: String) -> String {
    let count = text.unicodeScalars.count
    guard count > 400 else { return legible(text, 400) }
    let end = String(String.UnicodeScalarView(text.unicodeScalars.suffix(200)))
    return legible(text, 200) + " " + legible(end, 200)
  }

  /// The message of an error as KServe, MLServer, FastAPI, MLflow and Seldon Core write it.
  private static func message(_ document: Document) -> String? {
    let root = DocumentPlace(root: document)
    var places = [
      root["error"], root["error"]["message"], root["message"], root["detail"],
      root["status"]["info"],
    ]
    if let first = try? root["detail"].elements().first { places.append(first["msg"]) }
    guard let message = places.compactMap({ try? $0.string() }).first else { return nil }
    guard let trace = try? root["stack_trace"].string(),
      let cause = trace.split(separator: "\n").last
    else { return message }
    return "\(message) \(cause)"
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func withoutTags(_ text: String) -> String {
    var shown = ""
    var isInside = false
    for character in text {
      if character == "<" { isInside = true }
      if !isInside { shown.append(character) }
      if character == ">", isInside {
        isInside = false
        shown.append(" ")
      }
    }
    return shown
  }

  private static func collapsed(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func withoutSecrets(_ text: String) -> String {
    let secrets = (settings.credentials?.secrets ?? []) + settings.headers.map(\.value)
    return secrets.filter { $0.count >= 4 }.reduce(text) { $0.replacing($1, with: "…") }
  }
}
