public import VaglioModels

extension HTTPSettings {
  /// Takes from an environment what doesn't belong on a command line, for requests to a server.
  ///
  /// - `VAGLIO_SERVER_TOKEN`: a bearer token.
  /// - `VAGLIO_SERVER_USER`, `VAGLIO_SERVER_PASSWORD`: basic authentication, instead of a token.
  /// - `VAGLIO_SERVER_CA`: the file of trusted certificates, unless one is set already.
  /// - `https_proxy` or `http_proxy` by the address' scheme, else `all_proxy`, and `no_proxy`: as curl
  ///   reads them, capitals too but for `HTTP_PROXY`, which a web server's client could set.
  public mutating func take(
    environment: [String: String], for server: ServerReference
  ) throws(ModelError) {
    let value = { (names: [String]) in
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    certificateAuthority = certificateAuthority ?? value(["VAGLIO_SERVER_CA"])
    let isEncrypted = server.predictionURL.hasPrefix("https:")
    let all = ["all_proxy", "ALL_PROXY"]
    proxy = value((isEncrypted ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + all)
    noProxy = value(["no_proxy", "NO_PROXY"]) ?? ""
    let (token, user) = (value(["VAGLIO_SERVER_TOKEN"]), value(["VAGLIO_SERVER_USER"]))
    if let token { credentials = .bearer(token: token) }
    guard let user else { return }
    guard token == nil else {
      throw ModelError(
        .mismatch, file: server.description,
        problem: "VAGLIO_SERVER_TOKEN and VAGLIO_SERVER_USER are both set",
        remedy: "unset one of them")
    }
    credentials = .basic(user: user, password: environment["VAGLIO_SERVER_PASSWORD"] ?? "")
  }
}
