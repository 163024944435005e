import Testing
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct LinearExplainerTests {
  static func model(
    _ coefficients: [Double], _ intercepts: [Double], link: Link = .identity,
    ignoresMissing: Bool = false
  ) -> LinearModel {
    let count = coefficients.count / intercepts.count
    return LinearModel(
      coefficients: coefficients, intercepts: intercepts,
      features: (0..<count).map { Feature("x\($0)") }, link: link,
      output: ModelOutput(.value, task: .regression, names: intercepts.indices.map { "y\($0)" }),
      ignoresMissing: ignoresMissing, summary: ModelSummary(format: "linear", facts: []))
  }

  @Test func `a coefficient times the distance from the mean`() throws {
    // Means 2 and 5; margins 1 + 2x₀ − x₁ and 3x₀.
    let explainer = try LinearExplainer(
      model: Self.model([2, -1, 3, 0], [1, 0]),
      background: FeatureMatrix(numbers: [[1, 3], [4, 6]]))
    let found = try explainer.attributions(of: FeatureMatrix(numbers: [[5], [5]]))
    #expect(found.values == [6, 0, 9, 0])
    #expect(found.baseValues == [0, 6])
    #expect(found.sum(row: 0, output: 0) == 6)
    // 2·1 and 1·1 with s² = 2 and m = 2: the errors are 2 and 1.
    #expect(found.errors?.background == [2, 1, 3, 0])
  }

  @Test func `sampled attributions are the same, with one pair`() throws {
    var drawn = SeededRows(seed: 3)
    let model = Self.model((0..<12).map { _ in drawn.number() }, [0.5, -1])
    let (background, rows) = (drawn.matrix(rows: 9, columns: 6), drawn.matrix(rows: 3, columns: 6))
    let linear = try LinearExplainer(model: model, background: background)
      .attributions(of: rows)
    let sampled = try SampledExplainer(model: model, background: background, scale: .margin)
      .attributions(
        of: rows, method: .permutations,
        budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 9 * 10 + 1))
    #expect(sampled.account.rounds == [1, 1, 1])
    for (value, other) in zip(sampled.attributions.values, linear.values) {
      #expect(abs(value - other) < 1e-14)
    }
    for (error, other) in zip(
      sampled.attributions.errors?.total ?? [], linear.errors?.background ?? [])
    { #expect(abs(error - other) < 1e-14) }
  }

  /// Standardised age, and indicators of red and blue.
  static let pipeline = PipelineModel(
    Preprocessing(
      inputs: [Feature("age"), Feature("color", kind: .text)],
      steps: [
        .arithmetic(of: 0, [.subtract(40), .divide(10)]),
        .coded(1, Coding(.texts(["red"]), codes: [1], missing: nil, unknown: 0)),
        .coded(1, Coding(.texts(["blue"]), codes: [1], missing: nil, unknown: 0)),
      ],
      outputs: [.init(3, name: "red"), .init(2, name: "age"), .init(4, name: "blue")]),
    model([2, 3, -5], [1], link: .logistic(slope: 1)),
    summary: ModelSummary(format: "pipeline", facts: []))

  @Test func `a pipeline's inputs get what their columns do`() throws {
    // Mean red and blue 1/2 and 1/4; mean standardised age 1.
    let background = FeatureMatrix(
      [.numbers([50, 50, 40, 60]), .texts(Categories(["red", "red", "blue", "green"]))],
      rowCount: 4)
    let rows = FeatureMatrix([.numbers([70]), .texts(Categories(["blue"]))], rowCount: 1)
    let found = try LinearExplainer(model: Self.pipeline, background: background)
      .attributions(of: rows)
    // 3·(3 − 1); 2·(0 − 1/2) − 5·(1 − 1/4)
    #expect(found.features == ["age", "color"])
    #expect(found.values == [6, -4.75])
    let sampled = try SampledExplainer(
      model: Self.pipeline, background: background, scale: .margin
    ).attributions(of: rows).attributions
    #expect(zip(sampled.values, found.values).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(throws: AttributionError.self) {
      try LinearExplainer(model: Self.pipeline, background: background, scale: .prediction)
    }
  }

  @Test func `what is not linear is refused by its name`() throws {
    let background = FeatureMatrix(numbers: [[1, 2], [3, 4]])
    let message = SampledRefusalTests.message {
      _ = try LinearExplainer(model: ClosureModel(2) { $0[0] }, background: background)
    }
    #expect(message.contains("not linear (function)"))
    let normalised = PipelineModel(
      Preprocessing(
        inputs: [Feature("a"), Feature("b")],
        steps: [.norm(of: [0, 1], .l2), .quotient(of: 0, by: 2), .quotient(of: 1, by: 2)],
        outputs: [.init(3, name: "a"), .init(4, name: "b")]),
      Self.model([1, 1], [0]), summary: ModelSummary(format: "pipeline", facts: []))
    let mixed = SampledRefusalTests.message {
      _ = try LinearExplainer(model: normalised, background: background)
    }
    #expect(mixed.contains("made from 2 inputs"))
  }

  @Test func `missing values count as the model counts them, or are refused`() throws {
    let background = FeatureMatrix(numbers: [[1, .nan], [3, 5]])
    #expect(throws: AttributionError.self) {
      try LinearExplainer(model: Self.model([1, 1], [0]), background: background)
    }
    let found = try LinearExplainer(
      model: Self.model([2, 1], [0], ignoresMissing: true), background: background
    ).attributions(of: FeatureMatrix(numbers: [[.nan], [4]]))
    // Means 1/2 and 4: 2·(0 − 1/2).
    #expect(found.values == [-1, 0])
  }
}
