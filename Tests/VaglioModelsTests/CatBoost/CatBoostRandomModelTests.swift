import Foundation
import Testing

@testable import VaglioModels

/// Random models trained by CatBoost itself. Slow: set VAGLIO_SLOW=1, and VAGLIO_CATBOOST to a Python
/// with catboost.
@Suite(
  .enabled(if: RandomModels.environment["VAGLIO_SLOW"] == "1"),
  .enabled(
    "needs a Python with catboost: set VAGLIO_CATBOOST",
    { RandomModels.environment["VAGLIO_CATBOOST"] != nil }))
struct CatBoostRandomModelTests {
  @Test func `random models have CatBoost's margins and predictions`() throws {
    let python = try #require(RandomModels.environment["VAGLIO_CATBOOST"])
    try RandomModels.train(python, "catboost") { path in
      let model = try RandomModels.model(path, "json")
      let rows = try RandomModels.rows(path, of: model)
      let name = path.lastPathComponent
      let margins = try RandomModels.numbers(path, "margin").map { [$0] }
      let own = try model.margins(of: rows, threads: 2)
      #expect(distance(own, margins) == 0, "\(name) \(model.summary.facts)")
      let expected = try RandomModels.numbers(path, "pred").map { [$0] }
      let predictions = try model.predictions(of: rows, threads: 2)
      let limit = CatBoostJSONTests.predictionLimit(model.link, margins)
      #expect(ulps(predictions, expected) <= limit, "\(name) \(model.summary.facts)")
    }
  }
}
