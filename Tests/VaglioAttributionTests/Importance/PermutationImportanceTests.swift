import Foundation
import Synchronization
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels
import VaglioStatistics

@testable import VaglioAttribution

@Suite struct PermutationImportanceTests {
  private static let draws = SimulatedNumbers(seed: 5)

  /// y = 2a + noise, beside a dummy b and a copy of a.
  private static func data(_ rows: Rows) -> LabelledFeatures<RegressionOutcomes> {
    let a = draws.normals(rows: rows.count, column: 0)
    let noise = draws.normals(rows: rows.count, column: 1)
    return LabelledFeatures(
      FeatureMatrix(numbers: [a, draws.normals(rows: rows.count, column: 2), a]),
      actual: zip(a, noise).map { 2 * $0 + $1 / 2 }, rows: rows)
  }

  private static let slope = FormulaModel(["a", "b", "copy"]) { [2 * $0[0]] }

  private func squared(_ repeats: Int = 5, threads: Int = 1) -> PermutationImportance<
    RegressionOutcomes
  > {
    PermutationImportance(metrics: [.meanSquaredError], repeats: repeats, threads: threads)
  }

  @Test func `two rows swap their values`() throws {
    // Predictions 1 and 3 become 3 and 1: the mean square (4 + 4)/2 = 4, before 0.
    let data = LabelledFeatures(FeatureMatrix(numbers: [[1, 3]]), actual: [1, 3])
    let model = FormulaModel(["x"]) { $0 }
    let found = try squared().importances(of: model, on: data)
    let entry = try #require(found.entry("x", "mean_squared_error"))
    #expect(entry.original == 0)
    #expect(entry.shuffled == 4)
    #expect(entry.importance.value == 4)
    #expect(entry.shuffleError == 0)
  }

  @Test func `a feature that the model ignores has importance 0 for certain`() throws {
    let found = try squared().importances(of: Self.slope, on: Self.data(Rows(count: 100)))
    let dummy = try #require(found.entry("b", "mean_squared_error"))
    #expect(dummy.importance.value == 0)
    #expect(dummy.importance.interval?.contains(0) == true)
    #expect(dummy.importance.interval?.method == "identical")
    #expect(dummy.test?.pValue == 1)
    let used = try #require(found.entry("a", "mean_squared_error"))
    #expect((used.importance.interval?.lower ?? 0) > 0)
    // Two features are not used: 3 × the p-value by Holm.
    #expect(used.test?.family == 3)
    #expect(used.test?.adjustedPValue == used.test.map { min(1, 3 * $0.pValue) })
  }

  @Test func `the change is that of the metric on the shuffled rows`() throws {
    let data = Self.data(Rows(count: 40))
    let found = try squared(2).importances(of: Self.slope, on: data)
    guard case .numbers(let a) = data.features.columns[0] else { return }
    let noise = Self.draws.normals(rows: 40, column: 1)
    let means = (0..<2).map { repetition in
      let donors = RowShuffle(rows: data.rows, seed: 7).donors(group: "a", repetition: repetition)
      return (0..<40).reduce(0.0) { sum, row in
        let error = 2 * a[row] + noise[row] / 2 - 2 * a[Int(donors[row])]
        return sum + error * error / 40
      }
    }
    let entry = try #require(found.entry("a", "mean_squared_error"))
    // Sums of 40 terms: 40 roundings of their size.
    #expect(abs((entry.shuffled ?? 0) - (means[0] + means[1]) / 2) < 40 * 0x1p-52 * means[0])
    #expect(
      abs((entry.shuffleError ?? 0) - abs(means[0] - means[1]) / 2) < 80 * 0x1p-52 * means[0])
    #expect(entry.difference == entry.importance.value)
  }

  @Test func `a gain is lost, a loss is gained`() throws {
    let data = Self.data(Rows(count: 200))
    let found = try PermutationImportance(metrics: [.r2, .meanAbsoluteError, .bias])
      .importances(of: Self.slope, on: data)
    let gain = try #require(found.entry("a", "r2"))
    let loss = try #require(found.entry("a", "mean_absolute_error"))
    #expect(try #require(gain.importance.value) > 0)
    #expect(gain.difference == gain.importance.value.map { -$0 })
    #expect(try #require(loss.importance.value) > 0)
    // Shuffling one feature of a linear model leaves the mean prediction.
    let bias = try #require(found.entry("a", "bias"))
    #expect(abs(try #require(bias.importance.value)) < 1e-12)
  }

  @Test func `copies of a feature are shuffled together`() throws {
    let data = Self.data(Rows(count: 100))
    let model = FormulaModel(["a", "b", "copy"]) { [$0[0] + $0[2]] }
    let groups = FeatureGroups(names: ["a", "b"], groupOfFeature: [0, 1, 0])
    let together = try squared().importances(of: model, on: data, groups: groups)
    let alone = try squared().importances(of: Self.slope, on: data)
    #expect(together.entry("a", "mean_squared_error")?.importance.value != nil)
    #expect(
      together.entry("a", "mean_squared_error")?.importance
        == alone.entry("a", "mean_squared_error")?.importance)
    let apart = try squared().importances(of: model, on: data)
    let whole = try #require(together.entry("a", "mean_squared_error")?.importance.value)
    #expect(try #require(apart.entry("a", "mean_squared_error")?.importance.value) < whole / 3)
  }

  @Test(arguments: [2, 3, 7])
  func `threads leave every bit`(threads: Int) throws {
    let data = Self.data(Rows(count: 300))
    let one = try squared().importances(of: Self.slope, on: data)
    let many = try squared(threads: threads).importances(of: Self.slope, on: data)
    #expect(one.entries == many.entries)
  }

  @Test func `the order of rows leaves every bit`() throws {
    let count = 120
    let keys = (0..<count).map { UInt64($0 * 7 + 1) }
    let data = Self.data(Rows(count: count, keys: keys))
    let turned = (0..<Int32(count)).map { $0 * 7 % Int32(count) }
    let actual = try data.outcomes(
      OutputMatrix(values: Array(repeating: 0, count: count), outputCount: 1)
    )
    .actual
    let other = LabelledFeatures(
      data.features.gathered(turned), actual: turned.map { actual[Int($0)] },
      rows: data.rows.taking(turned))
    let first = try squared().importances(of: Self.slope, on: data)
    let second = try squared().importances(of: Self.slope, on: other)
    #expect(first.entries == second.entries)
  }

  @Test func `hostile names read back`() throws {
    let name = "a[b,c=d]%2C\n"
    let model = FormulaModel([name]) { $0 }
    let data = LabelledFeatures(FeatureMatrix(numbers: [[1, 2, 3]]), actual: [1, 2, 3])
    let found = try PermutationImportance(metrics: [.meanPinballLoss(alpha: 0.9)])
      .importances(of: model, on: data)
    let measure = found.findings(subject: .model)[0].measure
    let read = try #require(MetricName(measure))
    #expect(read.base == "permutation_importance")
    #expect(read.options == ["feature": name, "metric": "mean_pinball_loss[alpha=0.9]"])
  }
}

extension PermutationImportanceTests {
  /// A probability that hangs on a and c.
  private static let classifier = FormulaModel(
    ["a", "b", "c"], kind: .probability, task: .binary
  ) { [1 / (1 + exp(-2 * $0[0] + $0[1] / 2))] }

  private static func binary(_ rows: Rows) -> LabelledFeatures<BinaryOutcomes> {
    let columns = (0..<3).map { draws.normals(rows: rows.count, column: $0) }
    let labels = (0..<rows.count).map { row in
      UInt8(draws.uniform(row, 9) < 1 / (1 + exp(-2 * columns[0][row])) ? 1 : 0)
    }
    return LabelledFeatures(FeatureMatrix(numbers: columns), labels: labels, rows: rows)
  }

  private static let designs: [Rows] = [
    Rows(count: 150), Rows(count: 150, clusters: (0..<150).map { Int32($0 / 5) }),
    Rows(
      count: 150, weights: Weights((0..<150).map { Double($0 % 4) + 0.5 }, kind: .importance)),
    Rows(count: 150, weights: Weights((0..<150).map { Double($0 % 4) }, kind: .frequency)),
  ]

  @Test(arguments: 0..<4)
  func `every binary metric has an importance, or says why not`(design: Int) throws {
    let resampled: Set = [
      "expected_calibration_error", "hosmer_lemeshow", "maximum_calibration_error",
      "optimal_threshold", "precision_at_recall", "recall_at_precision",
      "smooth_calibration_error", "spiegelhalter_z",
    ]
    let metrics = MetricCatalogue.binary.filter { !resampled.contains($0.name) }
    let found = try PermutationImportance(metrics: metrics, repeats: 3)
      .importances(of: Self.classifier, on: Self.binary(Self.designs[design]))
    #expect(found.entries.count == 3 * metrics.count)
    check(found)
    // What hangs on labels alone does not change, nor what counts the few rows at the top.
    let without = Set(found.entries.filter { $0.importance.interval == nil }.map(\.metric))
    #expect(without.isSubset(of: ["precision_at_k", "prevalence", "uncertainty"]))
  }

  @Test func `a metric without influence function is resampled`() throws {
    let found = try PermutationImportance(metrics: [.precisionAtRecall()], repeats: 2)
      .importances(of: Self.classifier, on: Self.binary(Rows(count: 60)))
    let entry = found.entries[0]
    let interval = try #require(entry.importance.interval)
    #expect(interval.method == "permutation-bootstrap-percentile")
    #expect(interval.width > 0)
    #expect(interval.contains(try #require(entry.importance.value)))
  }

  @Test func `every metric of numbers and classes has an importance, or says why not`() throws {
    let numbers = Self.data(Rows(count: 80))
    check(
      try PermutationImportance(metrics: MetricCatalogue.regression, repeats: 2)
        .importances(of: Self.slope, on: numbers))
    let model = FormulaModel(
      ["a", "b", "c"], outputs: ["x", "y", "z"], kind: .probability, task: .multiclass
    ) { row in
      let exps = row.map { exp($0) }
      return exps.map { $0 / exps.reduce(0, +) }
    }
    let columns = (0..<3).map { Self.draws.normals(rows: 90, column: $0) }
    let classes = LabelledFeatures(
      FeatureMatrix(numbers: columns), classes: ["x", "y", "z"],
      labels: (0..<90).map { Int32($0 % 3) })
    check(
      try PermutationImportance(metrics: MetricCatalogue.multiclass, repeats: 2)
        .importances(of: model, on: classes))
  }

  private func check(_ found: PermutationImportances) {
    for entry in found.entries {
      switch entry.importance {
      case .undefined(let reason): #expect(!reason.reason.isEmpty)
      case .value(let value, let uncertainty):
        #expect(uncertainty.map { $0.interval.contains(value) } ?? !entry.notes.isEmpty)
      }
    }
    let exhibit = found.exhibit(subject: .model)
    #expect(exhibit.series.values.allSatisfy { $0.count == found.entries.count })
  }

  @Test func `the error of few shuffles is that of many, and more`() throws {
    let data = Self.data(Rows(count: 400))
    let errors = try [2, 40].map { repeats in
      let entry = try #require(
        try squared(repeats).importances(of: Self.slope, on: data)
          .entry("a", "mean_squared_error"))
      return (try #require(entry.rowError), try #require(entry.shuffleError))
    }
    // What the rows are to blame for is the same however often they are shuffled: the exact value
    // is 16·√(2/400) ≈ 1.13 for ψ = 4(a² − 1)·2, within a fifth.
    #expect(abs(errors[0].0 / errors[1].0 - 1) < 0.2)
    #expect(errors[1].1 < errors[0].1)
  }

  @Test func `bad input is refused by its name`() throws {
    let none = LabelledFeatures(FeatureMatrix(numbers: [[1]]), actual: [1])
    let model = FormulaModel(["x"]) { $0 }
    #expect(throws: AttributionError.self) { try squared().importances(of: model, on: none) }
    let two = LabelledFeatures(FeatureMatrix(numbers: [[1, 2]]), actual: [1, 2])
    let sick = FormulaModel(["x"]) { [$0[0] > 1 ? .nan : 1] }
    #expect(throws: AttributionError.self) { try squared().importances(of: sick, on: two) }
    let weightless = LabelledFeatures(
      FeatureMatrix(numbers: [[1, 2]]), actual: [1, 2],
      rows: Rows(count: 2, weights: Weights([0, 0], kind: .importance)))
    #expect(throws: AttributionError.self) { try squared().importances(of: model, on: weightless) }
    let wide = LabelledFeatures(FeatureMatrix(numbers: [[1, 2], [1, 2]]), actual: [1, 2])
    #expect(throws: AttributionError.self) { try squared().importances(of: model, on: wide) }
    let calls = Mutex(0.0)
    let fickle = FormulaModel(["x"]) { _ in
      [
        calls.withLock {
          $0 += 1
          return $0
        }
      ]
    }
    #expect(throws: AttributionError.self) { try squared().importances(of: fickle, on: two) }
    let scores = FormulaModel(["x"]) { [$0[0] * 5] }
    let labels = LabelledFeatures(FeatureMatrix(numbers: [[1, 2]]), labels: [0, 1])
    #expect(throws: AttributionError.self) {
      try PermutationImportance(metrics: [.logLoss]).importances(of: scores, on: labels)
    }
  }

  @Test func `one class leaves ranking undefined and says so`() throws {
    let data = LabelledFeatures(FeatureMatrix(numbers: [[1, 2, 3]]), labels: [1, 1, 1])
    let found = try PermutationImportance(metrics: [.rocAUC])
      .importances(of: FormulaModel(["x"]) { $0 }, on: data)
    #expect(found.entries[0].importance.undefined != nil)
  }

  @Test func `constant and missing features have importance 0`() throws {
    let data = LabelledFeatures(
      FeatureMatrix(numbers: [[1, 2, 3], [4, 4, 4], [.nan, .nan, .nan]]), actual: [1, 2, 4])
    let model = FormulaModel(["x", "constant", "missing"]) {
      [$0[0] + $0[1] + ($0[2].isNaN ? 1 : $0[2])]
    }
    let found = try squared().importances(of: model, on: data)
    #expect(found.entry("constant", "mean_squared_error")?.importance.value == 0)
    #expect(found.entry("missing", "mean_squared_error")?.importance.value == 0)
  }
}
