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
    let tolerances = try Tolerance.ofPredictions(model, rows, fixture.predictions)
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
      (inner as? LinearModel).map { Tolerance.ofMargins($0, encoded) }
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

  private func model(_ name: String) throws -> any Model {
    try SkopsFile.parse(try SkopsFixture.bytes("\(name).skops"), ModelOptions())
  }

  private func problem(_ name: String, _ columns: [FeatureMatrix.Column]) throws -> String? {
    do {
      _ = try model(name).predictions(of: FeatureMatrix(columns, rowCount: 2), threads: 1)
      return nil
    } catch {
      #expect((error as? ModelError)?.kind == .mismatch)
      return (error as? ModelError)?.problem
    }
  }

  @Test func `rows that scikit-learn refuses are refused`() throws {
    let gap: [FeatureMatrix.Column] = [.numbers([1, 2]), .numbers([1, .nan]), .numbers([1, 2])]
    let problem = "the feature \"b\" is missing in 1 of 2 rows, first in row 2, and the model "
    for name in ["ridge", "boost_multi", "logistic_binary"] {
      #expect(try self.problem(name, gap)?.hasPrefix(problem) == true)
    }
    #expect(try self.problem("tree_binary", gap) == nil)
    let numbers = Array(repeating: FeatureMatrix.Column.numbers([1, 2]), count: 4)
    let strange =
      numbers + [.texts(Categories(["red", "mauve"])), .texts(Categories(["S", "S"]))]
    #expect(
      try self.problem("one_hot_error", strange)
        == "the feature \"color\" has the category \"mauve\", which the model was not fitted to and "
        + "refuses")
  }

  @Test func `encoded columns have names, and know the inputs that they are made from`() throws {
    let pipeline = try #require(try model("whole") as? PipelineModel)
    let preprocessing = pipeline.preprocessing
    #expect(preprocessing.inputs.map(\.name) == ["a", "b", "c", "color", "size"])
    #expect(
      preprocessing.outputs.map(\.name) == [
        "a", "b", "c", "a missing", "b missing", "c missing", "color=blue", "color=green",
        "color=pink", "color=red", "color=teal", "size=L", "size=M", "size=S",
      ])
    #expect(
      preprocessing.origins.map { $0.first ?? -1 } == [0, 1, 2, 0, 1, 2, 3, 3, 3, 3, 3, 4, 4, 4])
    #expect(
      pipeline.summary.facts.contains(
        .init("steps", .texts(["ColumnTransformer", "LogisticRegression"]))))
  }

  @Test func `classes have the names that they were fitted with`() throws {
    #expect(try model("logistic_binary").output.classes == ["no", "yes"])
    #expect(try model("logistic_multi").output.names == ["0", "10", "20"])
    #expect(try model("extra_trees_binary").output.classes == ["false", "true"])
    #expect(try model("lightgbm_multi").output.classes == ["0", "10", "20"])
    #expect(try model("svc").output.kind == .score)
    #expect(try model("isolation").output.task == .anomaly)
  }
}
