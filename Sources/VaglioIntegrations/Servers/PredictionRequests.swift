internal import VaglioModels

/// The requests for rows, in batches, and their answers.
struct PredictionRequests: Sendable {
  let client: HTTPClient
  let fault: ServerFault
  var dialect: any ServerDialect
  let batchRows: Int

  /// The answer to one request.
  func answer(_ rows: Range<Int>, of matrix: FeatureMatrix) throws(ModelError) -> AnswerMatrix {
    try read(client.answer(to: try request(rows, of: matrix)), rows)
  }

  /// Asks for all rows, and gives each answer with its rows to `receive`, in any order.
  func answers(
    _ matrix: FeatureMatrix,
    receive: (_ batch: Int, _ rows: Range<Int>, AnswerMatrix) throws(ModelError) -> Void
  ) throws(ModelError) {
    let size = max(batchRows, 1)
    let count = (matrix.rowCount + size - 1) / size
    let rows = { (batch: Int) in batch * size..<min((batch + 1) * size, matrix.rowCount) }
    try client.exchange(count: count) { (batch) throws(ModelError) in
      try request(rows(batch), of: matrix)
    } receive: { (batch, result) throws(ModelError) in
      let answer = try read(result, rows(batch))
      do throws(ModelError) {
        try receive(batch, rows(batch), answer)
      } catch {
        throw fault.error(error, rows: rows(batch))
      }
    }
  }

  private func request(
    _ rows: Range<Int>, of matrix: FeatureMatrix
  ) throws(ModelError) -> HTTPRequest {
    do throws(ModelError) {
      return HTTPRequest(url: fault.url, body: try dialect.request(rows, of: matrix))
    } catch {
      throw fault.error(error, rows: rows)
    }
  }

  private func read(
    _ result: Result<HTTPAnswer, HTTPFailure>, _ rows: Range<Int>
  ) throws(ModelError) -> AnswerMatrix {
    switch result {
    case .failure(let failure): throw fault.error(failure, rows: rows)
    case .success(let answer):
      guard answer.isSuccess else { throw fault.error(answer, rows: rows) }
      return try read(answer, rows)
    }
  }

  private func read(_ answer: HTTPAnswer, _ rows: Range<Int>) throws(ModelError) -> AnswerMatrix {
    let document: Document
    do throws(ModelError) {
      document = try JSONDocument.document(answer.body)
    } catch {
      throw fault.notJSON(answer, error, rows: rows)
    }
    do throws(ModelError) {
      return try dialect.answer(DocumentPlace(root: document), rowCount: rows.count)
    } catch {
      throw fault.error(error, rows: rows)
    }
  }
}
