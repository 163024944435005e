import Foundation
import Testing

@testable import VaglioModels

/// Random models trained by LightGBM itself. Slow: set VAGLIO_SLOW=1, and VAGLIO_LIGHTGBM to a Python
/// with lightgbm and pandas.
@Suite(
  .enabled(if: RandomModels.environment["VAGLIO_SLOW"] == "1"),
  .enabled(
    "needs a Python with lightgbm: set VAGLIO_LIGHTGBM",
    { RandomModels.environment["VAGLIO_LIGHTGBM"] != nil }))
struct LightGBMRandomModelTests {
  @Test func `random models have LightGBM's margins and predictions`() throws {
    let python = try #require(RandomModels.environment["VAGLIO_LIGHTGBM"])
    try RandomModels.train(python, "lightgbm") { path in
      let model = try RandomModels.model(path, "txt")
      // Files that leave open whose the categories of pandas are say so, and take codes alone.
      if model.summary.notes.contains(where: { $0.contains("does not tell whose") }) { return }
      let rows = try RandomModels.rows(path, of: model)
      let divisor = model.ensemble.isMean ? model.ensemble.divisors[0] : 1
      let margins = try RandomModels.numbers(path, "margin").map { [$0 / divisor] }
      let name = path.lastPathComponent
      let own = try model.margins(of: rows, threads: 2)
      #expect(distance(own, margins) == 0, "\(name) \(model.summary.facts)")
      let expected = try RandomModels.numbers(path, "pred").map { [$0] }
      let predictions = try model.predictions(of: rows, threads: 2)
      // See LightGBMTextTests; exp(m) overflows there, and version 2 rounds 1 + exp(m).
      if model.link == .softplus {
        for (value, wanted) in zip(predictions.values, expected.joined()) where wanted.isFinite {
          #expect(abs(value - wanted) <= max(2 * wanted.ulp, 0x1p-52), "\(name)")
        }
      } else {
        #expect(distance(predictions, expected) == 0, "\(name) \(model.summary.facts)")
      }
    }
  }
}
