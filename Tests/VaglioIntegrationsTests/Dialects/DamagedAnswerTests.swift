import Testing
import VaglioModels

@testable import VaglioIntegrations

/// Answers of real servers, cut and damaged: predictions or an error, never a crash.
struct DamagedAnswerTests {
  private static let answers = [
    "mlserver/infer-sk-proba.resp.json", "kserve/v2-infer.resp.json", "kserve/v1-predict.resp.json",
    "seldon/predict-tensor.resp.json", "seldon/predict-ndarray.resp.json", "mlflow/split.resp.json",
  ]

  private func dialects() throws -> [any ServerDialect] {
    let features = RecordedAnswer.features
    return [
      try OpenInferenceDialect(features: features, options: ServerOptions(), metadata: []),
      KServeV1Dialect(features: features, layout: .matrix, output: nil),
      SeldonV1Dialect(features: features, output: nil),
      MLflowDialect(features: features, output: nil),
    ]
  }

  /// Reads bytes by every dialect as an answer to three rows, and the metadata as well.
  private func read(_ bytes: [UInt8], _ dialects: [any ServerDialect]) {
    guard let document = try? JSONDocument.document(bytes) else { return }
    let place = DocumentPlace(root: document)
    _ = try? TensorSpecification.list(place["outputs"])
    for dialect in dialects {
      guard let answer = try? dialect.answer(place, rowCount: 3) else { continue }
      #expect(answer.rowCount == 3)
      guard let reading = try? OutputReading(answer, OutputExpectation()) else { continue }
      _ = try? reading.predictions(answer, firstRow: 0)
    }
  }

  @Test(arguments: answers)
  func `an answer that is cut anywhere is read or refused`(path: String) throws {
    let (bytes, dialects) = (try RecordedAnswer.bytes(path), try dialects())
    for count in bytes.indices { read(Array(bytes[..<count]), dialects) }
  }

  @Test(arguments: answers)
  func `an answer with damaged bytes is read or refused`(path: String) throws {
    let (bytes, dialects) = (try RecordedAnswer.bytes(path), try dialects())
    var state: UInt64 = 7
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let pieces = Array("[]{},:\"-.eE0129null".utf8)
    for _ in 0..<2000 {
      var damaged = bytes
      for _ in 0...draw(3) { damaged[draw(damaged.count)] = pieces[draw(pieces.count)] }
      read(damaged, dialects)
    }
  }
}
