import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

@Suite struct SAGETests {
  private static let draws = SimulatedNumbers(seed: 12)

  private static func rows(_ count: Int, seed: UInt64 = 12) -> FeatureMatrix {
    let draws = SimulatedNumbers(seed: seed)
    return FeatureMatrix(numbers: (0..<3).map { draws.normals(rows: count, column: $0) })
  }

  /// y = 2a + b + noise, beside a dummy.
  private static func data(_ count: Int, seed: UInt64 = 12) -> LabelledFeatures<RegressionOutcomes>
  {
    let draws = SimulatedNumbers(seed: seed)
    let features = rows(count, seed: seed)
    return LabelledFeatures(
      features,
      actual: (0..<count).map { row in
        2 * draws.normal(row, 0) + draws.normal(row, 1) + draws.normal(row, 7) / 2
      })
  }

  private static let linear = FormulaModel(["a", "b", "dummy"]) { [2 * $0[0] + $0[1]] }

  private func plan(
    rounds: Int = 3, tolerance: Double = 0, budget: Int = 1 << 40, threads: Int = 1
  ) -> SAGE<MeanSquaredError> {
    SAGE(
      .meanSquaredError, rounds: rounds, tolerance: tolerance, budget: budget, threads: threads)
  }

  @Test func `values add up to what the features take off the loss`() throws {
    let found = try plan(rounds: 1).values(
      of: Self.linear, on: Self.data(40), background: Self.rows(10, seed: 3))
    let sum = found.entries.reduce(0) { $0 + $1.value.value }
    // Sums of 40 rows' differences of losses below 100, a few roundings each.
    #expect(abs(sum - (found.lossWithout - found.lossWith)) < 40 * 8 * 100 * 0x1p-53)
    #expect(found.entry("dummy")?.value.value == 0)
    #expect(found.entry("dummy")?.value.lower == 0)
    #expect(found.rounds == 1)
    #expect(!found.converged)
    #expect(
      found.findings(subject: .model)[0].measure == "sage[feature=a,metric=mean_squared_error]")
    #expect(found.exhibit(subject: .model).numbers("value")?.count == 3)
  }

  @Test func `a linear model has its closed form`() throws {
    // With the background's means ā, b̄ and r = y − f(x), u = 2(a − ā), v = b − b̄, the squared error of
    // S is (r + Σ of what is not in S)²: a takes off u² + uv + 2ru, b v² + uv + 2rv, on average over
    // both orders; one pair of permutations gives exactly that.
    let (data, background) = (Self.data(30), Self.rows(7, seed: 3))
    let found = try plan(rounds: 1).values(of: Self.linear, on: data, background: background)
    func numbers(_ rows: FeatureMatrix, _ column: Int) -> [Double] {
      guard case .numbers(let numbers) = rows.columns[column] else { return [] }
      return numbers
    }
    let means = (0..<2).map { numbers(background, $0).reduce(0, +) / 7 }
    let (a, b) = (numbers(data.features, 0), numbers(data.features, 1))
    var truth = (0.0, 0.0)
    for row in 0..<30 {
      let (u, v) = (2 * (a[row] - means[0]), b[row] - means[1])
      let r = Self.draws.normal(row, 7) / 2
      truth.0 += (u * u + u * v + 2 * r * u) / 30
      truth.1 += (v * v + u * v + 2 * r * v) / 30
    }
    #expect(abs(try #require(found.entry("a")).value.value - truth.0) < 1e-12)
    #expect(abs(try #require(found.entry("b")).value.value - truth.1) < 1e-12)
  }

  @Test func `the exact values lie within four errors of the sampling`() throws {
    let model = FormulaModel(["a", "b", "c"]) { [$0[0] * $0[1] + $0[1] * $0[2] * $0[0]] }
    let (data, background) = (Self.data(20), Self.rows(6, seed: 3))
    let found = try plan(rounds: 12).values(of: model, on: data, background: background)
    let exact = try exactValues(model, data, background)
    for (entry, exact) in zip(found.entries, exact) {
      #expect(abs(entry.value.value - exact) < 4 * (try #require(entry.samplingError)) + 1e-12)
    }
  }

  /// Shapley values by all coalitions of three features.
  private func exactValues(
    _ model: FormulaModel, _ data: LabelledFeatures<RegressionOutcomes>,
    _ background: FeatureMatrix
  ) throws -> [Double] {
    let count = data.features.rowCount
    func loss(_ coalition: Int) throws -> Double {
      var total = 0.0
      for row in 0..<count {
        let columns = (0..<3).map { column in
          coalition >> column & 1 == 1
            ? data.features.columns[column].gathered(
              [Int32](repeating: Int32(row), count: background.rowCount))
            : background.columns[column]
        }
        let answers = try model.predictions(
          of: FeatureMatrix(columns, rowCount: background.rowCount), threads: 1
        ).values
        let mean = answers.reduce(0, +) / Double(answers.count)
        let outcome = try data.outcomes(
          OutputMatrix(values: [mean], outputCount: 1), of: [Int32(row)])
        let error = outcome.actual[0] - mean
        total += error * error / Double(count)
      }
      return total
    }
    let losses = try (0..<8).map(loss)
    return (0..<3).map { feature in
      (0..<8).reduce(0) { sum, coalition in
        guard coalition >> feature & 1 == 0 else { return sum }
        // 1/3 for the empty coalition and that of both others, 1/6 for those of one.
        let weight = coalition.nonzeroBitCount == 1 ? 1.0 / 6 : 1.0 / 3
        return sum + weight * (losses[coalition] - losses[coalition | 1 << feature])
      }
    }
  }

  @Test func `what two models differ in is the difference of their values`() throws {
    let other = FormulaModel(["a", "b", "dummy"]) { [$0[0] + $0[1] * $0[1]] }
    let (data, background) = (Self.data(25), Self.rows(6, seed: 3))
    let both = try plan().values(of: Self.linear, and: other, on: data, background: background)
    for (index, entry) in both.difference.entries.enumerated() {
      let parts = (
        both.candidate.entries[index].value.value, both.production.entries[index].value.value
      )
      #expect(abs(entry.value.value - (parts.0 - parts.1)) < 1e-12)
    }
    #expect(
      both.candidate
        == (try plan().values(of: Self.linear, on: data, background: background)).with(
          evaluations: both.candidate.evaluations))
    let same = try plan().values(of: other, and: other, on: data, background: background)
    #expect(same.difference.entries.allSatisfy { $0.value.value == 0 && $0.value.upper == 0 })
  }

  @Test func `it stops where it is precise, and where the budget is spent`() throws {
    let background = Self.rows(5, seed: 3)
    let precise = try plan(rounds: 50, tolerance: 0.5).values(
      of: Self.linear, on: Self.data(60), background: background)
    #expect(precise.converged)
    #expect(precise.rounds == 2)
    // A row takes 2·2·5 = 20 evaluations: 200 of them make ten rows, in one round.
    let poor = try plan(rounds: 50, budget: 200).values(
      of: Self.linear, on: Self.data(60), background: background)
    #expect(poor.rowCount == 10)
    #expect(poor.rounds == 1)
    #expect(poor.evaluations == 200)
  }

  @Test func `threads leave every bit, seeds do not`() throws {
    let model = FormulaModel(["a", "b", "c"]) { [$0[0] * $0[1] + $0[1] * $0[2] * $0[0]] }
    let (data, background) = (Self.data(30), Self.rows(6, seed: 3))
    let one = try plan().values(of: model, on: data, background: background)
    #expect(try plan(threads: 4).values(of: model, on: data, background: background) == one)
    let other = try SAGE(.meanSquaredError, rounds: 3, tolerance: 0, seed: 8)
      .values(of: model, on: data, background: background)
    #expect(other.entries != one.entries)
  }

  @Test func `groups are shared out to as one, a single one to the full`() throws {
    let (data, background) = (Self.data(30), Self.rows(6, seed: 3))
    let all = FeatureGroups(names: ["all"], groupOfFeature: [0, 0, 0])
    let found = try plan().values(
      of: Self.linear, on: data, background: background, groups: all)
    #expect(abs(found.entries[0].value.value - (found.lossWithout - found.lossWith)) < 1e-12)
    #expect(found.converged)
  }

  @Test func `a logarithmic loss takes probabilities alone`() throws {
    let labels = (0..<20).map { UInt8($0 % 2) }
    let data = LabelledFeatures(Self.rows(20), labels: labels)
    let model = FormulaModel(["a", "b", "c"], kind: .probability, task: .binary) {
      [1 / (1 + exp(-$0[0]))]
    }
    let found = try SAGE(.logLoss, rounds: 2).values(
      of: model, on: data, background: Self.rows(5, seed: 3))
    #expect(abs(try #require(found.entry("a")).value.value) > 0)
    #expect(found.entry("b")?.value.value == 0)
    #expect(throws: AttributionError.self) {
      try SAGE(.logLoss).values(
        of: Self.linear, on: data, background: Self.rows(5, seed: 3))
    }
  }

  @Test func `bad backgrounds are refused`() throws {
    let data = Self.data(5)
    #expect(throws: AttributionError.self) {
      try plan().values(
        of: Self.linear, on: data, background: FeatureMatrix(numbers: [[], [], []]))
    }
    #expect(throws: AttributionError.self) {
      try plan().values(of: Self.linear, on: data, background: FeatureMatrix(numbers: [[1]]))
    }
  }
}

extension SAGEValues {
  fileprivate func with(evaluations: Int) -> SAGEValues {
    SAGEValues(
      metric: metric, entries: entries, lossWithout: lossWithout, lossWith: lossWith,
      rounds: rounds, evaluations: evaluations, rowCount: rowCount,
      backgroundCount: backgroundCount, converged: converged, level: level)
  }
}

/// How often the intervals hold the truth. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct SAGECoverageTests {
  @Test func `values of a linear model`() throws {
    // y = 2a + b + e and a background of mean 0: a takes off E(2a)² = 4, b takes off 1.
    let model = FormulaModel(["a", "b"]) { [2 * $0[0] + $0[1]] }
    let trials = 1000
    var held = [0, 0]
    for trial in 0..<trials {
      let draws = SimulatedNumbers(seed: UInt64(trial))
      let columns = (0..<2).map { draws.normals(rows: 200, column: $0) }
      let data = LabelledFeatures(
        FeatureMatrix(numbers: columns),
        actual: (0..<200).map { 2 * columns[0][$0] + columns[1][$0] + draws.normal($0, 5) })
      let found = try SAGE(.meanSquaredError, rounds: 1).values(
        of: model, on: data, background: FeatureMatrix(numbers: [[-1, 1, 0], [2, -1, -1]]))
      for (place, truth) in [4.0, 1].enumerated() {
        let value = found.entries[place].value
        if let lower = value.lower, let upper = value.upper, lower <= truth, truth <= upper {
          held[place] += 1
        }
      }
    }
    print("sage: \(held) of \(trials)")
    for count in held { #expect((920...980).contains(count)) }
  }
}
