import Foundation
import Testing
import VaglioDrift
import VaglioFindings
import VaglioStatistics
import VaglioTables

/// Seeded rows with four numbers, of which the last misses values, and a category.
struct DriftedColumns {
  let joined: JoinedColumns
  let keys: [UInt64]

  /// `shift` moves the first number's mean, `tilt` the category's shares.
  init(_ n: Int, _ m: Int, seed: UInt64, shift: Double = 0, tilt: Double = 0) throws {
    var numbers = [[Double]](repeating: [], count: 4)
    var codes: [Int32] = []
    for row in 0..<n + m {
      let draws = HashedDraws(seed: seed, key: UInt64(row))
      let isCurrent = row >= n
      func u(_ place: Int) -> Double { (Double(draws[place] >> 11) + 0.5) * 0x1p-53 }
      func normal(_ place: Int) -> Double {
        (-2 * log(u(place))).squareRoot() * cos(2 * .pi * u(place + 1))
      }
      let first = normal(0) + (isCurrent ? shift : 0)
      numbers[0].append(first)
      numbers[1].append(normal(2))
      numbers[2].append(exp(0.6 * normal(4) + 0.4 * normal(2)))
      numbers[3].append(u(8) < 0.05 ? .nan : u(9))
      codes.append(Int32(pow(u(10), isCurrent ? 2 - tilt : 2) * 6))
    }
    let names = ["first", "second", "third", "fourth"]
    joined = try JoinedColumns(
      zip(names, numbers).map { name, values in
        try LearnerColumn(name: name, .numbers(values))
      } + [LearnerColumn(name: "kind", .categories(codes: codes, levels: 6))],
      referenceCount: n)
    keys = (0..<n + m).map { UInt64($0) }
  }
}

struct MultivariateDriftTests {
  @Test func `the learner names the columns that moved`() throws {
    let data = try DriftedColumns(3000, 3000, seed: 1, shift: 0.5, tilt: 0.7)
    let test = try ClassifierTwoSampleTest(data.joined, keys: data.keys, plan: .init(seed: 1))
    #expect(test.pValue < 1e-6)
    #expect((test.area.interval?.lower ?? 0) > 0.55)
    #expect(test.tolerancePValue < 0.05)
    #expect(Set(test.columns.prefix(2).map(\.column)) == ["first", "kind"])
    #expect(test.columns.prefix(2).allSatisfy { ($0.drop.interval?.lower ?? 0) > 0 })
    #expect(test.removals.first?.removed == [test.columns[0].column])
    let first = try #require(test.removals.first?.area.value)
    #expect(first < test.area.value ?? 0)
  }

  @Test func `identical laws are not told apart`() throws {
    let data = try DriftedColumns(2000, 2000, seed: 2)
    let test = try ClassifierTwoSampleTest(data.joined, keys: data.keys, plan: .init(seed: 1))
    #expect(test.pValue > 0.001)
    #expect(test.tolerancePValue > 0.5)
    #expect(test.removals.isEmpty || (test.area.interval?.lower ?? 0) > 0.5)
    let discrepancy = try MaximumMeanDiscrepancy(
      data.joined, keys: data.keys, plan: .init(seed: 1))
    #expect(discrepancy.pValue > 0.001)
    #expect(discrepancy.estimate.interval?.lower ?? 1 <= 0)
    let drift = try ReconstructionDrift(data.joined, keys: data.keys, plan: .init(seed: 1))
    #expect(drift.pValue > 0.001)
  }

  @Test func `threads and the order of rows show in no bit`() throws {
    let data = try DriftedColumns(800, 700, seed: 3, shift: 0.3)
    func mixed() throws -> (JoinedColumns, [UInt64]) {
      let order = Array((0..<800).reversed()) + Array((800..<1500).reversed())
      let columns = try data.joined.columns.map { column in
        switch column.values {
        case .numbers(let values):
          try LearnerColumn(name: column.name, .numbers(order.map { values[$0] }))
        case .categories(let codes, let levels):
          try LearnerColumn(
            name: column.name, .categories(codes: order.map { codes[$0] }, levels: levels))
        }
      }
      return (try JoinedColumns(columns, referenceCount: 800), order.map { data.keys[$0] })
    }
    let (joined, keys) = try mixed()
    var plan = ClassifierTwoSampleTest.Plan(seed: 4)
    let one = try ClassifierTwoSampleTest(data.joined, keys: data.keys, plan: plan)
    plan.learning.threads = 3
    let two = try ClassifierTwoSampleTest(joined, keys: keys, plan: plan)
    #expect(one.area == two.area)
    #expect(one.columns == two.columns)
    #expect(one.removals == two.removals)
    let mmd = try MaximumMeanDiscrepancy(data.joined, keys: data.keys, plan: .init(seed: 1))
    let other = try MaximumMeanDiscrepancy(joined, keys: keys, plan: .init(seed: 1))
    #expect(mmd.estimate == other.estimate && mmd.pValue == other.pValue)
    let drift = try ReconstructionDrift(data.joined, keys: data.keys, plan: .init(seed: 1))
    let mirrored = try ReconstructionDrift(joined, keys: keys, plan: .init(seed: 1))
    #expect(drift.difference == mirrored.difference)
  }

  @Test func `the discrepancy is that of the kernel`() throws {
    // Two normals a distance δ apart in one dimension: with k = exp(−(x − y)²/2σ²) and pooled variance 1,
    // MMD² = 2(K(0) − K(d)) for K(d) = σ/√(σ² + 2s²)·exp(−d²/2(σ² + 2s²)), s and d after scaling.
    let (n, δ) = (20_000, 2.0)
    let values = (0..<2 * n).map { row in
      let draws = HashedDraws(seed: 5, key: UInt64(row))
      func u(_ place: Int) -> Double { (Double(draws[place] >> 11) + 0.5) * 0x1p-53 }
      return (-2 * log(u(0))).squareRoot() * cos(2 * .pi * u(1)) + (row < n ? 0 : δ)
    }
    let joined = try JoinedColumns(
      [LearnerColumn(name: "x", .numbers(values))], referenceCount: n)
    var plan = MaximumMeanDiscrepancy.Plan(seed: 1)
    plan.features = 512
    let result = try MaximumMeanDiscrepancy(
      joined, keys: (0..<2 * n).map { UInt64($0) }, plan: plan)
    let (scale, σ) = (1 / 2.0.squareRoot(), result.bandwidth)
    func k(_ d: Double) -> Double {
      let spread = σ * σ + 2 * scale * scale
      return σ / spread.squareRoot() * exp(-d * d / 2 / spread)
    }
    let truth = 2 * (k(0) - k(δ * scale))
    // 512 frequencies of one dimension: a standard deviation of at most 2/√512 of it.
    #expect(abs((result.estimate.value ?? 0) - truth) < 3 * truth * 2 / 512.0.squareRoot())
    #expect(result.pValue < 1e-10)
    #expect(result.estimate.interval?.contains(result.estimate.value ?? 9) == true)
  }

  @Test func `columns that come apart are rebuilt worse`() throws {
    // In the reference two columns are one; in the current data the second goes its own way.
    let n = 2000
    func number(_ row: Int, _ place: Int) -> Double {
      KeyedUniform(seed: UInt64(place)).number(ofKey: UInt64(row))
    }
    let rows = 0..<2 * n
    let columns = [
      rows.map { number($0, 1) },
      rows.map { number($0, $0 < n ? 1 : 2) + 0.05 * number($0, 3) },
      rows.map { number($0, 4) },
    ]
    let joined = try JoinedColumns(
      columns.enumerated().map { try LearnerColumn(name: "c\($0)", .numbers($1)) },
      referenceCount: n)
    let drift = try ReconstructionDrift(
      joined, keys: rows.map { UInt64($0) }, plan: .init(seed: 1))
    #expect(drift.pValue < 1e-10)
    #expect((drift.difference.interval?.lower ?? 0) > 0)
    #expect(drift.currentError > drift.referenceError)
  }

  @Test func `tables are joined by the texts of their levels`() throws {
    let reference = Table([
      Column(name: "kind", texts: ["b", "a", nil, "b"]),
      Column(name: "x", numbers: [1, .nan, 3, 4]),
      Column(name: "when", values: .times([1, 2, 3, 4])),
    ])
    let current = Table([
      Column(name: "x", numbers: [5, 6]), Column(name: "kind", texts: ["c", "a"]),
      Column(name: "when", values: .times([9, 9])),
    ])
    let joined = try JoinedColumns(reference: reference, current: current)
    #expect(joined.columns.map(\.name) == ["kind", "x"])
    guard case .categories(let codes, 3) = joined.columns[0].values else {
      Issue.record("kind is no category of three levels")
      return
    }
    #expect(codes == [1, 0, -1, 1, 2, 0])
    #expect(joined.referenceCount == 4 && joined.currentCount == 2)
    #expect(throws: Undefined("the current data have no column y")) {
      try JoinedColumns(
        reference: Table([Column(name: "y", numbers: [1])]), current: current, columns: ["y"])
    }
    #expect(throws: Undefined.self) {
      try JoinedColumns(
        reference: Table([Column(name: "x", texts: ["a"])]), current: current)
    }
  }

  @Test func `too few rows and constant columns are refused or silent`() throws {
    let few = try JoinedColumns(
      [LearnerColumn(name: "x", .numbers([1, 2, 3]))], referenceCount: 2)
    #expect(throws: Undefined.self) {
      try ClassifierTwoSampleTest(few, keys: [1, 2, 3], plan: .init(seed: 1))
    }
    #expect(throws: Undefined.self) {
      try ReconstructionDrift(few, keys: [1, 2, 3], plan: .init(seed: 1))
    }
    let constant = try JoinedColumns(
      [LearnerColumn(name: "x", .numbers([Double](repeating: 1, count: 400)))],
      referenceCount: 200)
    let keys = (0..<400).map { UInt64($0) }
    let test = try ClassifierTwoSampleTest(constant, keys: keys, plan: .init(seed: 1))
    #expect(test.area.value == 0.5 && test.pValue > 0.4)
    #expect(throws: Undefined("no column varies")) {
      try MaximumMeanDiscrepancy(constant, keys: keys, plan: .init(seed: 1))
    }
  }
}
