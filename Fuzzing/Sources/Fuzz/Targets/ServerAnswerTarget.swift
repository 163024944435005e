@testable internal import VaglioIntegrations
@testable internal import VaglioModels

extension FuzzTarget {
  /// Answers of model servers to three rows, by each protocol.
  static let serverAnswer = FuzzTarget(
    name: "server-answer",
    seeds: [Seeds(folder: "fixtures/servers", ending: ".resp.json")],
    mutation: JSONMutation.mutated
  ) { bytes in
    do throws(ModelError) {
      let place = DocumentPlace(root: try JSONDocument.document(bytes))
      let list = Result { () throws(ModelError) in try TensorSpecification.list(place["outputs"]) }
      if case .failure(let error) = list { expectLegible(error.description) }
      let features = ["a", "b", "c"].map { Feature($0) }
      let dialects: [any ServerDialect] = [
        try OpenInferenceDialect(features: features, options: ServerOptions(), metadata: []),
        KServeV1Dialect(features: features, layout: .matrix, output: nil),
        SeldonV1Dialect(features: features, output: nil),
        MLflowDialect(features: features, output: nil),
      ]
      for dialect in dialects { expectAnswer(place, by: dialect) }
    } catch {
      expectLegible(error.description)
    }
  }

  private static func expectAnswer(_ place: DocumentPlace, by dialect: any ServerDialect) {
    do throws(ModelError) {
      let answer = try dialect.answer(place, rowCount: 3)
      expect(answer.rowCount == 3, "\(answer.rowCount) rows are answered")
      let reading = try OutputReading(answer, OutputExpectation())
      let predictions = try reading.predictions(answer, firstRow: 0)
      expect(predictions.count % 3 == 0, "predictions of unequal rows")
    } catch {
      expectLegible(error.description)
    }
  }
}
