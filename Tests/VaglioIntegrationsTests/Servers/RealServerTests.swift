import Testing
import VaglioModels
import VaglioTables

@testable import VaglioIntegrations

/// The real servers. Slow: set VAGLIO_SLOW=1, after `script/model-server install NAME` for each.
///
/// The model is a logistic regression of six features; server and expectation compute the same sum of
/// six products in double precision, in batches of other sizes. The order of the sum may differ by
/// batch: 6 · 2⁻⁵³ · Σ|wᵢxᵢ|, below 60 here, and the logistic function's slope is at most ¼: 10⁻¹⁴.
@Suite(.serialized, .enabled(if: RealServer.isSlow))
struct RealServerTests {
  private func check(
    _ server: RealServer, _ path: String, within tolerance: Double = 1e-14,
    _ change: (inout ServerOptions) -> Void = { _ in }
  ) throws -> any Model {
    var options = ServerOptions()
    options.batchRows = 50
    options.expectation.classes = ["malignant", "benign"]
    change(&options)
    let source = try ModelServer(ServerReference(server.url + path), options)
    let matched = try source.model(for: server.rows, name: path)
    let predictions = try matched.model.predictions(of: matched.match.rows, threads: 1)
    #expect(matched.model.output.kind == .probability)
    #expect(predictions.outputCount == 1)
    try #require(predictions.rowCount == server.expected.count)
    for (prediction, expected) in zip(predictions.values, server.expected) {
      #expect(abs(prediction - expected) <= tolerance)
    }
    return matched.model
  }

  private func error(
    _ server: RealServer, _ path: String, _ rows: Table? = nil
  ) throws -> ModelError {
    let error = #expect(throws: ModelError.self) {
      try ModelServer(ServerReference(server.url + path))
        .model(for: rows ?? server.rows, name: path)
    }
    return try #require(error)
  }

  @Test
  func `MLServer predicts as its model does, from a matrix and from columns`() throws {
    let server = try RealServer("mlserver")
    let plain = try check(server, "/v2/models/plain")
    #expect(plain.summary.facts.contains(.init("output", .text("predict_proba"))))
    for connections in [1, 3] {
      _ = try check(server, "/v2/models/plain") {
        $0.http.connections = connections
        $0.batchRows = 17
      }
    }
    let columns = try check(server, "/v2/models/columns")
    #expect(columns.summary.facts.contains(.init("layout", .text("columns"))))
    _ = try check(server, "/v2/models/plain") { $0.layout = .columns }
    // The server reads inputs of single precision: relative errors of 2⁻²⁴ in Σ|wᵢxᵢ|, times ¼.
    _ = try check(server, "/v2/models/matrix", within: 60 * 0x1p-24 / 4)
    _ = try check(server, "/v2/models/plain") { $0.output = "predict_proba" }
    #expect(try error(server, "/v2/models/nope").problem == "HTTP 404: \"Model nope not found\"")
    let narrow = Table(Array(server.rows.columns.dropLast()))
    #expect(try error(server, "/v2/models/plain", narrow).problem.hasPrefix("HTTP 500: "))
    #expect(
      try error(server, "/v2/models/matrix", narrow).problem
        == "the model takes 6 features, and 5 are given")
    #expect(try error(server, "/v1/models/plain").problem.hasPrefix("HTTP 404"))
  }

  @Test
  func `KServe predicts as its model does, by both its protocols`() throws {
    let server = try RealServer("kserve")
    _ = try check(server, "/v2/models/churn-proba")
    _ = try check(server, "/v1/models/churn-proba")
    for path in ["/v1/models/churn", "/v2/models/churn"] {
      let source = try ModelServer(ServerReference(server.url + path))
      let matched = try source.model(for: server.rows, name: path)
      #expect(matched.model.output.kind == .label)
      let labels = try matched.model.predictions(of: matched.match.rows, threads: 1).values
      #expect(labels == server.expected.map { $0 > 0.5 ? 1 : 0 })
    }
    #expect(
      try error(server, "/v1/models/zz").problem
        == "HTTP 404: \"Model with name zz does not exist.\"")
  }

  @Test
  func `Seldon Core predicts as its model does`() throws {
    let server = try RealServer("seldon")
    _ = try check(server, "/api/v1.0/predictions")
    let narrow = Table(Array(server.rows.columns.dropLast()))
    #expect(try error(server, "/api/v1.0/predictions", narrow).problem.hasPrefix("HTTP 500"))
  }

  @Test
  func `MLflow predicts as its model does`() throws {
    let server = try RealServer("mlflow")
    let model = try check(server, "/invocations")
    #expect(model.output.classes == ["malignant", "benign"])
    let narrow = Table(Array(server.rows.columns.dropLast()))
    #expect(
      try error(server, "/invocations", narrow).problem.contains("ValueError: X has 5 features"))
  }
}
