public import VaglioModels

/// A model behind a server, asked over HTTP in batches of rows.
///
/// Predictions stand in the order of the rows, and don't depend on the batches or the number of
/// connections, where the server answers each row by itself. A missing value is sent as `null`; a
/// prediction that is `null` or `"NaN"` is NaN. `threads` doesn't count: connections do.
public struct ServerModel: Model {
  public let summary: ModelSummary
  public let features: [Feature]?
  public let output: ModelOutput
  /// The address.
  public let reference: ServerReference
  private let requests: PredictionRequests
  private let reading: OutputReading

  init(
    _ server: ModelServer, _ requests: PredictionRequests, _ reading: OutputReading,
    _ features: [Feature], _ summary: ModelSummary
  ) {
    reference = server.reference
    (self.requests, self.reading) = (requests, reading)
    (self.features, self.summary, output) = (features, summary, reading.output)
  }

  public func predictions(
    of rows: FeatureMatrix, threads: Int
  ) throws(ModelError) -> OutputMatrix {
    var batches: [[Double]] = Array(
      repeating: [], count: rows.rowCount / max(requests.batchRows, 1) + 1)
    try requests.answers(rows) { (batch, rows, answer) throws(ModelError) in
      batches[batch] = try reading.predictions(answer, firstRow: rows.lowerBound)
    }
    return OutputMatrix(
      values: Array(batches.joined()), outputCount: reading.output.names.count)
  }
}
