import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

struct ComparisonTests {
  private func comparison<Observed>(
    _ metrics: [any Metric<Observed>], seed: UInt64 = 7, resamples: Int = 400
  ) -> Comparison<Observed> {
    Comparison(metrics: metrics, level: .ninetyFivePercent, resamples: resamples, seed: seed)
  }

  private func pair(_ seed: UInt64, rows: Int = 300) -> Paired<BinaryOutcomes> {
    let candidate = BinaryOutcomes.drawn(rows: rows, seed: seed)
    var draws = SeededDraws(seed: seed &+ 100)
    let production = BinaryOutcomes(
      labels: candidate.labels,
      scores: candidate.scores.map { min(1, max(0, $0 + 0.2 * (draws.uniform() - 0.5))) })
    return Paired(candidate: candidate, production: production)
  }

  @Test func `a model differs from itself by exactly nothing, for certain`() {
    let binary = BinaryOutcomes.drawn(rows: 200, seed: 1)
    let regression = RegressionOutcomes.drawn(rows: 200, seed: 1)
    let findings =
      comparison(MetricCatalogue.binary).findings(
        on: Paired(candidate: binary, production: binary))
      + comparison(MetricCatalogue.regression).findings(
        on: Paired(candidate: regression, production: regression))
    for finding in findings {
      #expect(finding.estimate.value == 0, "\(finding.measure)")
      #expect(finding.estimate.interval?.lower == 0 && finding.estimate.interval?.upper == 0)
      #expect(finding.test?.pValue == 1)
    }
  }

  @Test func `a shift that leaves the ranks alone leaves the AUC alone, to the bit`() {
    let candidate = BinaryOutcomes.drawn(rows: 200, seed: 2)
    let shifted = BinaryOutcomes(
      labels: candidate.labels, scores: candidate.scores.map { $0 / 2 + 0.125 })
    let findings = comparison([.rocAUC, .gini, .averagePrecision]).findings(
      on: Paired(candidate: candidate, production: shifted))
    for finding in findings {
      #expect(finding.estimate.value == 0)
      #expect(finding.estimate.interval?.width == 0, "\(finding)")
    }
  }

  /// Metrics at places of a ranking, whose differences jump and are resampled.
  private static let resampled: Set = [
    "gain", "lift", "minimum_cost", "optimal_threshold", "precision_at_k", "precision_at_recall",
    "precision_at_top", "recall_at_precision", "sensitivity_at_specificity",
    "specificity_at_sensitivity",
  ]

  @Test func `every interval holds its difference, and turns round when the models change places`()
    throws
  {
    // Statistics of tests, and errors that chance biases upward, have no interval.
    let metrics = MetricCatalogue.binary.filter {
      !$0.intervalMethod.hasPrefix("None") && !Self.resampled.contains($0.name)
    }
    for seed in 1...3 as ClosedRange<UInt64> {
      let pair = pair(seed)
      let forward = comparison(metrics).findings(on: pair)
      let backward = comparison(metrics).findings(
        on: Paired(candidate: pair.production, production: pair.candidate))
      for (first, second) in zip(forward, backward) {
        let value = try #require(first.estimate.value)
        let opposite = try #require(second.estimate.value)
        let interval = try #require(first.estimate.interval, "\(first.measure)")
        let mirrored = try #require(second.estimate.interval)
        #expect(value == -opposite)
        #expect(interval.contains(value))
        // Percentiles of 400 resamples fall on either side of a gap: the k-th from below is not the
        // k-th from above.
        let tolerance = first.measure == "ks" ? 0.02 : 1e-9
        #expect(abs(interval.lower + mirrored.upper) < tolerance, "\(first.measure)")
      }
    }
  }

  @Test func `the difference of means is the paired t`() throws {
    let pair = pair(4)
    let finding = comparison([.brierScore]).findings(on: pair)[0]
    func loss(_ outcomes: BinaryOutcomes) -> [Double] {
      zip(outcomes.scores, outcomes.labels).map { ($0 - Double($1)) * ($0 - Double($1)) }
    }
    let paired = try PairedT(zip(loss(pair.candidate), loss(pair.production)).map { $0 - $1 })
    let (own, want) = (
      try #require(finding.estimate.interval),
      try #require(paired.interval(level: .ninetyFivePercent))
    )
    #expect(own.method == "paired-t")
    // Two ways of rounding a variance of 300 rows.
    #expect(abs(own.lower - want.lower) < 1e-13 && abs(own.upper - want.upper) < 1e-13)
  }

  @Test func `linearisation agrees with the exact paired methods on large samples`() throws {
    // The same quantity by the closed form and by influence functions: they differ by terms of
    // order 1/n of the standard error.
    let pair = pair(5, rows: 4000)
    let linear = Linearization(pair.rows)
    let metrics: [any Metric<BinaryOutcomes>] = [.rocAUC, .accuracy, .recall, .f1]
    for (metric, finding) in zip(metrics, comparison(metrics).findings(on: pair)) {
      let exact = try #require(finding.estimate.interval)
      let error = standardError(metric, linear, pair) ?? .nan
      let ratio = exact.width / (2 * 1.959963984540054 * error)
      #expect(abs(ratio - 1) < 0.01, "\(metric.name): \(ratio)")
    }
  }

  private func standardError<M: Metric<BinaryOutcomes>>(
    _ metric: M, _ linear: Linearization, _ pair: Paired<BinaryOutcomes>
  ) -> Double? {
    linear.standardError(
      ofDifference: metric, candidate: Readings(of: pair.candidate).reading(for: metric),
      production: Readings(of: pair.production).reading(for: metric), on: pair)?.value
  }

  @Test func `clusters of one row are independent rows, twins count once`() throws {
    let single = pair(6)
    let rows = (0..<Int32(single.rows.count)).flatMap { [$0, $0] }
    func clustered(_ outcomes: BinaryOutcomes, _ rows: [Int32]) -> BinaryOutcomes {
      let taken = outcomes.taking(rows)
      return BinaryOutcomes(
        labels: taken.labels, scores: taken.scores,
        rows: Rows(count: rows.count, clusters: rows))
    }
    let own = Array(0..<Int32(single.rows.count))
    let metrics: [any Metric<BinaryOutcomes>] = [.logLoss, .averagePrecision, .rocAUC, .precision]
    let alone = comparison(metrics).findings(
      on: Paired(
        candidate: clustered(single.candidate, own), production: clustered(single.production, own)))
    let twins = comparison(metrics).findings(
      on: Paired(
        candidate: clustered(single.candidate, rows), production: clustered(single.production, rows)
      ))
    for (first, second) in zip(alone, twins) {
      let (a, b) = (try #require(first.estimate.interval), try #require(second.estimate.interval))
      // Twins bring no information: the interval is that of one row each, up to rounding.
      #expect(abs(a.lower - b.lower) < 1e-12 && abs(a.upper - b.upper) < 1e-12, "\(first.measure)")
    }
  }

  @Test func `equal importance weights change a standard error by nothing but rounding`() throws {
    let plain = pair(8)
    let weights = Weights([Double](repeating: 0.3, count: plain.rows.count), kind: .importance)
    let weighted = Paired(
      candidate: plain.candidate.weighted(weights), production: plain.production.weighted(weights))
    for metric in [any Metric<BinaryOutcomes>](
      arrayLiteral: .logLoss, .averagePrecision, .precision)
    {
      let a = try #require(comparison([metric]).findings(on: plain)[0].estimate.interval)
      let b = try #require(comparison([metric]).findings(on: weighted)[0].estimate.interval)
      #expect(abs(a.lower - b.lower) < 1e-12 && abs(a.upper - b.upper) < 1e-12, "\(metric.name)")
    }
  }

  @Test func `two models that agree on every decision still differ by an uncertain nothing`() throws
  {
    // Scores differ, decisions do not: a difference of 0 that twelve rows can't make certain.
    let labels: [UInt8] = [1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0]
    let scores: [Double] = [0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1, 0.1, 0.55, 0.2, 0.3]
    let pair = Paired(
      candidate: BinaryOutcomes(labels: labels, scores: scores),
      production: BinaryOutcomes(labels: labels, scores: scores.map { $0 * 0.99 }))
    for finding in comparison([.accuracy, .precision, .f1, .cohenKappa]).findings(on: pair) {
      #expect(finding.estimate.value == 0)
      #expect(try #require(finding.estimate.interval).width > 0.1, "\(finding.measure)")
    }
  }

  @Test func `two models of the same rows have the same prevalence, for certain`() {
    let finding = comparison([.prevalence]).findings(on: pair(9))[0]
    #expect(finding.estimate.value == 0)
    #expect(finding.estimate.interval?.width == 0)
    #expect(finding.test?.pValue == 1)
  }

  @Test func `the seed decides the resamples, and nothing else does`() throws {
    let outcomes = RegressionOutcomes.drawn(rows: 150, seed: 3)
    let other = RegressionOutcomes(
      actual: outcomes.actual, predicted: outcomes.predicted.map { $0 * 1.1 })
    let pair = Paired(candidate: outcomes, production: other)
    var draws = SeededDraws(seed: 5)
    let shuffled = pair.taking((0..<150 as Range<Int32>).shuffled(using: &draws))
    let metric = [any Metric<RegressionOutcomes>](arrayLiteral: .medianAbsoluteError)
    let first = comparison(metric).findings(on: pair)[0]
    #expect(first.estimate.interval?.method.hasPrefix("bootstrap") == true, "\(first)")
    #expect(comparison(metric).findings(on: shuffled)[0].estimate == first.estimate)
    #expect(comparison(metric, seed: 8).findings(on: pair)[0].estimate != first.estimate)
  }

  @Test func `what is undefined for one model is undefined for the difference`() {
    let labels: [UInt8] = [1, 0, 1, 0]
    let pair = Paired(
      candidate: BinaryOutcomes(labels: labels, scores: [0.1, 0.2, 0.3, 0.4]),
      production: BinaryOutcomes(labels: labels, scores: [0.9, 0.2, 0.3, 0.4]))
    let finding = comparison([.precision]).findings(on: pair)[0]
    #expect(finding.estimate.undefined?.reason == "no row is predicted positive")
    #expect(finding.test == nil)
  }
}
