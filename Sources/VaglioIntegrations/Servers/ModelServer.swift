public import VaglioModels
internal import VaglioTables

/// A server that holds a model, and what it tells about it.
///
/// Requests are predictions and metadata alone: they change nothing on the server.
public struct ModelServer: ModelSource {
  /// The address.
  public let reference: ServerReference
  /// How it is asked.
  public let options: ServerOptions
  private let metadata: ServerMetadata
  private let client: HTTPClient

  /// Asks a server about its model, where the protocol has a place for that; errors when nobody is
  /// there, or doesn't let us in.
  public init(_ reference: ServerReference, _ options: ServerOptions = ServerOptions())
    throws(ModelError)
  {
    if let problem = options.http.problem {
      throw ModelError(.mismatch, file: reference.description, problem: problem)
    }
    (self.reference, self.options) = (reference, options)
    client = HTTPClient(options.http)
    metadata = try ServerMetadata(of: reference, client)
  }

  /// The features that the metadata name: those of a server that takes each as a tensor of its own.
  public var features: [Feature]? {
    guard metadata.inputs.count > 1 else { return nil }
    return metadata.inputs.map { Feature($0.name, kind: $0.datatype == .bytes ? .text : .number) }
  }

  public func model(
    taking features: [Feature], sample: FeatureMatrix
  ) throws(ModelError) -> any Model {
    let fault = ServerFault(
      url: reference.predictionURL, serverProtocol: reference.serverProtocol,
      settings: options.http)
    guard sample.rowCount > 0 else {
      throw fault.error(ModelError(.mismatch, problem: "there are no rows to ask for"), rows: nil)
    }
    let rows = 0..<min(sample.rowCount, max(options.batchRows, 1))
    do throws(ModelError) {
      let requests = PredictionRequests(
        client: client, fault: fault, dialect: try dialect(features), batchRows: options.batchRows)
      let (asked, answer) = try learned(requests, sample, rows)
      let reading = try OutputReading(answer, options.expectation)
      return ServerModel(self, asked, reading, features, summary(asked, reading))
    } catch {
      throw error.file == nil ? fault.error(error, rows: rows) : error
    }
  }

  private func dialect(_ features: [Feature]) throws(ModelError) -> any ServerDialect {
    switch reference.serverProtocol {
    case .openInference:
      try OpenInferenceDialect(features: features, options: options, metadata: metadata.inputs)
    case .kserveV1:
      KServeV1Dialect(
        features: features, layout: options.layout ?? .matrix, output: options.output)
    case .seldonV1: SeldonV1Dialect(features: features, output: options.output)
    case .mlflow: MLflowDialect(features: features, output: options.output)
    }
  }

  /// The answer for a sample. MLServer's runtimes for scikit-learn, XGBoost and LightGBM answer
  /// labels unless `predict_proba` is asked for: where labels come and nobody chose an output, that is
  /// tried.
  private func learned(
    _ requests: PredictionRequests, _ sample: FeatureMatrix, _ rows: Range<Int>
  ) throws(ModelError) -> (PredictionRequests, AnswerMatrix) {
    let answer = try requests.answer(rows, of: sample)
    guard answer.width == 1, answer.isDeclaredWhole || answer.isWhole, options.output == nil,
      options.expectation.kind == nil,
      [nil, .binary, .multiclass].contains(options.expectation.task),
      var dialect = requests.dialect as? OpenInferenceDialect
    else { return (requests, answer) }
    dialect.output = "predict_proba"
    var others = requests
    others.dialect = dialect
    guard let better = try? others.answer(rows, of: sample), better.isDistribution else {
      return (requests, answer)
    }
    return (others, better)
  }

  private func summary(_ requests: PredictionRequests, _ reading: OutputReading) -> ModelSummary {
    var facts: [ModelSummary.Fact] = [.init("address", .text(reference.predictionURL))]
    if !reference.model.isEmpty { facts.append(.init("model", .text(reference.model))) }
    if let version = reference.version { facts.append(.init("version", .text(version))) }
    facts += metadata.facts
    facts += requests.dialect.facts
    if !options.http.headers.isEmpty {
      facts.append(.init("headers", .texts(options.http.headers.map(\.name))))
    }
    let notes = [
      reading.note, "a model behind a server is explained by its predictions, not exactly",
    ]
    return ModelSummary(format: reference.serverProtocol.name, facts: facts, notes: notes)
  }
}
