import Testing
import VaglioFindings
import VaglioModels
import VaglioStatistics
import VaglioTables

@testable import VaglioAttribution

/// What may change, and what is refused.
extension CounterfactualSearchTests {
  @Test func `where nothing can be changed, that is the answer`() throws {
    let model = FunctionModel(2) { $0[0] + $0[1] - 5 }
    let reference = [[0.0, 1], [0.0, 1]]
    let held = try search(
      model, [0, 0], reference: reference,
      constraints: CounterfactualConstraints().holding(["f0", "f1"]))
    #expect(held.found.isEmpty && held.searched.choices.isEmpty)
    #expect(held.searched.fixed == ["f0", "f1"])
    let impossible = try search(model, [0, 0], reference: reference)
    #expect(impossible.found.isEmpty && impossible.searched.isComplete)
    #expect(impossible.nearest == -3)
    #expect(impossible.exhibit(.model) == nil)
    #expect(impossible.json["nearest"]?.number == -3)
  }

  @Test func `one-hot groups change together, to patterns that were seen`() throws {
    // Job a, b or c; c was never seen. b is worth 1.
    let model = FunctionModel(4) { $0[1] + 2 * $0[2] + 0.3 * $0[3] - 0.5 }
    let reference = [[1.0, 0, 1], [0.0, 1, 0], [0.0, 0, 0], [0.0, 1, 1]]
    let constraints = CounterfactualConstraints(groups: ["job": ["f0", "f1", "f2"]])
    let result = try search(
      model, [1, 0, 0, 0], reference: reference, constraints: constraints)
    #expect(result.found.count == 1)
    #expect(
      result.found[0].changes == [
        .init(feature: "f0", from: .number(1), to: .number(0)),
        .init(feature: "f1", from: .number(0), to: .number(1)),
      ])
    #expect(result.found[0].distance == 1)
    let held = try search(
      model, [1, 0, 0, 0], reference: reference, constraints: constraints.holding(["f1"]))
    #expect(held.found.isEmpty)
    #expect(held.searched.choices.map(\.name) == ["f3"])
  }

  @Test func `texts change to texts that were seen`() throws {
    // Outputs are the lengths of texts.
    let model = FunctionModel(1) { $0[0] }
    let result = try CounterfactualSearch(
      model, rows: FeatureMatrix([.texts(Categories(["own"]))], rowCount: 1), row: 0,
      reference: FeatureMatrix([.texts(Categories(["ab", "abcde", "abcdef", nil]))], rowCount: 4),
      threshold: DecisionThreshold(5))
    let found = try #require(result.found.first)
    #expect(found.changes == [.init(feature: "f0", from: .text("own"), to: .text("abcde"))])
    let exhibit = try #require(result.exhibit(.model))
    #expect(exhibit.words("to") == ["abcde"])
    #expect(exhibit.series.values.allSatisfy { $0.count == 1 })
  }

  @Test func `a missing number may be filled at the cost of a category`() throws {
    let model = FunctionModel(1) { $0[0].isNaN ? -1 : $0[0] - 3 }
    let result = try search(model, [.nan], reference: [[1, 2, 3, 4]])
    let found = try #require(result.found.first)
    #expect(found.changes == [.init(feature: "f0", from: .missing, to: .number(3))])
    #expect(found.distance == 1)
  }

  @Test func `an output on the threshold is on the upper side`() throws {
    let model = FunctionModel(1) { $0[0] }
    // From 5 down to below 3: 3 itself doesn't do, in whole numbers 2 does.
    let result = try search(model, [5], reference: [[0, 1, 2, 3, 4, 5]], at: 3)
    #expect(result.found.first?.changes.map(\.to) == [.number(2)])
    let up = try search(model, [1], reference: [[0, 1, 2, 3, 4, 5]], at: 3)
    #expect(up.found.first?.changes.map(\.to) == [.number(3)])
  }

  @Test func `units are the median deviation, then half the quartiles, then the range`() {
    #expect(NumberScale.unit([1, 2, 3, 4, 5]) == 1)
    // Median 0, deviations 0 0 0 1 1 → 0; quartiles 0 and 1.
    #expect(NumberScale.unit([0, 0, 0, 1, 1]) == 0.5)
    #expect(NumberScale.unit([0, 0, 0, 0, 0, 4]) == 4)
    #expect(NumberScale.unit([7, 7]) == 1)
  }

  @Test func `weights and sparsity choose between features`() throws {
    let model = FunctionModel(2) { $0[0] + $0[1] - 1 }
    let reference = [[0.0, 1, 2, 3], [0.0, 1, 2, 3]]
    var constraints = CounterfactualConstraints()
    constraints.rules["f0"] = .init()
    constraints.rules["f0"]?.weight = 2
    let result = try search(model, [0, 0], reference: reference, constraints: constraints)
    #expect(result.found.first?.changes.map(\.feature) == ["f1"])
    // Squares: one change of 2 costs 2 units, two changes of 1 the same: sparsity decides.
    let sum = FunctionModel(2) { $0[0] + $0[1] - 2 }
    #expect(try search(sum, [0, 0], reference: reference).found[0].changes.count == 1)
  }

  @Test func `dearer ways are found beside cheap ones with needless changes`() throws {
    // f0 alone is cheap, and so is f0 with any of the others; f1 alone is dear.
    let model = FunctionModel(8) { 3 * $0[0] + $0[1] + 0.01 * $0[2...].reduce(0, +) - 2.5 }
    let reference = (0..<8).map { _ in (0..<41).map { Double($0) / 10 } }
    for budget in [5000, 2_000_000] {
      let result = try search(model, [Double](repeating: 0, count: 8), reference: reference) {
        ($0.budget, $0.count) = (budget, 2)
      }
      #expect(result.found.map { $0.changes.map(\.feature) } == [["f0"], ["f1"]])
    }
  }

  @Test func `many features are searched within bounds`() throws {
    let count = 3000
    let model = FunctionModel(count) { $0[1234] - 0.5 }
    let reference = (0..<count).map { _ in [0.0, 0.25, 1] }
    let result = try search(model, [Double](repeating: 0, count: count), reference: reference) {
      $0.budget = 12_000
    }
    #expect(result.found.first?.changes.map(\.feature) == ["f1234"])
    #expect(result.searched.evaluations < 13_000)
  }

  @Test func `what can't be searched is refused by name`() {
    func refusal(
      _ row: [Double] = [0, 0], reference: [[Double]] = [[0, 1], [0, 1]],
      constraints: CounterfactualConstraints = .init(),
      model: FunctionModel = FunctionModel(2) { $0[0] - 0.5 }
    ) -> String {
      do {
        _ = try search(model, row, reference: reference, constraints: constraints)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      refusal(constraints: CounterfactualConstraints(rules: ["g0": .init()]))
        == "the constraints name \"g0\", which is no feature of the model (did you mean \"f0\"?)")
    #expect(refusal([0]) == "the rows have 1 features, the model takes 2")
    #expect(refusal(reference: [[], []]) == "the background has no rows")
    #expect(
      refusal(model: FunctionModel(2) { $0[0] > 0.3 ? .nan : 0 }).hasPrefix(
        "the model says nan of changed row"))
    var rule = CounterfactualConstraints.Rule()
    rule.weight = 0
    #expect(
      refusal(constraints: CounterfactualConstraints(rules: ["f0": rule]))
        == "the weight of \"f0\" is 0.0; a change costs something")
    #expect(
      refusal(constraints: CounterfactualConstraints(groups: ["a": ["f0"]]))
        == "the one-hot group \"a\" has fewer than two features")
  }
}
