import Testing
import VaglioAttribution
import VaglioModels

/// The attributions of the difference of two models.
@Suite struct AttributionsDifferenceTests {
  /// One row, two features, whose classes are as they are named.
  private static func attributions(
    _ outputs: [String], _ values: [Double], base: [Double], features: [String] = ["a", "b"]
  ) -> Attributions {
    Attributions(
      features: features, outputs: outputs, scale: .margin, values: values, baseValues: base)
  }

  @Test func `classes are matched by name whatever their order`() throws {
    let first = Self.attributions(["no", "yes"], [1, 2, 30, 40], base: [100, 200])
    // yes: a 10, b 20, base 50; no: c 5, a 7, base 9.
    let second = Self.attributions(
      ["yes", "no"], [3, 10, 5, 7], base: [50, 9], features: ["c", "a"])
    let told = try first.less(second)
    #expect(told.features == ["a", "b", "c"])
    #expect(told.outputs == ["no", "yes"])
    // no: a 1 − 7, b 2, c −5, base 100 − 9; yes: a 30 − 10, b 40, c −3, base 200 − 50.
    #expect(told.values == [-6, 2, -5, 20, 40, -3])
    #expect(told.baseValues == [91, 150])
  }

  @Test func `the only outputs match whatever they are called`() throws {
    let told = try Self.attributions(["y"], [1, 2], base: [3])
      .less(Self.attributions(["margin"], [10, 20], base: [30]))
    #expect(told.values == [-9, -18] && told.baseValues == [-27] && told.outputs == ["y"])
  }

  @Test func `other classes, rows, and scales are refused by name`() {
    let own = Self.attributions(["no", "yes"], [1, 2, 3, 4], base: [0, 0])
    let other = Self.attributions(["no", "maybe"], [1, 2, 3, 4], base: [0, 0])
    #expect(
      throws: AttributionError.refused(
        "the outputs of one model are no, yes and of the other no, maybe, which have no difference")
    ) { try own.less(other) }
    #expect(throws: AttributionError.self) {
      try own.less(Self.attributions(["no", "no"], [1, 2, 3, 4], base: [0, 0]))
    }
    #expect(throws: AttributionError.self) {
      try Self.attributions(["no", "no"], [1, 2, 3, 4], base: [0, 0]).less(own)
    }
    #expect(
      throws: AttributionError.refused(
        "attributions of 1 rows (margin) and of 2 (margin) have no difference")
    ) {
      try own.less(
        Self.attributions(["no", "yes"], [1, 2, 3, 4, 5, 6, 7, 8], base: [0, 0]))
    }
  }

  @Test func `two models whose classes stand in other orders differ class by class`() throws {
    var drawn = DrawnEnsemble(seed: 12, features: 3, outputs: 3)
    let (candidate, production) = (
      try drawn.ensemble(trees: 6, depth: 3), try drawn.ensemble(trees: 5, depth: 3)
    )
    let rows = FeatureMatrix(numbers: drawn.rows(12).columns)
    let (first, second) = (
      Self.model(candidate, classes: ["x", "y", "z"]),
      Self.model(production, classes: ["z", "x", "y"])
    )
    let explainers = (try TreeModelExplainer(first), try TreeModelExplainer(second))
    let told = try TreeModelDifference(explainers.0, less: explainers.1)
      .attributions(of: rows, rows, threads: 1)
    let (one, two) = (
      try explainers.0.attributions(of: rows, threads: 1),
      try explainers.1.attributions(of: rows, threads: 1)
    )
    #expect(told == (try one.less(two)))
    let margins = (
      try first.margins(of: rows, threads: 1), try second.margins(of: rows, threads: 1)
    )
    for row in 0..<12 {
      for (output, other) in [(0, 1), (1, 2), (2, 0)] {
        let difference =
          margins.0.values[row * 3 + output] - margins.1.values[row * 3 + other]
        // Sums of at most 11 leaves below 2, three bases below 3, and 6 attributions.
        #expect(abs(told.sum(row: row, output: output) - difference) < 1e-12)
      }
    }
  }

  private static func model(_ ensemble: TreeEnsemble, classes: [String]) -> TreeModel {
    TreeModel(
      ensemble, features: ["a", "b", "c"].map { Feature($0) }, link: .softmax,
      output: ModelOutput(
        .probability, task: .multiclass, names: classes, classes: classes),
      summary: ModelSummary(format: "drawn", facts: []))
  }
}
