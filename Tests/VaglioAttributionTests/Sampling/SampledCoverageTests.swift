import Foundation
import Testing
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

/// How often 95 % intervals of drawn attributions hold the exact ones, and rankings are right; slow,
/// and run when `VAGLIO_SLOW` is 1. Each case prints what it found.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct SampledCoverageTests {
  /// Ten features with interactions of up to four, jumps, and products.
  static let model = ClosureModel(10) { (x: [Double]) -> Double in
    let smooth: Double = x[0] * x[1] * x[2] * 2 + x[3] * x[4] + x[5]
    let jumps: Double = (x[1] > 0 && x[6] > 0 && x[7] < 0.3 ? 1.5 : 0) + max(x[8], x[0], x[3])
    return smooth + jumps + 0.3 * x[9] * x[2] * x[5] * x[7]
  }

  static let seeds = 1000

  struct Case: CustomTestStringConvertible {
    let name: String
    let method: SamplingMethod
    let background: Int
    let budget: SamplingBudget
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(
      name: "permutations, 2 rounds, background 20", method: .permutations, background: 20,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 2 * 20 * 18)),
    Case(
      name: "permutations, 2 rounds, background 100", method: .permutations, background: 100,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 2 * 100 * 18)),
    Case(
      name: "permutations, 8 rounds, background 3", method: .permutations, background: 3,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 8 * 3 * 18)),
    Case(
      name: "permutations, 12 rounds, background 1", method: .permutations, background: 1,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 12 * 18)),
    Case(
      name: "permutations, until 3 % of the range, background 10", method: .permutations,
      background: 10, budget: SamplingBudget(tolerance: .relative(0.03))),
    Case(
      name: "permutations, until 10 % of the range, background 1", method: .permutations,
      background: 1, budget: SamplingBudget(tolerance: .relative(0.1))),
    Case(
      name: "Owen values, 4 rounds, background 30",
      method: .owen(groupOfPlayer: [0, 0, 0, 1, 1, 1, 2, 2, 3, 3]), background: 30,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 4 * 30 * 18)),
    Case(
      name: "kernel, 60 pairs, background 10", method: .kernel, background: 10,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 10 * 2 * 60)),
    Case(
      name: "kernel, 150 pairs, background 10", method: .kernel, background: 10,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 10 * 2 * 150)),
    Case(
      name: "kernel, 60 pairs, background 1", method: .kernel, background: 1,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 2 * 60)),
    Case(
      name: "kernel, until 5 % of the range, background 10", method: .kernel, background: 10,
      budget: SamplingBudget(tolerance: .relative(0.05))),
  ]

  @Test(arguments: cases)
  func `intervals hold the exact attribution nineteen times in twenty`(case own: Case) throws {
    let rows = SampledExplainerTests.rows(22, 3, columns: 10)
    let explainer = try SampledExplainer(
      model: Self.model, background: SampledExplainerTests.rows(21, own.background, columns: 10))
    var exactMethod = SamplingMethod.exact
    if case .owen = own.method { exactMethod = own.method }
    let exact = try explainer.attributions(
      of: rows, method: exactMethod, budget: SamplingBudget(tolerance: .absolute(1e-3))
    ).attributions.values
    var held = [Double](repeating: 0, count: exact.count)
    // Features that interact two by two at most are exact but for rounding, and left aside.
    var isDrawn = [Bool](repeating: false, count: exact.count)
    for seed in 0..<Self.seeds {
      let found = try explainer.attributions(
        of: rows, method: own.method, budget: own.budget, seed: UInt64(seed)
      ).attributions
      for index in exact.indices {
        let interval = found.coalitionInterval(at: index)
        if interval?.contains(exact[index]) ?? true { held[index] += 1 }
        if abs(found.values[index] - exact[index]) > 1e-12 { isDrawn[index] = true }
      }
    }
    let shares = zip(held, isDrawn).filter(\.1).map { $0.0 / Double(Self.seeds) }
    let mean = shares.reduce(0, +) / Double(shares.count)
    print("\(own.name): \(mean), from \(shares.min() ?? 0) to \(shares.max() ?? 0)")
    #expect(mean > 0.92 && mean < 0.98)
  }

  @Test(arguments: [15, 50])
  func `intervals over the background hold the population's attribution`(rows: Int) throws {
    // The population is 4,000 rows; each seed draws a background from it.
    let population = SampledExplainerTests.rows(31, 4000, columns: 10)
    let row = SampledExplainerTests.rows(22, 1, columns: 10)
    let truth = try SampledExplainer(model: Self.model, background: population).attributions(
      of: row, method: .permutations,
      budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 4000 * 18 * 20 + 1)
    ).attributions.values
    var held = [Double](repeating: 0, count: truth.count)
    let seeds = 600
    for seed in 0..<seeds {
      var drawn = SeededRows(seed: UInt64(seed + 1000))
      let chosen = (0..<rows).map { _ in Int((drawn.number() + 1) / 2 * 4000) }
      let background = FeatureMatrix(
        numbers: population.columns.map { column in
          guard case .numbers(let numbers) = column else { return [] }
          return chosen.map { numbers[$0] }
        })
      let found = try SampledExplainer(model: Self.model, background: background).attributions(
        of: row, method: .permutations,
        budget: SamplingBudget(tolerance: nil, evaluationsPerRow: rows * 18 * 3 + 1),
        seed: UInt64(seed)
      ).attributions
      for index in truth.indices {
        if found.interval(at: index)?.contains(truth[index]) ?? false { held[index] += 1 }
      }
    }
    let shares = held.map { $0 / Double(seeds) }
    let mean = shares.reduce(0, +) / Double(shares.count)
    print(
      "population, background \(rows): \(mean), from \(shares.min() ?? 0) to \(shares.max() ?? 0)")
    #expect(mean > 0.92 && mean < 0.98)
  }

  @Test func `verified places are wrong one time in twenty at most`() throws {
    let rows = SampledExplainerTests.rows(22, 4, columns: 10)
    let explainer = try SampledExplainer(
      model: Self.model, background: SampledExplainerTests.rows(21, 10, columns: 10))
    let exact = try explainer.attributions(of: rows, method: .exact).attributions
    var (wrong, verified, count) = (0, 0, 0)
    for seed in 0..<Self.seeds {
      let found = try explainer.attributions(
        of: rows, method: .permutations,
        budget: SamplingBudget(tolerance: nil, evaluationsPerRow: 1 + 3 * 180),
        seed: UInt64(seed), keepsCovariances: true)
      for row in 0..<4 {
        let truth = Array(exact.values[exact.range(row: row, output: 0)])
        let ranked = found.ranking(row: row, output: 0, coalitionsOnly: true)
        let isWrong = (0..<ranked.verifiedCount).contains { place in
          ranked.order[(place + 1)...].contains {
            abs(truth[ranked.order[place]]) < abs(truth[$0])
          }
        }
        wrong += isWrong ? 1 : 0
        verified += ranked.verifiedCount
        count += 1
      }
    }
    print(
      "rankings wrong: \(Double(wrong) / Double(count)), places verified: "
        + "\(Double(verified) / Double(count)) of 10")
    #expect(Double(wrong) / Double(count) < 0.05)
  }
}
