import Testing
import VaglioFindings
import VaglioModels
import VaglioStatistics
import VaglioTables

@testable import VaglioAttribution

@Suite struct CounterfactualSearchTests {
  /// A number of whole steps that looks random.
  func draw(_ seed: Int, _ key: Int, below count: Int) -> Int {
    Int(KeyedUniform(seed: UInt64(seed)).number(ofKey: UInt64(key)) * Double(count))
  }

  func search(
    _ model: any Model, _ row: [Double], reference: [[Double]], at threshold: Double = 0,
    constraints: CounterfactualConstraints = .init(),
    _ change: (inout CounterfactualSearch.Options) -> Void = { _ in }
  ) throws -> CounterfactualSearch {
    var options = CounterfactualSearch.Options()
    change(&options)
    return try CounterfactualSearch(
      model, rows: FeatureMatrix(numbers: row.map { [$0] }), row: 0,
      reference: FeatureMatrix(numbers: reference), threshold: DecisionThreshold(threshold),
      constraints: constraints, options: options)
  }

  /// The rows of a table as columns.
  func reference(_ count: Int, _ features: Int, seed: Int) -> [[Double]] {
    (0..<features).map { SampleAttributions.uniform(count, seed: UInt64(seed * 100 + $0)) }
  }

  @Test(arguments: 0..<20)
  func `on a grid of two features the search finds what enumeration finds`(seed: Int) throws {
    // A table of random outputs on a 7 × 9 grid.
    let outputs = (0..<63).map { Double(draw(seed, $0, below: 1000)) / 1000 }
    let model = FunctionModel(2) { outputs[Int($0[0]) * 9 + Int($0[1])] }
    let grid = [(0..<7).map(Double.init), (0..<9).map(Double.init)]
    let own = [Double(draw(seed, 1000, below: 7)), Double(draw(seed, 1001, below: 9))]
    let reference = [grid[0] + [3, 3], grid[1]]
    var constraints = CounterfactualConstraints()
    for (feature, values) in grid.enumerated() {
      constraints.rules["f\(feature)"] = .init()
      constraints.rules["f\(feature)"]?.values = values
    }
    // A threshold that few cells cross.
    let start = outputs[Int(own[0]) * 9 + Int(own[1])]
    let threshold = start < 0.5 ? 0.93 : 0.07
    let result = try search(
      model, own, reference: reference, at: threshold, constraints: constraints)
    let units = reference.map { NumberScale.unit($0.sorted()) }
    var cheapest = Double.infinity
    for x in grid[0] {
      for y in grid[1] where (outputs[Int(x) * 9 + Int(y)] >= threshold) != (start >= threshold) {
        let parts = [(x - own[0]).magnitude / units[0], (y - own[1]).magnitude / units[1]]
        cheapest = min(cheapest, parts.reduce(0) { $0 + $1 + ($1 > 0 ? 1 : 0) })
      }
    }
    #expect(result.searched.isComplete)
    if cheapest < .infinity {
      // A sum of four numbers in another order.
      #expect(abs(try #require(result.found.first).cost - cheapest) < 1e-14)
    } else {
      #expect(result.found.isEmpty)
    }
  }

  /// An ensemble of random stumps and small trees on some features.
  private func trees(
    _ seed: Int, features: Int, precision: TreeEnsemble.Precision = .double
  ) throws -> TreeModel {
    let trees = try (0..<8).map { number -> Tree in
      func threshold(_ key: Int) -> Double {
        Double(Float(Double(draw(seed, number * 50 + key, below: 20)) / 10 - 0.95))
      }
      func split(_ key: Int) -> Split {
        Split(
          feature: draw(seed, number * 50 + key + 9, below: features), .below(threshold(key)),
          missing: .left)
      }
      return try Tree(
        [
          .init(split(0), left: 1, right: 2), .init(split(1), left: 3, right: 4), .init(leaf: 0),
          .init(leaf: 1), .init(leaf: 2),
        ],
        values: (0..<3).map { Double(draw(seed, number * 50 + 30 + $0, below: 100)) / 100 - 0.5 },
        target: .output(0), featureCount: features)
    }
    return TreeModel(
      TreeEnsemble(
        trees, base: [0], featureCount: features, startsFromBase: true, comparison: precision,
        sum: .double),
      features: (0..<features).map { Feature("f\($0)") }, link: .identity,
      output: ModelOutput(.value, task: .regression, names: ["y"]),
      summary: ModelSummary(format: "test", facts: []))
  }

  @Test(arguments: 0..<12, [TreeEnsemble.Precision.single, .double])
  func `of trees the nearest cell is found`(seed: Int, precision: TreeEnsemble.Precision) throws {
    let model = try trees(seed, features: 3, precision: precision)
    let reference = reference(60, 3, seed: seed)
    let own = (0..<3).map { reference[$0][0] }
    let start = try model.margins(of: FeatureMatrix(numbers: own.map { [$0] }), threads: 1).values[
      0]
    let threshold = start + (seed % 2 == 0 ? 0.4 : -0.4)
    let result = try search(model, own, reference: reference, at: threshold) { $0.choices = 1000 }
    // Every cell by its nearest corner, all combinations.
    let cells = (0..<3).map { feature -> [Double] in
      let sorted = reference[feature].sorted()
      let numbers = try! #require(TreeThresholds(model)).numbers(
        ofFeature: feature, nearestTo: own[feature], isWhole: false)
      return [own[feature]] + numbers.filter { $0 >= sorted[0] && $0 <= sorted[59] }
    }
    let units = reference.map { NumberScale.unit($0.sorted()) }
    var combinations: [[Double]] = [[]]
    for cell in cells { combinations = combinations.flatMap { head in cell.map { head + [$0] } } }
    let outputs = try model.margins(
      of: FeatureMatrix(numbers: (0..<3).map { feature in combinations.map { $0[feature] } }),
      threads: 1
    ).values
    var cheapest = Double.infinity
    for (numbers, output) in zip(combinations, outputs)
    where (output >= threshold) != (start >= threshold) {
      let parts = (0..<3).map { (numbers[$0] - own[$0]).magnitude / units[$0] }
      cheapest = min(cheapest, parts.reduce(0) { $0 + $1 + ($1 > 0 ? 1 : 0) })
    }
    #expect(result.searched.isComplete)
    #expect(result.found.isEmpty == (cheapest == .infinity))
    if let first = result.found.first { #expect(abs(first.cost - cheapest) < 1e-13) }
  }

  @Test func `of a linear model the boundary is met, in the cheapest feature`() throws {
    let model = FunctionModel(3) { 2 * $0[0] + $0[1] - 0.5 * $0[2] - 10 }
    let steps = (0..<41).map(Double.init)
    let reference = [steps.map { $0 / 2 }, steps.map { $0 * 3 + 0.5 }, steps.map { $0 / 4 }]
    let own = [1.0, 2, 3]
    // −7.5 to go. MAD of the three: 5, 30, 2.5. Feature 1 moves by 7.5 = 0.25 units, feature 0 by 3.75
    // = 0.75 units; feature 2 would have to leave its range.
    let result = try search(model, own, reference: reference)
    let first = try #require(result.found.first)
    #expect(first.changes.map(\.feature) == ["f1"])
    // The last step is halved twenty times, from a 32nd of the way.
    #expect(abs(first.distance - 0.25) < 0.25 * 0x1p-20)
    #expect(first.output >= 0 && first.output < 1e-4)
    #expect(result.found.map { Set($0.changes.map(\.feature)) } == [["f1"], ["f0"]])
    #expect(result.side == .below)
  }

  @Test(arguments: 0..<10)
  func `every result keeps the constraints, and the model confirms it`(seed: Int) throws {
    let model = try trees(seed, features: 6)
    var reference = reference(80, 6, seed: seed)
    reference[3] = reference[3].map { ($0 * 4).rounded() }
    let own = (0..<6).map { reference[$0][seed] }
    var constraints = CounterfactualConstraints().holding(["f0"])
    constraints.rules["f1"] = .init()
    constraints.rules["f1"]?.direction = .rise
    constraints.rules["f2"] = .init()
    constraints.rules["f2"]?.range = -0.5...0.5
    let start = try model.margins(of: FeatureMatrix(numbers: own.map { [$0] }), threads: 1).values[
      0]
    for threshold in [start - 0.5, start - 0.1, start + 0.1, start + 0.5] {
      let result = try search(
        model, own, reference: reference, at: threshold, constraints: constraints)
      var sets: [Set<String>] = []
      for found in result.found {
        var changed = own
        for change in found.changes {
          let feature = Int(change.feature.dropFirst())!
          guard case .number(let to) = change.to, case .number(let from) = change.from else {
            Issue.record("not a number")
            continue
          }
          #expect(from == own[feature] && to != from)
          #expect(feature != 0)
          if feature == 1 { #expect(to > from) }
          if feature == 2 { #expect((-0.5...0.5).contains(to)) }
          if feature == 3 { #expect(to == to.rounded()) }
          #expect(reference[feature].min()! <= to && to <= reference[feature].max()!)
          changed[feature] = to
        }
        let said = try model.margins(of: FeatureMatrix(numbers: changed.map { [$0] }), threads: 1)
        #expect(said.values[0] == found.output)
        #expect((found.output >= threshold) != (start >= threshold))
        let set = Set(found.changes.map(\.feature))
        #expect(!sets.contains { set.isSuperset(of: $0) })
        sets.append(set)
      }
      #expect(result.found.map(\.cost) == result.found.map(\.cost).sorted())
      #expect(result.searched.fixed.contains("f0"))
    }
  }

  @Test func `the same search gives the same answer, in calls of any size`() throws {
    let model = try trees(3, features: 6)
    let reference = reference(80, 6, seed: 3)
    let own = (0..<6).map { reference[$0][0] }
    let start = try model.margins(of: FeatureMatrix(numbers: own.map { [$0] }), threads: 1).values[
      0]
    let one = try search(model, own, reference: reference, at: start + 0.6)
    let other = try search(model, own, reference: reference, at: start + 0.6) {
      ($0.batch, $0.threads) = (100_000, 2)
    }
    #expect(one.found == other.found && !one.found.isEmpty)
  }

  @Test func `a budget too small for all pairs is kept, and said`() throws {
    let model = FunctionModel(12) { row in row.reduce(-9.3, +) }
    let reference = (0..<12).map { _ in (0..<21).map { Double($0) / 20 } }
    // Eleven features have to rise to their utmost: far beyond four.
    let none = try search(model, [Double](repeating: 0, count: 12), reference: reference) {
      $0.budget = 3000
    }
    #expect(none.found.isEmpty)
    #expect(none.searched.completeCount == 1 && !none.searched.isComplete)
    #expect(none.searched.evaluations <= 3001)
    // Four ones: 4 − 9.3
    #expect(abs(none.nearest! + 5.3) < 1e-12)
    #expect(
      none.summary.hasPrefix(
        "none found within the constraints; tried were all combinations of up to 1 of 12 features, "
          + "and some of up to 4, in "))
    let many = try search(model, [Double](repeating: 0, count: 12), reference: reference) {
      ($0.budget, $0.greatestCount) = (20_000, 12)
    }
    #expect(many.found.first?.changes.count == 10)
  }
}
