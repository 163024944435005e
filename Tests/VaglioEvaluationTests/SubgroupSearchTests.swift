import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTables
import VaglioTesting

struct SubgroupSearchTests {
  /// Rows of two columns of four levels each; the labels of level 1 crossed with level 2 are coin
  /// tosses, so that the model is bad there and nowhere else.
  private func planted(_ rows: Int, seed: UInt64) -> (BinaryOutcomes, [SubgroupFactor]) {
    var draws = SeededDraws(seed: seed)
    var (labels, scores, first, second) = ([UInt8](), [Double](), [Int32](), [Int32]())
    for _ in 0..<rows {
      let (a, b) = (Int32(draws.uniform() * 4), Int32(draws.uniform() * 4))
      let score = draws.uniform()
      let risk = a == 1 && b == 2 ? 0.5 : score > 0.5 ? 0.9 : 0.1
      labels.append(draws.uniform() < risk ? 1 : 0)
      scores.append(score)
      first.append(a)
      second.append(b)
    }
    let names = ["a", "b", "c", "d"]
    return (
      BinaryOutcomes(labels: labels, scores: scores),
      [
        SubgroupFactor(column: "x", codes: first, names: names),
        SubgroupFactor(column: "y", codes: second, names: names),
      ]
    )
  }

  private func search(
    _ outcomes: BinaryOutcomes, _ factors: [SubgroupFactor], threads: Int = 1
  ) -> SubgroupSearch {
    SubgroupSearch(
      factors: factors, rows: outcomes.rows, seed: 7, settings: SubgroupSettings(),
      threads: threads)
  }

  @Test(arguments: ["accuracy", "log_loss", "roc_auc", "recall", "f1"])
  func `the planted subgroup is found first and holds on the other half`(name: String) throws {
    let (outcomes, factors) = planted(8000, seed: 1)
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    try check(metric, outcomes, factors)
  }

  private func check(
    _ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes, _ factors: [SubgroupFactor]
  ) throws {
    let search = search(outcomes, factors)
    let found = try search.worst(by: metric, on: outcomes)
    #expect(found.subgroups.first?.slice.description == "x=b,y=c")
    // 4 + 4 levels and 16 crossings, all large enough.
    #expect(found.candidates == 24)
    let findings = SubgroupFindings.findings(
      of: search, found, metric: metric, on: outcomes, subject: .model, level: .ninetyFivePercent)
    let gap = try #require(findings.first { $0.measure == "\(metric.name).subgroup_gap" })
    #expect(try #require(gap.test?.pValue) < 1e-6)
  }

  @Test func `threads and the order of rows with keys change nothing`() throws {
    let (plain, factors) = planted(3000, seed: 2)
    let keys = (0..<3000).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
    let outcomes = BinaryOutcomes(
      labels: plain.labels, scores: plain.scores, rows: Rows(count: 3000, keys: keys))
    let turned = (0..<Int32(3000)).reversed().map { $0 }
    let turnedFactors = factors.map {
      SubgroupFactor(column: $0.column, codes: $0.codes.reversed(), names: $0.names)
    }
    let own = try search(outcomes, factors).worst(by: LogLoss(), on: outcomes)
    let threaded = try search(outcomes, factors, threads: 3).worst(by: LogLoss(), on: outcomes)
    let other = outcomes.taking(turned)
    let mirrored = try search(other, turnedFactors).worst(by: LogLoss(), on: other)
    #expect(own == threaded)
    #expect(own.subgroups.map(\.slice) == mirrored.subgroups.map(\.slice))
    #expect(
      own.subgroups.map(\.discoveryDeterioration)
        == mirrored.subgroups.map(\.discoveryDeterioration))
  }

  @Test func `clusters stay whole`() {
    let clusters = (0..<Int32(600)).map { $0 / 3 }
    let halves = SampleHalves(of: Rows(count: 600, clusters: clusters), seed: 7)
    let first = Set(halves.discovery.map { clusters[Int($0)] })
    #expect(first.isDisjoint(with: halves.heldOut.map { clusters[Int($0)] }))
    #expect(halves.discovery.count + halves.heldOut.count == 600)
    // 200 clusters: 300 rows, standard error 3·√50.
    #expect(abs(halves.discovery.count - 300) < 100)
  }

  @Test func `a proportion's deterioration is its own difference`() throws {
    // All rows of the discovery half: recall there less recall of level a, by hand from counts.
    let (outcomes, factors) = planted(4000, seed: 3)
    let search = search(outcomes, factors)
    let found = try search.worst(by: Recall(), on: outcomes)
    let first = try #require(found.subgroups.first)
    func recall(_ rows: [Int32]) -> Double {
      let positives = rows.filter { outcomes.labels[Int($0)] == 1 }
      return Double(positives.count { outcomes.isPredictedPositive(Int($0)) })
        / Double(positives.count)
    }
    let all = recall(search.halves.discovery)
    let own = recall(first.rows(among: search.halves.discovery, of: factors))
    #expect(abs(first.discoveryDeterioration - (all - own)) < 1e-12)
  }

  @Test func `a metric that judges nothing is refused`() {
    let (outcomes, factors) = planted(500, seed: 4)
    #expect(throws: Undefined.self) {
      try search(outcomes, factors).worst(by: SelectionRate(), on: outcomes)
    }
  }

  @Test func `numbers are binned by quartiles, few values and categories are not`() throws {
    let table = Table([
      Column(name: "age", numbers: (0..<100).map { $0 == 3 ? .nan : Double($0) }),
      Column(name: "few", numbers: (0..<100).map { Double($0 % 3) }),
      Column(name: "same", numbers: [Double](repeating: 4, count: 100)),
      Column(name: "text", texts: (0..<100).map { $0 % 2 == 0 ? "a" : nil }),
    ])
    let factors = try Slicer(table).factors(["age", "few", "same", "text"])
    #expect(factors[0].names == ["[-∞,25)", "[25,50)", "[50,75)", "[75,∞)", "(missing)"])
    #expect(factors[1].names == ["0", "1", "2", "(missing)"])
    #expect(factors[2].names == ["4", "(missing)"])
    #expect(factors[3].names == ["a", "(missing)"])
  }

  @Test func `a column of ten thousand names is refused`() {
    let table = Table([Column(name: "id", texts: (0..<10_000).map { "n\($0)" })])
    #expect(throws: TableError.self) { try Slicer(table).factors(["id"]) }
  }
}
