import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

/// The bootstrap in all its forms: laws, and cases that are counted out.
struct BootstrapTests {
  private func plan(
    _ choice: IntervalChoice = .percentile, resamples: Int = 64, threads: Int = 1
  ) -> IntervalPlan {
    IntervalPlan(
      level: .ninetyFivePercent, choice: choice, resamples: resamples, seed: 7, threads: threads)
  }

  private func replicates<Observed: Outcomes>(
    _ metric: any Metric<Observed>, _ outcomes: Observed, resamples: Int = 64
  ) -> Replicates? {
    Bootstrap([metric], of: [Readings(of: outcomes)], plan: plan(resamples: resamples))
      .intervals(of: metric.name, estimate: 0)?.replicates
  }

  /// How rows may be: plain, clustered, stratified, both, with frequencies, with importance weights.
  private static let forms = ["plain", "cluster", "stratum", "nested", "frequency", "importance"]

  private func rows(_ form: String, _ count: Int) -> Rows {
    let numbers = (0..<count).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
    let clusters = (0..<count).map { Int32($0 % (count / 4)) }
    let keys = clusters.map { UInt64($0) &* 77 }
    let strata = clusters.map { UInt64($0 % 3) }
    let weights = (0..<count).map { Double($0 % 3 + 1) }
    return switch form {
    case "cluster": Rows(count: count, clusters: clusters, keys: numbers, clusterKeys: keys)
    case "stratum": Rows(count: count, keys: numbers, strata: strata)
    case "nested":
      Rows(count: count, clusters: clusters, keys: numbers, clusterKeys: keys, strata: strata)
    case "frequency":
      Rows(count: count, weights: Weights(weights, kind: .frequency), keys: numbers)
    case "importance":
      Rows(count: count, weights: Weights(weights, kind: .importance), keys: numbers)
    default: Rows(count: count, keys: numbers)
    }
  }

  /// `precision_at_k` takes from drawn rows the share that k is of the data, not k.
  @Test(arguments: MetricCatalogue.binary.map(\.name).filter { $0 != "precision_at_k" })
  func `a replicate is the value on the rows that it draws`(name: String) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    check(metric, BinaryOutcomes.drawn(rows: 40, seed: 3))
  }

  @Test(
    arguments: MetricCatalogue.regression.filter { $0.canBeResampled }.map { $0.measure.name })
  func `a replicate of a regression metric is the value on the rows that it draws`(
    name: String
  ) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.regression))
    check(metric, RegressionOutcomes.drawn(rows: 40, seed: 3))
  }

  private func check<Observed: Outcomes>(
    _ metric: any Metric<Observed>, _ outcomes: Observed
  ) {
    let poisson = PoissonBootstrap(seed: 7, replicates: 32)
    let evaluation = Evaluation(metrics: [metric], level: .ninetyFivePercent)
    let direct = (0..<32).compactMap { replicate in
      let drawn = (0..<Int32(outcomes.count)).flatMap { row in
        [Int32](
          repeating: row, count: Int(poisson.weight(ofKey: UInt64(row), replicate: replicate)))
      }
      return evaluation.findings(on: outcomes.taking(drawn), subject: .model)[0].estimate.value
    }
    guard let own = replicates(metric, outcomes, resamples: 32)?.values else {
      // Replicates that are undefined, or all the same, give no interval.
      #expect(Set(direct).count <= 1)
      return
    }
    #expect(own.count == direct.count)
    for (a, b) in zip(own, direct.sorted()) {
      // Columns are rounded to 2⁻⁴³ of their largest number at 40 rows; ratios multiply that.
      #expect(abs(a - b) <= 1e-9 * max(1, abs(b)), "\(a) and \(b)")
    }
  }

  @Test(arguments: forms, [IntervalChoice.percentile, .basic, .bca])
  func `neither the order of rows nor the number of threads shows in a bit`(
    form: String, choice: IntervalChoice
  ) {
    let (first, second) = (
      BinaryOutcomes.drawn(rows: 40, seed: 1), BinaryOutcomes.drawn(rows: 40, seed: 2)
    )
    let rows = rows(form, 40)
    let pair = Paired(
      candidate: first.with(rows),
      production: BinaryOutcomes(labels: first.labels, scores: second.scores, rows: rows))
    func findings(_ pair: Paired<BinaryOutcomes>, threads: Int) -> [Finding] {
      Analysis(
        metrics: MetricCatalogue.binary, level: .ninetyFivePercent, resamples: 208, seed: 7,
        contrasted: [], threads: threads, intervals: choice
      ).findings(on: pair, slicings: [])
    }
    var draws = SeededDraws(seed: 5)
    let whole = findings(pair, threads: 1)
    #expect(findings(pair, threads: 4) == whole)
    let shuffled = pair.taking((0..<40 as Range<Int32>).shuffled(using: &draws))
    #expect(findings(shuffled, threads: 1) == whole)
    let prefix =
      ["nested": "stratified-cluster-", "stratum": "stratified-", "cluster": "cluster-"][form] ?? ""
    #expect(
      whole.contains { $0.estimate.interval?.method == prefix + "bootstrap-\(choice.rawValue)" })
  }

  @Test func `more replicates begin with the fewer`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 80, seed: 4)
    let few = try #require(replicates(.rocAUC, outcomes, resamples: 40)).values
    let many = try #require(replicates(.rocAUC, outcomes, resamples: 100)).values
    #expect(few.count == 40 && many.count == 100 && Set(few).isSubset(of: many))
  }

  @Test func `three rows in one stratum are drawn as they can be counted out`() throws {
    // Two of three rows are right. Of three draws with replacement k are right with probability
    // C(3, k)·(2/3)^k·(1/3)^(3 − k): 1, 6, 12 and 8 of 27.
    let outcomes = BinaryOutcomes(
      labels: [1, 0, 1], scores: [0.9, 0.1, 0.2], rows: Rows(count: 3, strata: [5, 5, 5]))
    let drawn = 4000
    let values = try #require(replicates(.accuracy, outcomes, resamples: drawn)).values
    for (right, chance) in [1.0, 6, 12, 8].enumerated() {
      let expected = Double(drawn) * chance / 27
      let count = Double(values.count { abs($0 - Double(right) / 3) < 1e-12 })
      #expect(abs(count - expected) < 5 * (expected * (1 - chance / 27)).squareRoot())
    }
  }

  @Test func `strata keep their totals, and what can't vary keeps its best interval`() {
    let outcomes = BinaryOutcomes.drawn(rows: 90, seed: 6)
    let stratified = outcomes.with(Rows(count: 90, strata: outcomes.labels.map { UInt64($0) }))
    let findings = Evaluation(
      metrics: [any Metric<BinaryOutcomes>](arrayLiteral: .prevalence, .recall),
      intervals: plan(resamples: 400)
    ).findings(on: stratified, subject: .model)
    #expect(findings[0].estimate.interval?.method == "wilson")
    #expect(findings[1].estimate.interval?.method == "stratified-bootstrap-percentile")
  }

  @Test func `a stratum of one row is drawn once in every replicate`() {
    let design = ResamplingDesign(seed: 7, keys: [1, 2, 3, 4], strata: [0, 0, 0, 9])
    #expect(design.singleUnitStrata == 1 && !design.isFrozen)
    design.withMultiplicities(block: 3) { drawn in
      for lane in 0..<16 {
        #expect(drawn[3][lane] == 1)
        #expect((0..<3).reduce(0) { $0 + drawn[$1][lane] } == 3)
      }
    }
    #expect(ResamplingDesign(seed: 7, keys: [1, 2], strata: [0, 1]).isFrozen)
  }

  @Test func `clusters are drawn whole, within their strata`() {
    let design = ResamplingDesign(
      seed: 7, keys: [1, 1, 2, 2, 3], strata: [0, 0, 0, 0, 1])
    design.withMultiplicities(block: 0) { drawn in
      for lane in 0..<16 {
        #expect(drawn[0][lane] == drawn[1][lane] && drawn[2][lane] == drawn[3][lane])
        #expect(drawn[0][lane] + drawn[2][lane] == 2 && drawn[4][lane] == 1)
      }
    }
  }

  @Test func `the jackknife leaves every unit out once`() {
    let jackknife = ResamplingDesign(seed: 7, keys: [8, 8, 9, 10]).jackknife
    #expect(jackknife.count == 3)
    jackknife.withMultiplicities(block: 0) { drawn in
      #expect((0..<16).count { drawn[0][$0] == 0 } == 1 && drawn[0] == drawn[1])
      #expect((0..<16).count { drawn[2][$0] == 0 } == 1 && drawn[2] != drawn[3])
    }
    #expect(ResamplingDesign(seed: 7, keys: Array(0..<1000)).jackknife.count == 400)
  }

  @Test func `a row of frequency w varies as w rows do`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 30, seed: 8)
    for times in [3, 40] {
      let rows = Rows(
        count: 30,
        weights: Weights([Double](repeating: Double(times), count: 30), kind: .frequency))
      let repeated = outcomes.taking(
        (0..<Int32(30)).flatMap { [Int32](repeating: $0, count: times) }
      ).with(Rows(count: 30 * times))
      let metric = [any Metric<BinaryOutcomes>](arrayLiteral: .rocAUC)[0]
      let weighted = try #require(replicates(metric, outcomes.with(rows), resamples: 400))
      let single = try #require(replicates(metric, repeated, resamples: 400))
      let ratio = try #require(weighted.standardError) / (try #require(single.standardError))
      // Two standard deviations of 400 replicates, each off by 1/√800: five standard errors.
      #expect(abs(ratio - 1) < 5 * (2.0 / 800).squareRoot(), "\(times): \(ratio)")
    }
  }

  @Test func `the spread of replicates is the standard error of the closed forms`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 500, seed: 9)
    let linear = Linearization(outcomes.rows)
    for metric in [any Metric<BinaryOutcomes>](
      arrayLiteral: .rocAUC, .averagePrecision, .accuracy, .brierScore, .f1)
    {
      let drawn = try #require(replicates(metric, outcomes, resamples: 512)?.standardError)
      let closed = standardError(metric, linear, outcomes) ?? .nan
      // Five times 1/√1024, and terms of order 1/n of the rows.
      #expect(abs(drawn / closed - 1) < 5 / 1024.0.squareRoot() + 0.01, "\(metric.name)")
    }
  }

  private func standardError<M: Metric<BinaryOutcomes>>(
    _ metric: M, _ linear: Linearization, _ outcomes: BinaryOutcomes
  ) -> Double? {
    linear.standardError(
      of: metric, reading: Readings(of: outcomes).reading(for: metric), on: outcomes)?.value
  }

  @Test func `a perfect prediction keeps an interval with a width`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 60, seed: 10).perfected
    for choice in IntervalChoice.allCases {
      for finding in Evaluation(
        metrics: [any Metric<BinaryOutcomes>](
          arrayLiteral: .accuracy, .rocAUC, .averagePrecision, .f1, .recall),
        intervals: plan(choice, resamples: 400)
      ).findings(on: outcomes, subject: .model) {
        #expect(finding.estimate.value == 1)
        let interval = try #require(finding.estimate.interval, "\(choice) \(finding.measure)")
        #expect(interval.width > 0, "\(choice) \(finding.measure)")
      }
    }
  }

  @Test func `asked-for methods serve the metrics that they know, the best serves the others`() {
    let outcomes = BinaryOutcomes.drawn(rows: 120, seed: 11)
    func methods(_ choice: IntervalChoice) -> [String?] {
      Evaluation(
        metrics: [any Metric<BinaryOutcomes>](arrayLiteral: .recall, .rocAUC),
        intervals: plan(choice)
      ).findings(on: outcomes, subject: .model).map { $0.estimate.interval?.method }
    }
    #expect(methods(.best) == ["wilson", "delong-logit"])
    #expect(methods(.clopperPearson) == ["clopper-pearson", "delong-logit"])
    #expect(methods(.jeffreys) == ["jeffreys", "delong-logit"])
    #expect(methods(.linearization) == ["linearization-logit", "linearization-logit"])
  }
}
