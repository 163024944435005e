import Synchronization
import Testing
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct SampledRefusalTests {
  static let rows = FeatureMatrix(numbers: [[1, 2, 3], [4, 5, 7], [9, 8, 1]])
  static let sum = ClosureModel(3) { $0.reduce(0, +) }

  static func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "nothing was refused"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a number that is not finite is refused with its row and output`() throws {
    let model = ClosureModel(3, outputs: 2) { x in [1, x[0] == 30 && x[1] < 20 ? .nan : 2] }
    let explainer = try SampledExplainer(model: model, background: Self.rows)
    let message = Self.message {
      _ = try explainer.attributions(of: FeatureMatrix(numbers: [[0, 30], [1, 31], [2, 32]]))
    }
    #expect(message.contains("nan"))
    #expect(message.contains("row 2 with features of row 1 of the background"))
    #expect(message.contains("\"y1\""))
  }

  @Test func `a background that the model answers with infinity is refused`() {
    let model = ClosureModel(3) { 1 / ($0[0] - 2) }
    let message = Self.message { _ = try SampledExplainer(model: model, background: Self.rows) }
    #expect(message.contains("inf to row 2 of the background"))
  }

  @Test func `a model that answers otherwise the second time is refused`() {
    let calls = CallCount()
    let model = ClosureModel(3) { _ in calls.next() }
    let message = Self.message { _ = try SampledExplainer(model: model, background: Self.rows) }
    #expect(message.contains("not deterministic"))
  }

  @Test func `a background without rows is refused`() {
    let none = FeatureMatrix(numbers: [[], [], []])
    let message = Self.message { _ = try SampledExplainer(model: Self.sum, background: none) }
    #expect(message.contains("no rows"))
  }

  @Test func `a background or rows of other columns are refused`() throws {
    let two = FeatureMatrix(numbers: [[1], [2]])
    #expect(
      Self.message { _ = try SampledExplainer(model: Self.sum, background: two) }
        .contains("2 columns"))
    let explainer = try SampledExplainer(model: Self.sum, background: Self.rows)
    #expect(Self.message { _ = try explainer.attributions(of: two) }.contains("2 columns"))
    let texts = FeatureMatrix(
      [.texts(Categories(["a"])), .numbers([1]), .numbers([2])], rowCount: 1)
    #expect(Self.message { _ = try explainer.attributions(of: texts) }.contains("holds texts"))
  }

  @Test func `weights that are none are refused`() {
    for weights in [[1, 1], [0, 0, 0], [1, -1, 3], [1, .nan, 1]] {
      let message = Self.message {
        _ = try SampledExplainer(model: Self.sum, background: Self.rows, weights: weights)
      }
      #expect(message.contains("weights"))
    }
  }

  @Test func `a model without margins has none to share out`() {
    let message = Self.message {
      _ = try SampledExplainer(
        model: PredictionsOnly(), background: Self.rows, scale: .margin)
    }
    #expect(message.contains("no margins"))
  }

  @Test func `a budget below one round is refused with what a round costs`() throws {
    var drawn = SeededRows(seed: 5)
    let background = drawn.matrix(rows: 10, columns: 12)
    let model = ClosureModel(12) { $0.reduce(1, *) }
    let explainer = try SampledExplainer(model: model, background: background)
    let rows = drawn.matrix(rows: 1, columns: 12)
    for method in [SamplingMethod.permutations, .kernel] {
      let message = Self.message {
        _ = try explainer.attributions(
          of: rows, method: method, budget: SamplingBudget(evaluationsPerRow: 100))
      }
      // 10 pairs of 22 composites and the row; or 12 + 2·5 pairs of coalitions.
      #expect(message.contains(method == .kernel ? "441" : "221"))
    }
  }

  @Test func `too many players are not enumerated`() throws {
    var drawn = SeededRows(seed: 5)
    let model = ClosureModel(20) { $0.reduce(0, +) }
    let explainer = try SampledExplainer(
      model: model, background: drawn.matrix(rows: 2, columns: 20))
    let rows = drawn.matrix(rows: 1, columns: 20)
    let message = Self.message { _ = try explainer.attributions(of: rows, method: .exact) }
    #expect(message.contains("20 players"))
  }
}

/// A model without margins.
struct PredictionsOnly: Model {
  var summary: ModelSummary { ModelSummary(format: "none", facts: []) }
  var features: [Feature]? { nil }
  var output: ModelOutput { ModelOutput(.value, task: .regression, names: ["y"]) }

  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    OutputMatrix(values: Array(repeating: 1, count: rows.rowCount), outputCount: 1)
  }
}

/// A number that grows with each call.
final class CallCount: Sendable {
  private let count = Mutex(0.0)

  func next() -> Double {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}
