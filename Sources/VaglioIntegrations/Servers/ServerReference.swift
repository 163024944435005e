public import VaglioModels
internal import VaglioTables

/// The address of a model behind a server, with the protocol that is spoken there.
///
/// `http://host:port/v2/models/churn`: the path tells the protocol. `oip+https://…`,
/// `kserve-v1+http://…`, `seldon+http://…` and `mlflow+http://…` say it themselves; the last two take
/// any path, and their protocol's own where there is none. An address holds no user, password, query
/// or fragment: it stands in records.
public struct ServerReference: Hashable, Sendable, CustomStringConvertible {
  /// What is spoken.
  public let serverProtocol: ServerProtocol
  /// The model's name, as it stands in the path; empty where the protocol has none.
  public let model: String
  /// The model's version; `nil` for the server's choice.
  public let version: String?
  /// Where predictions are asked for.
  public let predictionURL: String
  /// Where the server tells about the model; `nil` where the protocol has no such place.
  public let metadataURL: String?
  /// The address as it was given.
  public let description: String

  /// Whether a text is the address of a server, be it a right one or not.
  public static func isReference(_ text: String) -> Bool {
    guard let end = text.firstRange(of: "://") else { return false }
    let scheme = text[..<end.lowerBound].lowercased()
    return ["http", "https"].contains(scheme)
      || scheme.hasSuffix("+http") || scheme.hasSuffix("+https")
  }

  /// Reads an address.
  public init(_ text: String) throws(ModelError) {
    let address = try ServerAddress(text)
    let path = try ServerPath(address, of: text)
    description = text
    (serverProtocol, model, version) = (path.serverProtocol, path.model, path.version)
    predictionURL = address.root + path.prediction
    metadataURL = path.metadata.map { address.root + $0 }
  }

  static func failure(_ text: String, _ problem: String, remedy: String? = nil) -> ModelError {
    ModelError(.mismatch, file: text, problem: problem, remedy: remedy)
  }
}

/// Scheme, host and path of an address.
struct ServerAddress {
  /// The protocol before the `+` of the scheme.
  let said: ServerProtocol?
  /// `https://host:port`.
  let root: String
  /// What follows, without a slash at its end: empty, or with one at its beginning.
  let path: String

  init(_ text: String) throws(ModelError) {
    guard let separator = text.firstRange(of: "://"), ServerReference.isReference(text) else {
      throw ServerReference.failure(
        text, "this is no address of a server", remedy: "it begins with http:// or https://")
    }
    let scheme = text[..<separator.lowerBound].lowercased().split(separator: "+").map(String.init)
    said = try scheme.count > 1 ? Self.protocolNamed(scheme[0], in: text) : nil
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    try Self.check(authority, rest, text)
    root = "\(scheme.last ?? "http")://\(authority)"
    var path = rest[authority.endIndex...]
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  private static func protocolNamed(
    _ name: String, in text: String
  ) throws(ModelError) -> ServerProtocol {
    guard let found = ServerProtocol(rawValue: name) else {
      let known = ServerProtocol.allCases.map { "\($0.rawValue)+http://" }.joined(separator: ", ")
      throw ServerReference.failure(
        text, "no protocol is called \"\(legible(name))\"", remedy: "known are \(known)")
    }
    return found
  }

  private static func check(
    _ authority: Substring, _ rest: Substring, _ text: String
  ) throws(ModelError) {
    if authority.contains("@") {
      let shown = "\(text.prefix { $0 != ":" })://…"
      throw ServerReference.failure(
        shown, "an address with a user or password would stand in records",
        remedy: "give them by the environment")
    }
    if authority.isEmpty || authority.hasPrefix(":") {
      throw ServerReference.failure(text, "the address names no host")
    }
    if rest.contains("?") || rest.contains("#") {
      let shown = String(text.prefix { $0 != "?" && $0 != "#" })
      throw ServerReference.failure(
        shown, "an address has no query and no fragment",
        remedy: "give what the server wants to know as headers")
    }
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) else {
      throw ServerReference.failure(
        text, "an address is ASCII without spaces, quotes and backslashes",
        remedy: "write other bytes as %20")
    }
  }
}

/// What the path of an address says.
struct ServerPath {
  let serverProtocol: ServerProtocol
  var model = ""
  var version: String?
  let prediction: String
  var metadata: String?

  init(_ address: ServerAddress, of text: String) throws(ModelError) {
    let path = address.path
    let found: ServerPath? =
      switch address.said {
      case .openInference: Self.openInference(path)
      case .kserveV1: Self.kserveV1(path)
      case .seldonV1: ServerPath(.seldonV1, path.isEmpty ? "/api/v1.0/predictions" : path)
      case .mlflow: ServerPath(.mlflow, path.isEmpty ? "/invocations" : path)
      case nil:
        Self.openInference(path) ?? Self.kserveV1(path) ?? Self.seldonV1(path) ?? Self.mlflow(path)
      }
    guard let found else { throw Self.unknown(address, text) }
    self = found
  }

  private init(_ serverProtocol: ServerProtocol, _ prediction: String) {
    (self.serverProtocol, self.prediction) = (serverProtocol, prediction)
  }

  private static func unknown(_ address: ServerAddress, _ text: String) -> ModelError {
    let wanted = address.said.map { [$0] } ?? ServerProtocol.allCases
    let forms = wanted.map { "\($0.example) (\($0.name))" }.joined(separator: ", ")
    return ServerReference.failure(
      text, "the path of the address tells no protocol", remedy: "expected \(forms)")
  }

  /// `…/v2/models/NAME[/versions/V][/infer]`
  private static func openInference(_ path: String) -> ServerPath? {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts.last == "infer" { parts.removeLast() }
    var version: String?
    if parts.count > 2, parts[parts.count - 2] == "versions" {
      version = String(parts[parts.count - 1])
      parts.removeLast(2)
    }
    guard let name = modelName(parts, after: "v2"), version != "" else { return nil }
    let base = parts.joined(separator: "/") + (version.map { "/versions/\($0)" } ?? "")
    var found = ServerPath(.openInference, base + "/infer")
    (found.model, found.version, found.metadata) = (name, version, base)
    return found
  }

  /// `…/v1/models/NAME[:predict]`
  private static func kserveV1(_ path: String) -> ServerPath? {
    let base = path.hasSuffix(":predict") ? String(path.dropLast(8)) : path
    let parts = base.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = modelName(parts, after: "v1"), !name.contains(":") else { return nil }
    var found = ServerPath(.kserveV1, base + ":predict")
    (found.model, found.metadata) = (name, base)
    return found
  }

  private static func modelName(_ parts: [Substring], after version: Substring) -> String? {
    guard parts.count > 3, let name = parts.last, !name.isEmpty,
      parts[parts.count - 2] == "models", parts[parts.count - 3] == version
    else { return nil }
    return String(name)
  }

  private static func seldonV1(_ path: String) -> ServerPath? {
    let ends = ["/api/v1.0/predictions", "/api/v0.1/predictions"]
    return ends.contains { path.hasSuffix($0) } ? ServerPath(.seldonV1, path) : nil
  }

  private static func mlflow(_ path: String) -> ServerPath? {
    path.hasSuffix("/invocations") ? ServerPath(.mlflow, path) : nil
  }
}
