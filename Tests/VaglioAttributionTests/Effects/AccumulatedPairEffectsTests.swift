import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

/// What PyALE says of pairs and of a category.
struct AccumulatedGolden: Decodable {
  struct Pair: Decodable {
    let edges: [[Double]]
    let effects: [Double]
  }

  let rows: [[Double]]
  let pairs: [Pair]
  let size: [Double]
  let age: [Double]
  let kind: [String]
  let order: [String]
  let levels: [String]
  let effects: [Double]
  let counts: [Int]

  static func read() throws -> AccumulatedGolden {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/attribution/effects/pairs.json")
    return try JSONDecoder().decode(AccumulatedGolden.self, from: Data(contentsOf: file))
  }
}

@Suite struct AccumulatedPairEffectsTests {
  @Test(arguments: [0, 1]) func `second-order effects are PyALE's`(pair: Int) throws {
    let golden = try AccumulatedGolden.read()
    let effects = try FeatureEffects(
      of: FormulaModel(["a", "b", "c"]) {
        [$0[0] * $0[1] + $0[0] * $0[0] * $0[1] / 2 + 3 * $0[2] - $0[1] / 2]
      }, over: FeatureMatrix(numbers: golden.rows))
    let wanted = golden.pairs[pair]
    let found = try effects.accumulatedLocalEffects(ofPair: 0, pair + 1, edges: wanted.edges)
    #expect(found.edges == wanted.edges)
    #expect(found.counts.reduce(0, +) == 160)
    // Some cells of the second grid are empty, and take their neighbours' steps.
    #expect((found.filledShare > 0) == (pair == 1))
    for (own, other) in zip(found.surfaces[0].effects, wanted.effects) {
      // Some 200 additions of numbers below 50.
      #expect(abs(own.value - other) < 200 * 50 * 0x1p-52)
      if let lower = own.lower, let upper = own.upper {
        #expect(lower <= own.value && own.value <= upper)
      }
    }
  }

  @Test func `of a sum of functions of one feature each there is nothing`() throws {
    let draws = SimulatedNumbers(seed: 5)
    let x = draws.normals(rows: 200, column: 0)
    let z = x.enumerated().map { $1 + 0.5 * draws.normal($0, 1) }
    let found = try FeatureEffects(
      of: FormulaModel(["x", "z"]) { [$0[0] * $0[0] * $0[0] - 4 * abs($0[1])] },
      over: FeatureMatrix(numbers: [x, z])
    ).accumulatedLocalEffects(ofPair: 0, 1, bins: 6)
    // Answers below 50; sums of 36 cells of their second differences.
    for effect in found.surfaces[0].effects {
      #expect(abs(effect.value) < 36 * 8 * 50 * 0x1p-52)
    }
  }

  @Test func `of a product it is the product of the centred features`() throws {
    // Each combination of 1, 2, 4 and 0, 1, 5 twice: bins [1, 2], (2, 4] and [0, 1], (1, 5] with 4, 2 and
    // 4, 2 of six values. f = xz: cells (2 − 1)(1 − 0) = 1, 4, 2, 8, sums of the corners (x − 1)z. By
    // themselves: over x, middle z over rows ⅔·½ + ⅓·3 = 4/3; over z, middle x − 1 ⅔·½ + ⅓·2 = 1. So
    // (x − 1)z − 4/3·(x − 1) − z + mean = (x − 1 − 1)(z − 4/3).
    var (x, z) = ([Double](), [Double]())
    for value in [1.0, 2, 4] {
      for other in [0.0, 1, 5] {
        x += [value, value]
        z += [other, other]
      }
    }
    let found = try FeatureEffects(
      of: FormulaModel(["x", "z"]) { [$0[0] * $0[1]] },
      over: FeatureMatrix(numbers: [x, z])
    ).accumulatedLocalEffects(ofPair: 0, 1, edges: [[1, 2, 4], [0, 1, 5]])
    #expect(found.counts == [8, 4, 4, 2] && found.filledShare == 0)
    for (x, edge) in [1.0, 2, 4].enumerated() {
      for (z, other) in [0.0, 1, 5].enumerated() {
        let value = found.surfaces[0].effects[x * 3 + z].value
        #expect(abs(value - (edge - 2) * (other - 4.0 / 3)) < 1e-14)
      }
    }
    let exhibit = found.exhibits(subject: .model)[0]
    #expect(exhibit.numbers("count")?[4] == 8)
  }

  @Test func `the standard error is that of many samples`() throws {
    // f = x·z + w·x·z with independent uniform numbers, edges fixed.
    let edges = [[0, 0.5, 1], [0, 0.3, 1.0]]
    let model = FormulaModel(["x", "z", "w"]) { [$0[0] * $0[1] * (1 + $0[2])] }
    var (sums, squares, errors) = ([Double](), [Double](), [Double]())
    let trials = 400
    for trial in 0..<trials {
      let draws = SimulatedNumbers(seed: UInt64(trial) + 500)
      let found = try FeatureEffects(
        of: model,
        over: FeatureMatrix(numbers: (0..<3).map { draws.uniforms(rows: 80, column: $0) })
      ).accumulatedLocalEffects(ofPair: 0, 1, edges: edges)
      let effects = found.surfaces[0].effects
      if sums.isEmpty {
        (sums, squares, errors) = (
          effects.map { _ in 0 }, effects.map { _ in 0 }, effects.map { _ in 0 }
        )
      }
      for (place, effect) in effects.enumerated() {
        sums[place] += effect.value
        squares[place] += effect.value * effect.value
        errors[place] += try #require(effect.standardError) * #require(effect.standardError)
      }
    }
    let count = Double(trials)
    for place in sums.indices {
      let variance = (squares[place] - sums[place] * sums[place] / count) / (count - 1)
      // The variance of 400 samples is good to √(2/399) = 7 %, four of it 28 %, and the mean of the
      // estimates from 80 rows has a bias of some percent.
      #expect(abs(errors[place] / count / variance - 1) < 0.33)
    }
  }

  @Test func `rows that miss either feature are left out, categories refused`() throws {
    let rows = FeatureMatrix(
      [
        .numbers([1, 2, 3, 4, .nan]), .numbers([1, 2, .nan, 1, 2]),
        .texts(Categories(["a", "b", "a", "b", "a"])),
      ], rowCount: 5)
    let effects = try FeatureEffects(
      of: KindModel { size, age, _ in size * age }, over: rows)
    let found = try effects.accumulatedLocalEffects(ofPair: 0, 1, bins: 1)
    #expect(found.missingCount == 2 && found.counts == [3])
    #expect(throws: AttributionError.self) { try effects.accumulatedLocalEffects(ofPair: 0, 2) }
    #expect(throws: AttributionError.self) {
      try effects.accumulatedLocalEffects(ofPair: 0, 1, edges: [[1, 2], [1, 2]])
    }
  }
}

/// A model of two numbers and a text.
struct KindModel: Model {
  let summary = ModelSummary(format: "formula", facts: [])
  let features: [Feature]? = [Feature("size"), Feature("age"), Feature("kind", kind: .text)]
  let output = ModelOutput(.value, task: .regression, names: ["y"])
  let formula: @Sendable (Double, Double, String?) -> Double

  init(_ formula: @escaping @Sendable (Double, Double, String?) -> Double) {
    self.formula = formula
  }

  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    guard case .numbers(let size) = rows.columns[0], case .numbers(let age) = rows.columns[1],
      case .texts(let kinds) = rows.columns[2]
    else { return OutputMatrix(values: [], outputCount: 1) }
    return OutputMatrix(
      values: size.indices.map {
        formula(
          size[$0].isNaN ? 0 : size[$0], age[$0].isNaN ? 0 : age[$0],
          kinds.codes[$0] < 0 ? nil : kinds.levels[Int(kinds.codes[$0])])
      }, outputCount: 1)
  }
}
