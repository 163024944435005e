import FoundationEssentials
import Testing
import VaglioTables

@testable import VaglioModels

/// Models that scikit-learn 1.9.1 fitted and skops 0.16 saved, against what scikit-learn predicts.
struct SkopsGoldenTests {
  @Test(arguments: SkopsFixture.all)
  func `predictions are scikit-learn's`(_ fixture: SkopsFixture) throws {
    let model = try fixture.model()
    let rows = try fixture.rows(for: model)
    let predictions = try model.predictions(of: rows, threads: 1)
    #expect(predictions.outputCount == model.output.names.count)
    try #require(predictions.values.count == fixture.predictions.count)
    let tolerances = try fixture.tolerances(model, rows)
    for (index, (own, their)) in zip(predictions.values, fixture.predictions).enumerated() {
      let isClose = (own - their).magnitude <= tolerances[index]
      #expect(isClose, "value \(index): \(own), not \(their)")
      if !isClose { break }
    }
  }

  @Test(arguments: SkopsFixture.all.filter { $0.margins != nil })
  func `margins are scikit-learn's decision function`(_ fixture: SkopsFixture) throws {
    let model = try #require(try fixture.model() as? any MarginModel)
    let rows = try fixture.rows(for: model)
    let margins = try model.margins(of: rows, threads: 1)
    let inner = (model as? PipelineModel)?.inner ?? model
    let encoded = try (model as? PipelineModel)?.preprocessing.encoded(rows) ?? rows
    let theirs = try #require(fixture.margins)
    let tolerances =
      (inner as? LinearModel).map { SkopsFixture.marginTolerances($0, encoded) }
      ?? theirs.map { _ in 0 }
    for (index, their) in theirs.enumerated() {
      #expect((margins.values[index] - their).magnitude <= tolerances[index])
    }
  }

  /// Stored files with the predictions for the rows of a table that has missing values.
  @Test(arguments: [("sk_rf", 0.0), ("sk_hgb", 4 * 0x1p-52)])
  func `stored files are read like deflated ones`(name: String, tolerance: Double) throws {
    let model = try SkopsFile.parse(try SkopsFixture.bytes("\(name).skops"), ModelOptions())
    let table = try TableReader().read(
      [SkopsFixture.folder.appending(path: "input20.csv").path])
    let rows = try FeatureMatch(try #require(model.features), in: table, file: name).rows
    let oracle = DocumentPlace(
      root: try JSONDocument.document(try SkopsFixture.bytes("\(name).oracle.json")))
    let predictions = try model.predictions(of: rows, threads: 1)
    for (row, place) in try oracle["proba"].elements().enumerated() {
      let theirs = try place.numbers()
      let own = (0..<predictions.outputCount).map { predictions.column($0)[row] }
      for (own, their) in zip(own, theirs.count == 2 ? [theirs[1]] : theirs) {
        #expect((own - their).magnitude <= tolerance)
      }
    }
  }
}
