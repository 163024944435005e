import Testing
import VaglioFindings
import VaglioStatistics

struct BoostedTreesTests {
  /// Rows whose target hangs on a number with missing values and on a category.
  private func rows(_ count: Int, seed: UInt64) throws -> (
    columns: [LearnerColumn], targets: [Double], keys: [UInt64]
  ) {
    let draws = (0..<4).map { KeyedUniform(seed: seed &* 8 + UInt64($0)) }
    let keys = (0..<count).map { UInt64($0) }
    let numbers = keys.map { key in
      draws[0].number(ofKey: key) < 0.1 ? Double.nan : draws[1].number(ofKey: key)
    }
    let codes = keys.map { Int32(draws[2].number(ofKey: $0) * 5) }
    let noise = keys.map { draws[3].number(ofKey: $0) }
    let targets = keys.indices.map { row in
      (numbers[row].isNaN ? 2 : numbers[row] > 0.5 ? 1 : 0) + (codes[row] == 3 ? 3 : 0)
        + 0.01 * noise[row]
    }
    return (
      [
        try LearnerColumn(name: "number", .numbers(numbers)),
        try LearnerColumn(name: "kind", .categories(codes: codes, levels: 5)),
        try LearnerColumn(name: "noise", .numbers(noise)),
      ], targets, keys
    )
  }

  private func plan(_ change: (inout BoostingPlan) -> Void = { _ in }) -> BoostingPlan {
    var plan = BoostingPlan(seed: 7)
    plan.trees = 60
    change(&plan)
    return plan
  }

  @Test func `steps, missing values and a category are learnt`() throws {
    let (columns, targets, keys) = try rows(2000, seed: 1)
    let binned = try BinnedColumns(columns, keys: keys)
    let model = try BoostedTrees(
      targets: targets, columns: binned, rows: keys.map { Int32($0) }, keys: keys,
      objective: .squaredError, plan: plan { $0.trees = 150 })
    let scores = model.scores(of: binned)
    let error = zip(scores, targets).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 2000
    // The noise has variance 0.01²/12, the step at 0.5 may lie within a bin of 1/64 of the rows.
    #expect(error < 0.02)
    #expect(model.usedColumns.isSuperset(of: [0, 1]))
  }

  @Test func `the order of rows shows in no bit`() throws {
    let (columns, targets, keys) = try rows(3000, seed: 2)
    let order = keys.indices.sorted {
      KeyedUniform(seed: 9).number(ofKey: UInt64($0))
        < KeyedUniform(seed: 9).number(ofKey: UInt64($1))
    }
    let mixed = try columns.map { column in
      switch column.values {
      case .numbers(let values):
        try LearnerColumn(name: column.name, .numbers(order.map { values[$0] }))
      case .categories(let codes, let levels):
        try LearnerColumn(
          name: column.name, .categories(codes: order.map { codes[$0] }, levels: levels))
      }
    }
    func scores(_ columns: [LearnerColumn], _ targets: [Double], _ keys: [UInt64], threads: Int)
      throws -> [Double]
    {
      var plan = CrossFittedTrees.Plan(seed: 5)
      plan.threads = threads
      plan.mostTrainingRows = 1000
      plan.boosting.patience = 4
      return try CrossFittedTrees(
        targets: targets, columns: BinnedColumns(columns, keys: keys), keys: keys,
        objective: .squaredError, plan: plan
      ).scores
    }
    let plain = try scores(columns, targets, keys, threads: 1)
    let other = try scores(
      mixed, order.map { targets[$0] }, order.map { keys[$0] }, threads: 3)
    #expect(order.map { plain[$0] } == other)
  }

  @Test func `a weight of two is a row twice`() throws {
    let (columns, targets, keys) = try rows(400, seed: 3)
    let binned = try BinnedColumns(columns, keys: keys)
    let all = keys.map { Int32($0) }
    let weights = all.map { $0 < 100 ? 2.0 : 1 }
    let plan = plan { $0.rowShare = 1 }
    let weighted = try BoostedTrees(
      targets: targets, columns: binned, rows: all, weights: weights, keys: keys,
      objective: .squaredError, plan: plan)
    let repeated = try BoostedTrees(
      targets: targets, columns: binned, rows: all + all.prefix(100), keys: keys,
      objective: .squaredError, plan: plan)
    // Fixed-point ticks differ by the greatest gradient's exponent: 2⁻⁴⁰ of it per row.
    for (a, b) in zip(weighted.scores(of: binned), repeated.scores(of: binned)) {
      #expect(abs(a - b) < 1e-9)
    }
  }

  @Test func `the best single split is that of all splits`() throws {
    // Targets 0,0,1,1,1,5 over x = 1…6. Gains G²/H with λ = 0 about the mean 7/6; the best cut is before
    // 6: left mean 3/5, right 5.
    let keys = (0..<6).map { UInt64($0) }
    let binned = try BinnedColumns(
      [LearnerColumn(name: "x", .numbers([1, 2, 3, 4, 5, 6]))], keys: keys)
    let model = try BoostedTrees(
      targets: [0, 0, 1, 1, 1, 5], columns: binned, rows: (0..<6).map { Int32($0) }, keys: keys,
      objective: .squaredError,
      plan: plan {
        ($0.trees, $0.learningRate, $0.depth, $0.rowShare) = (1, 1, 1, 1)
        ($0.minimumChildWeight, $0.regularization) = (1, 0)
      })
    let expected = [0.6, 0.6, 0.6, 0.6, 0.6, 5]
    for (score, value) in zip(model.scores(of: binned), expected) {
      #expect(abs(score - value) < 1e-12)
    }
  }

  @Test func `scores of earlier folds alone are blind to later rows`() throws {
    let (columns, targets, keys) = try rows(1000, seed: 4)
    var plan = CrossFittedTrees.Plan(seed: 3)
    plan.training = .earlier
    let binned = try BinnedColumns(columns, keys: keys)
    let first = try CrossFittedTrees(
      targets: targets, columns: binned, keys: keys, objective: .squaredError, plan: plan)
    let last = Set(first.folds[4])
    let changed = targets.indices.map { last.contains(Int32($0)) ? 99.0 : targets[$0] }
    let second = try CrossFittedTrees(
      targets: changed, columns: binned, keys: keys, objective: .squaredError, plan: plan)
    for (a, b) in zip(first.scores, second.scores) { #expect(a == b || a.isNaN && b.isNaN) }
    #expect(first.scores.count { $0.isNaN } == first.folds[0].count)
  }

  @Test func `infinite numbers and odd lengths are refused by name`() throws {
    #expect(throws: Undefined("column x is infinite in row 2")) {
      try LearnerColumn(name: "x", .numbers([1, .infinity]))
    }
    #expect(throws: Undefined("column x has 2 rows, not 3")) {
      try BinnedColumns([LearnerColumn(name: "x", .numbers([1, 2]))], keys: [1, 2, 3])
    }
    #expect(throws: Undefined("there is no column to learn from")) {
      try BinnedColumns([], keys: [1])
    }
  }

  @Test func `a constant column and constant targets give the mean`() throws {
    let keys = (0..<50).map { UInt64($0) }
    let binned = try BinnedColumns(
      [LearnerColumn(name: "x", .numbers(keys.map { _ in 4 }))], keys: keys)
    let model = try BoostedTrees(
      targets: keys.map { _ in 2.5 }, columns: binned, rows: keys.map { Int32($0) }, keys: keys,
      objective: .squaredError, plan: plan())
    #expect(model.scores(of: binned).allSatisfy { abs($0 - 2.5) < 1e-12 })
  }

  @Test func `a density ratio finds how much more often rows occur`() throws {
    // Reference uniform on [0, 1), current with density 2x: w(x) = 2x.
    let draws = KeyedUniform(seed: 1)
    let n = 8000
    let keys = (0..<2 * n).map { UInt64($0) }
    let x = keys.map { key in
      let u = draws.number(ofKey: key)
      return key < UInt64(n) ? u : u.squareRoot()
    }
    let joined = try JoinedColumns(
      [LearnerColumn(name: "x", .numbers(x))], referenceCount: n)
    let ratio = try DensityRatio(joined, keys: keys, plan: DensityRatio.plan(seed: 2))
    let error = (0..<n).reduce(0) { $0 + abs(ratio.weights[$1] - 2 * x[$1]) } / Double(n)
    #expect(error < 0.1)
    // (∫2x)²/∫4x² = 3/4.
    #expect(abs(ratio.effectiveCount / Double(n) - 0.75) < 0.05)
  }

  @Test func `samples without a common place have no density ratio, alike ones that of 1`() throws {
    let keys = (0..<1000).map { UInt64($0) }
    func ratio(_ shift: Double) throws -> DensityRatio {
      let x = keys.map { Double($0 % 500) + ($0 < 500 ? 0 : shift) }
      let joined = try JoinedColumns(
        [LearnerColumn(name: "x", .numbers(x))], referenceCount: 500)
      return try DensityRatio(joined, keys: keys, plan: DensityRatio.plan(seed: 3))
    }
    #expect(throws: Undefined.self) { try ratio(1000) }
    #expect(try ratio(0).effectiveCount > 400)
  }
}
