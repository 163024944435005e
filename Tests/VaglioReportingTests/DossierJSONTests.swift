import Foundation
import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct DossierJSONTests {
  @Test(arguments: SampleDossier.all.keys.sorted())
  func `a record reads back as the dossier that wrote it`(name: String) throws {
    let dossier = try #require(SampleDossier.all[name])
    let read = try Dossier(record: dossier.record)
    #expect(read == dossier)
    #expect(read.record == dossier.record)
  }

  @Test func `an unknown version is refused with what to do`() throws {
    let text = String(decoding: SampleDossier.evaluation().record, as: UTF8.self)
    let newer = Array(text.replacing("vaglio/record/1", with: "vaglio/record/2").utf8)
    let error = try #require(throws: RecordError.self) { try Dossier(record: newer) }
    #expect(error.path == "schema")
    #expect(error.reason.contains("render it with the version that wrote it"))
    let other = Array(text.replacing("vaglio/record/1", with: "mlflow/run").utf8)
    let stranger = try #require(throws: RecordError.self) { try Dossier(record: other) }
    #expect(stranger.reason.contains("is not a Vaglio record"))
  }

  @Test(arguments: [
    ("\"lower\":0.4", "\"lower\":\"x\"", "findings[0].interval.lower: expected a number"),
    ("\"role\":\"model\"", "\"role\":\"difference\"", "subjects[0].role: expected"),
    ("\"task\":\"binary\"", "\"task\":7", "task: expected a string"),
    ("\"seed\":7", "\"seed\":-1", "provenance.seed: expected a whole number"),
    ("{", "{,", "record: not a JSON document: byte"),
  ])
  func `an error names the place`(found: String, replaced: String, message: String) throws {
    let dossier = Dossier(
      task: "binary", models: [.init(role: .model, name: "m")],
      findings: Findings([SampleDossier.finding("accuracy", .model, 0.5, 0.1, "wilson")]),
      measures: [], exhibits: [], verdict: nil,
      provenance: Provenance(vaglio: "0.1.0", seed: 7, data: [], options: [:]))
    let text = String(decoding: dossier.record, as: UTF8.self)
    let broken = text.replacing(found, with: replaced, maxReplacements: 1)
    #expect(broken != text)
    let error = try #require(throws: RecordError.self) { try Dossier(record: Array(broken.utf8)) }
    #expect("\(error)".hasPrefix(message), "\(error)")
  }

  @Test func `a gate that refers to no finding is refused`() throws {
    let judgement = Judgement(
      rule: "at-least", metric: "accuracy", slice: .all, ruling: .pass, because: "", findings: [3],
      level: 0.95)
    let dossier = Dossier(
      task: "binary", models: [], findings: Findings([]), measures: [], exhibits: [],
      verdict: Verdict(ruling: .pass, judgements: [judgement]),
      provenance: Provenance(vaglio: "0.1.0", seed: 7, data: [], options: [:]))
    let error = try #require(throws: RecordError.self) { try Dossier(record: dossier.record) }
    #expect("\(error)" == "gates[0].findings: refers to finding 3, and there are 0")
  }

  @Test func `cutting a record anywhere gives an error, never a crash`() {
    let record = SampleDossier.regression().record
    for length in stride(from: 0, to: record.count, by: 997) {
      #expect(throws: RecordError.self) { try Dossier(record: Array(record.prefix(length))) }
    }
  }
}
