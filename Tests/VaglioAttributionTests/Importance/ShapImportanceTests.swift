import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

@Suite struct ShapImportanceTests {
  /// Four rows, two features.
  private static let attributions = Attributions(
    features: ["a", "b"], outputs: ["y"], scale: .margin,
    values: [1, 0, -3, 0, 2, 0, -2, 0], baseValues: [0])

  @Test func `the mean of absolute values, by hand`() throws {
    let found = try ShapImportance(
      of: Self.attributions, values: FeatureMatrix(numbers: [[1, -3, 2, -2], [1, 2, 3, 4]]))
    let (a, b) = (found.entries[0], found.entries[1])
    // (1 + 3 + 2 + 2)/4 = 2, squares 1 + 1 about it: error √(2/12).
    #expect(a.importance.value == 2)
    #expect(abs(try #require(a.importance.standardError) - (2.0 / 12).squareRoot()) < 1e-15)
    #expect(a.share?.value == 1)
    #expect(a.mean.value == -0.5)
    #expect(abs(try #require(a.correlation?.value) - 1) < 1e-15)
    #expect(b.importance.value == 0)
    #expect(b.importance.lower == 0 && b.importance.upper == 0)
    #expect(b.correlation == nil)
    #expect(found.findings(subject: .model)[0].measure == "shap_importance[feature=a]")
  }

  @Test func `a cohort is its rows alone`() throws {
    let found = try ShapImportance(of: Self.attributions, cohort: [1, 3])
    #expect(found.entries[0].importance.value == 2.5)
    #expect(found.rowCount == 2)
    #expect(throws: AttributionError.self) {
      try ShapImportance(of: Self.attributions, cohort: [])
    }
  }

  @Test func `weights count rows, clusters join them`() throws {
    let weighted = try ShapImportance(
      of: Self.attributions,
      design: Rows(count: 4, weights: Weights([3, 1, 0, 0], kind: .frequency)))
    #expect(weighted.entries[0].importance.value == 1.5)
    // |φ| = 1, 3 | 2, 2: sums about the mean 0 and 0, no error.
    let clustered = try ShapImportance(
      of: Self.attributions, design: Rows(count: 4, clusters: [0, 0, 1, 1]))
    #expect(clustered.entries[0].importance.standardError == 0)
  }

  @Test func `shares add up to one, with intervals within 0 and 1`() throws {
    let draws = SimulatedNumbers(seed: 2)
    let values = (0..<50).flatMap { [draws.normal($0, 0), 3 * draws.normal($0, 1)] }
    let found = try ShapImportance(
      of: Attributions(
        features: ["a", "b"], outputs: ["y"], scale: .margin, values: values, baseValues: [0]))
    let shares = found.entries.compactMap(\.share)
    #expect(abs(shares.reduce(0) { $0 + $1.value } - 1) < 1e-15)
    // Of two shares one is the other's complement: the same error.
    let errors = try shares.map { try #require($0.standardError) }
    #expect(abs(errors[0] - errors[1]) < 1e-15)
  }

  @Test func `the folded normal has its known means`() {
    #expect(FoldedNormal.mean(-3, 0) == 3)
    #expect(abs(FoldedNormal.mean(0, 2) - 2 * (2 / Double.pi).squareRoot()) < 1e-15)
    // φ(1)·2 + erf(1/√2) = 0.4839414490 + 0.6826894921
    #expect(abs(FoldedNormal.mean(1, 1) - 1.1666309411) < 1e-10)
  }

  /// Attributions of one feature, φ drawn about 0 with a deviation, estimated with an error.
  private func estimated(
    _ seed: UInt64, deviation: Double, error: Double, rows: Int
  ) throws -> ShapImportance.Entry {
    let draws = SimulatedNumbers(seed: seed)
    let values = (0..<rows).map { deviation * draws.normal($0, 0) + error * draws.normal($0, 1) }
    let attributions = Attributions(
      features: ["a"], outputs: ["y"], scale: .margin, values: values, baseValues: [0],
      errors: AttributionErrors(coalitions: Array(repeating: error, count: rows)))
    return try ShapImportance(of: attributions).entries[0]
  }

  @Test func `errors no longer raise the mean`() throws {
    // E|φ| = 0.79788 of a deviation of 1; with errors of 1 the plain mean is √2 times that.
    let entry = try estimated(1, deviation: 1, error: 1, rows: 4000)
    let truth = (2 / Double.pi).squareRoot()
    #expect(
      abs(entry.plain - truth * 2.0.squareRoot()) < 4 * 0.6 * 2.0.squareRoot() / 4000.0.squareRoot()
    )
    let error = try #require(entry.importance.standardError)
    #expect(abs(entry.importance.value - truth) < 4 * error)
    #expect(error < 0.05)
  }

  @Test func `nothing but error has an importance near 0, with 0 in its interval`() throws {
    let entry = try estimated(3, deviation: 0, error: 1, rows: 1000)
    #expect(entry.plain > 0.7)
    #expect(entry.importance.value < 0.4)
    #expect(entry.importance.lower == 0)
    #expect(try #require(entry.importance.upper) >= entry.importance.value)
  }

  @Test func `without errors nothing is corrected`() throws {
    let entry = try estimated(3, deviation: 2, error: 0, rows: 50)
    #expect(entry.importance.value == entry.plain)
  }

  @Test func `the exhibit has a line for each feature`() throws {
    let exhibit = try ShapImportance(of: Self.attributions).exhibit(subject: .candidate)
    #expect(exhibit.series.values.allSatisfy { $0.count == 2 })
    #expect(exhibit.numbers("share_lower")?[0] == 1)
  }
}

/// How often the intervals hold the truth. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct ShapImportanceCoverageTests {
  @Test(arguments: [0.0, 0.5, 1, 2])
  func `mean absolute attributions with errors`(error: Double) throws {
    let truth = (2 / Double.pi).squareRoot()
    let trials = 1000
    var held = 0
    for trial in 0..<trials {
      let draws = SimulatedNumbers(seed: UInt64(trial))
      let values = (0..<300).map { draws.normal($0, 0) + error * draws.normal($0, 1) }
      let found = try ShapImportance(
        of: Attributions(
          features: ["a"], outputs: ["y"], scale: .margin, values: values, baseValues: [0],
          errors: error > 0
            ? AttributionErrors(coalitions: Array(repeating: error, count: 300)) : nil))
      let point = found.entries[0].importance
      if let lower = point.lower, let upper = point.upper, lower <= truth, truth <= upper {
        held += 1
      }
    }
    let share = Double(held) / Double(trials)
    print("shap importance, errors of \(error): \(share)")
    #expect((0.92...0.98).contains(share))
  }
}
