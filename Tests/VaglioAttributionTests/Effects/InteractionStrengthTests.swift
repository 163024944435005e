import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

@Suite struct InteractionStrengthTests {
  /// x = ±1, z = ±1 in all combinations, beside a dummy.
  private static let square = FeatureMatrix(
    numbers: [[-1, -1, 1, 1], [-1, 1, -1, 1], [3, 4, 3, 5]])

  private func effects(
    _ rows: FeatureMatrix = square, _ formula: @escaping @Sendable ([Double]) -> [Double]
  ) throws -> FeatureEffects {
    try FeatureEffects(of: FormulaModel(["x", "z", "dummy"], formula), over: rows)
  }

  @Test func `a sum has none`() throws {
    let effects = try effects { [2 * $0[0] + 5 * $0[1]] }
    let pair = try effects.interactions(ofPairs: [(0, 1)])[0]
    #expect(pair.h2.value == 0)
    #expect(pair.strength.value == 0)
    #expect(pair.strength.interval?.contains(0) == true)
    #expect(try effects.interactions(of: [0])[0].h2.value == 0)
  }

  @Test func `a product of centred features is nothing but interaction`() throws {
    // PD of both is xz with mean square 1, those of each 0: H² = 1.
    let effects = try effects { [$0[0] * $0[1]] }
    let pair = try effects.interactions(ofPairs: [(0, 1)])[0]
    #expect(pair.h2.value == 1)
    #expect(try effects.interactions(of: [0])[0].h2.value == 1)
  }

  @Test func `a sum and a product, by hand`() throws {
    // f = 2x + z + xz: mean squares 4 + 1 + 1 of the pair's dependence, 1 of the interaction.
    let pair = try effects { [2 * $0[0] + $0[1] + $0[0] * $0[1]] }
      .interactions(ofPairs: [(0, 1)])[0]
    #expect(abs(try #require(pair.h2.value) - 1.0 / 6) < 1e-15)
  }

  @Test func `a pair that changes no answer has no H², and strength 0`() throws {
    let model = FormulaModel(["x", "z", "dummy"]) { [$0[0]] }
    let pair = try FeatureEffects(of: model, over: Self.square)
      .interactions(ofPairs: [(1, 2)])[0]
    #expect(pair.h2.undefined != nil)
    #expect(pair.corrected.undefined != nil)
    #expect(pair.strength.value == 0)
  }

  /// The mean over forty samples of sixty rows of the pair's mean square and of its correction, with
  /// the standard error of the latter; f is a product of these of four independent normals.
  private func samples(_ factors: [Int]) -> (plain: Double, corrected: Double, error: Double) {
    let (count, trials) = (60, 40)
    let weights = [Double](repeating: 1, count: count)
    let found = (0..<trials).map { trial -> (Double, Double) in
      let draws = SimulatedNumbers(seed: UInt64(trial))
      let columns = (0..<4).map { draws.normals(rows: count, column: $0) }
      func matrix(_ features: Set<Int>) -> [Double] {
        (0..<count * count).map { place in
          factors.reduce(1.0) { product, feature in
            let row = features.contains(feature) ? place / count : place % count
            return product * columns[feature][row]
          }
        }
      }
      let matrices = InteractionMatrices(
        joint: matrix([0, 1]), parts: [matrix([0]), matrix([1])], count: count)
      let jackknife = matrices.jackknife(weights, keys: (0..<count).map { UInt64($0) })
      return (jackknife.plain.numerator, jackknife.plain.less(jackknife.bias).numerator)
    }
    let mean = found.reduce(0) { $0 + $1.1 } / Double(trials)
    let squares = found.reduce(0) { $0 + ($1.1 - mean) * ($1.1 - mean) }
    return (
      found.reduce(0) { $0 + $1.0 } / Double(trials), mean,
      (squares / Double(trials * (trials - 1))).squareRoot()
    )
  }

  @Test func `the correction takes off what noise adds`() {
    // Of x·z·u the pair (x, z) has H² = 0 in the population, but the mean of u over n rows is not 0:
    // E mean² = 1/60.
    let noise = samples([0, 1, 2])
    #expect(noise.plain > 0.5 / 60)
    #expect(abs(noise.corrected) < 4 * noise.error)
    // Of x·z it is all there is: E x²z² = 1.
    let product = samples([0, 1])
    #expect(abs(product.corrected - 1) < 4 * product.error)
  }

  @Test func `roundings are no interaction`() throws {
    // The pair acts together with w by itself, but not together: its interaction is 0, and sums of
    // such numbers are not.
    let draws = SimulatedNumbers(seed: 8)
    let rows = FeatureMatrix(numbers: (0..<3).map { draws.normals(rows: 40, column: $0) })
    let pair = try effects(rows) { [2.1 * $0[0] + $0[1] + 0.7 * $0[0] * $0[2]] }
      .interactions(ofPairs: [(0, 1)])[0]
    #expect(pair.h2.value == 0 && pair.strength.value == 0)
    #expect(pair.strength.interval?.upper == 0)
  }

  @Test func `a row of frequency two is two rows`() throws {
    let draws = SimulatedNumbers(seed: 9)
    let columns = (0..<3).map { draws.normals(rows: 20, column: $0) }
    let model = FormulaModel(["x", "z", "w"]) { [$0[0] + $0[1] + $0[0] * $0[1] * (1 + $0[2])] }
    let weighted = try FeatureEffects(
      of: model, over: FeatureMatrix(numbers: columns),
      design: Rows(
        count: 20, weights: Weights((0..<20).map { $0 < 5 ? 2 : 1 }, kind: .frequency))
    ).interactions(ofPairs: [(0, 1)])[0]
    let repeated = try FeatureEffects(
      of: model, over: FeatureMatrix(numbers: columns.map { $0 + $0.prefix(5) })
    ).interactions(ofPairs: [(0, 1)])[0]
    for (one, other) in [
      (weighted.corrected, repeated.corrected), (weighted.strength, repeated.strength),
    ] {
      let (a, b) = (try #require(one.interval), try #require(other.interval))
      // Sums of 25² numbers below 20 in two orders, times 24 by the jackknife.
      #expect(abs(a.lower - b.lower) < 1e-9 && abs(a.upper - b.upper) < 1e-9)
    }
  }

  @Test func `threads leave every bit`() throws {
    let draws = SimulatedNumbers(seed: 4)
    let rows = FeatureMatrix(numbers: (0..<3).map { draws.normals(rows: 40, column: $0) })
    let model = FormulaModel(["x", "z", "dummy"]) { [$0[0] * $0[1] + $0[2]] }
    let plan = InteractionPlan(rows: 30)
    let found = try [1, 3].map { threads in
      try FeatureEffects(of: model, over: rows, threads: threads)
        .interactions(ofPairs: [(0, 1), (0, 2)], plan: plan)
    }
    #expect(found[0] == found[1])
    let exhibit = InteractionStrength.exhibit(of: found[0], subject: .model)
    #expect(exhibit.words("other") == ["z", "dummy"])
    #expect(found[0][0].findings(subject: .model).count == 2)
  }

  @Test func `two rows are refused`() throws {
    let few = FeatureMatrix(numbers: [[1, 2], [1, 2], [1, 2]])
    let effects = try effects(few) { [$0[0]] }
    #expect(throws: AttributionError.self) { try effects.interactions(of: [0]) }
  }
}
