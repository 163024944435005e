import Testing
import VaglioModels

@testable import VaglioIntegrations

struct HTTPSettingsTests {
  private func settings(
    _ environment: [String: String], _ address: String = "https://h/invocations"
  ) throws -> HTTPSettings {
    var settings = HTTPSettings()
    try settings.take(environment: environment, for: ServerReference(address))
    return settings
  }

  @Test
  func `credentials come from the environment`() throws {
    #expect(try settings([:]) == HTTPSettings())
    #expect(
      try settings(["VAGLIO_SERVER_TOKEN": "abc"]).credentials == .bearer(token: "abc"))
    #expect(
      try settings(["VAGLIO_SERVER_USER": "ann", "VAGLIO_SERVER_PASSWORD": "pw"]).credentials
        == .basic(user: "ann", password: "pw"))
    #expect(try settings(["VAGLIO_SERVER_CA": "/ca.pem"]).certificateAuthority == "/ca.pem")
    let error = #expect(throws: ModelError.self) {
      try settings(["VAGLIO_SERVER_TOKEN": "abc", "VAGLIO_SERVER_USER": "ann"])
    }
    #expect(error?.problem == "VAGLIO_SERVER_TOKEN and VAGLIO_SERVER_USER are both set")
  }

  @Test
  func `proxies come from the environment as curl reads them`() throws {
    let environment = [
      "http_proxy": "http://p:1", "HTTP_PROXY": "http://evil:1", "HTTPS_PROXY": "http://q:2",
      "no_proxy": "localhost,.corp",
    ]
    #expect(try settings(environment).proxy == "http://q:2")
    #expect(try settings(environment, "http://h/invocations").proxy == "http://p:1")
    #expect(try settings(environment).noProxy == "localhost,.corp")
    #expect(try settings(["HTTP_PROXY": "x"], "http://h/invocations").proxy == nil)
    #expect(try settings(["all_proxy": "http://r:3"]).proxy == "http://r:3")
  }

  @Test(arguments: [
    ("Seldon-Model: churn", "Seldon-Model", "churn"), ("X:y", "X", "y"),
    ("a-b_c:\t d e", "a-b_c", "d e"),
    ("Host: churn.example.org", "Host", "churn.example.org"),
  ])
  func `a header is a name and a value`(line: String, name: String, value: String) throws {
    let header = try #require(HTTPHeader(line))
    #expect(header.name == name)
    #expect(header.value == value)
    #expect("\(header)" == name)
  }

  @Test(arguments: [
    "", "novalue", ": x", "a b: c", "a:", "a: b\r\nEvil: c", "a: b\nc", "é: a", "Content-Length: 3",
    "content-type: text/plain", "Transfer-Encoding: chunked",
  ])
  func `what is no header, or is the client's own, is none`(line: String) {
    #expect(HTTPHeader(line) == nil)
  }

  @Test
  func `two ways to say who asks are refused, and so are line ends in secrets`() throws {
    let reference = try ServerReference("http://127.0.0.1:9/invocations")
    var options = ServerOptions()
    options.http.credentials = .bearer(token: "abc")
    options.http.headers = [try #require(HTTPHeader("authorization: Basic x"))]
    #expect(throws: ModelError.self) { try ModelServer(reference, options) }
    options.http.headers = []
    options.http.credentials = .bearer(token: "abc\r\nEvil: x")
    let error = #expect(throws: ModelError.self) { try ModelServer(reference, options) }
    #expect(error?.problem == "a bearer token may not hold line ends or control characters")
  }
}
