import Testing
import VaglioModels

@testable import VaglioIntegrations

struct ServerReferenceTests {
  @Test(arguments: [
    (
      "http://h:8080/v2/models/churn", ServerProtocol.openInference, "churn",
      "http://h:8080/v2/models/churn/infer"
    ),
    (
      "https://h/a/b/v2/models/churn/infer/", .openInference, "churn",
      "https://h/a/b/v2/models/churn/infer"
    ),
    (
      "oip+https://[::1]:8080/v2/models/c/versions/3", .openInference, "c",
      "https://[::1]:8080/v2/models/c/versions/3/infer"
    ),
    ("http://h/v1/models/churn", .kserveV1, "churn", "http://h/v1/models/churn:predict"),
    (
      "kserve-v1+http://h/v1/models/churn:predict", .kserveV1, "churn",
      "http://h/v1/models/churn:predict"
    ),
    (
      "http://h/seldon/ns/dep/api/v1.0/predictions", .seldonV1, "",
      "http://h/seldon/ns/dep/api/v1.0/predictions"
    ),
    ("seldon+http://h:9000", .seldonV1, "", "http://h:9000/api/v1.0/predictions"),
    ("HTTP://h/invocations", .mlflow, "", "http://h/invocations"),
    (
      "mlflow+https://h/serving-endpoints/x/score", .mlflow, "",
      "https://h/serving-endpoints/x/score"
    ),
    ("mlflow+http://h/", .mlflow, "", "http://h/invocations"),
  ])
  func `an address tells the protocol, the model and where to ask`(
    text: String, serverProtocol: ServerProtocol, model: String, url: String
  ) throws {
    let reference = try ServerReference(text)
    #expect(reference.serverProtocol == serverProtocol)
    #expect(reference.model == model)
    #expect(reference.predictionURL == url)
    #expect(reference.description == text)
  }

  @Test
  func `a version and the place of the metadata are told`() throws {
    let reference = try ServerReference("http://h/v2/models/c/versions/3")
    #expect(reference.version == "3")
    #expect(reference.metadataURL == "http://h/v2/models/c/versions/3")
    #expect(
      try ServerReference("http://h/v1/models/c:predict").metadataURL == "http://h/v1/models/c")
    #expect(try ServerReference("http://h/invocations").metadataURL == nil)
  }

  @Test(arguments: [
    ("http://h/", "the path of the address tells no protocol"),
    ("http://h/v2/models/", "the path of the address tells no protocol"),
    ("http://h/v2/models/a/versions/", "the path of the address tells no protocol"),
    ("oip+http://h/v1/models/a", "the path of the address tells no protocol"),
    ("http://h/v1/models/a:explain", "the path of the address tells no protocol"),
    ("oop+http://h/", "no protocol is called \"oop\""),
    ("http:///v2/models/a", "the address names no host"),
    ("http://:80/v2/models/a", "the address names no host"),
    (
      "http://ann:secret@h/v2/models/a", "an address with a user or password would stand in records"
    ),
    ("http://h/invocations?token=secret", "an address has no query and no fragment"),
    ("http://h/in vocations", "an address is ASCII without spaces, quotes and backslashes"),
    ("http://h/v2/models/\u{7}", "an address is ASCII without spaces, quotes and backslashes"),
    ("ftp://h/invocations", "this is no address of a server"),
    ("model.json", "this is no address of a server"),
  ])
  func `what is no address is refused, without its secrets`(text: String, problem: String) {
    let error = #expect(throws: ModelError.self) { try ServerReference(text) }
    #expect(error?.problem == problem)
    #expect(error.map { "\($0)".contains("secret") } == false)
  }

  @Test
  func `an address without a protocol lists those that there are`() {
    let error = #expect(throws: ModelError.self) { try ServerReference("http://h/predict") }
    for known in ServerProtocol.allCases { #expect(error?.remedy?.contains(known.example) == true) }
  }

  @Test
  func `files are told from addresses`() {
    #expect(ServerReference.isReference("https://h/invocations"))
    #expect(ServerReference.isReference("oip+http://h"))
    #expect(!ServerReference.isReference("models/a.json"))
    #expect(!ServerReference.isReference("python:a.py:f"))
  }
}
