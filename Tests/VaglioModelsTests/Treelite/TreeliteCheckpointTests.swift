import FoundationEssentials
import Testing

@testable import VaglioModels

struct TreeliteCheckpointTests {
  private static let names = [
    "xgb_classes", "xgb_vectors", "xgb_codes", "lgb_codes", "sk_forest_labels",
  ]

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](
      try Data(contentsOf: LibraryCase.fixtures.appending(path: "treelite/\(name).treelite")))
  }

  @Test(arguments: names)
  func `a checkpoint is the model of its JSON`(name: String) throws {
    let read = try ModelCatalogue.model(bytes(name), name: name)
    let checkpoint = try #require(read as? TreeModel)
    let cases = try TreeliteJSONTests.cases()
    let json = try #require(cases.first { $0.model == "\(name).json" }).read()
    #expect(checkpoint.ensemble == json.ensemble)
    #expect(checkpoint.inputs == json.inputs)
    #expect(checkpoint.link == json.link && checkpoint.output == json.output)
    #expect(checkpoint.summary.format == "treelite checkpoint")
    #expect(checkpoint.summary.facts == json.summary.facts)
  }

  @Test func `checkpoints of version 3 are refused`() throws {
    var old = try bytes("lgb_codes")
    old[0] = 3
    let error = #expect(throws: ModelError.self) { _ = try ModelCatalogue.model(old, name: "m") }
    #expect(error?.problem == "checkpoints of Treelite 3.8.1 are not read")
  }

  @Test func `a checkpoint cut anywhere is refused`() throws {
    let whole = try bytes("lgb_codes")
    for length in 0..<whole.count {
      #expect(throws: ModelError.self) { try TreeliteCheckpoint.model(Array(whole[..<length])) }
    }
    #expect(throws: ModelError.self) { try TreeliteCheckpoint.model(whole + [0]) }
  }

  @Test(arguments: names)
  func `flipped bytes give an error or a model`(name: String) throws {
    try expectOutcomes(of: bytes(name), flips: 500) { bytes throws(ModelError) in
      try TreeliteCheckpoint.model(bytes)
    }
  }
}
