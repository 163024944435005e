internal import VaglioModels

/// What a server tells about its model.
struct ServerMetadata: Sendable {
  private(set) var inputs: [TensorSpecification] = []
  private(set) var facts: [ModelSummary.Fact] = []

  /// Asks the server. One that has no metadata, or an error instead, tells nothing; none at all, or
  /// one that doesn't know who asks, is an error.
  init(of reference: ServerReference, _ client: HTTPClient) throws(ModelError) {
    guard let url = reference.metadataURL else { return }
    let fault = ServerFault(
      url: url, serverProtocol: reference.serverProtocol, settings: client.settings)
    switch client.answer(to: HTTPRequest(url: url, body: nil)) {
    case .failure(let failure): throw fault.error(failure, rows: nil)
    case .success(let answer):
      if [401, 403].contains(answer.status) || (300..<400).contains(answer.status) {
        throw fault.error(answer, rows: nil)
      }
      guard answer.isSuccess, let document = try? JSONDocument.document(answer.body) else { return }
      try read(DocumentPlace(root: document), reference, fault)
    }
  }

  private mutating func read(
    _ document: DocumentPlace, _ reference: ServerReference, _ fault: ServerFault
  ) throws(ModelError) {
    if case .boolean(false) = document["ready"].value {
      throw fault.error(
        ModelError(.service, problem: "the model is not ready", remedy: "wait until it is loaded"),
        rows: nil)
    }
    inputs = (try? TensorSpecification.list(document["inputs"])) ?? []
    if let versions = try? document["versions"].strings(), !versions.isEmpty {
      facts.append(.init("versions", .texts(versions)))
    }
    if let platform = try? document["platform"].string(), !platform.isEmpty {
      facts.append(.init("platform", .text(platform)))
    }
  }
}
