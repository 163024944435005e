import FoundationEssentials
import Glibc
import Testing
import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics
import VaglioTesting

struct PowerAnalysisTests {
  private func pair(_ seed: UInt64, rows: Int, change: Double = 0.2) -> Paired<BinaryOutcomes> {
    let candidate = BinaryOutcomes.drawn(rows: rows, seed: seed)
    var draws = SeededDraws(seed: seed &+ 100)
    let production = BinaryOutcomes(
      labels: candidate.labels,
      scores: candidate.scores.map { min(1, max(0, $0 + change * (draws.uniform() - 0.5))) })
    return Paired(candidate: candidate, production: production)
  }

  private func analysis<Observed>(
    _ metrics: [any Metric<Observed>], _ request: PowerRequest = PowerRequest(difference: 0.02)
  ) -> PowerAnalysis<Observed> {
    PowerAnalysis(metrics: metrics, request: request, resamples: 300, seed: 7)
  }

  /// Candidate wrong by 1 on two of four rows, production on none: differences of squared error
  /// 1, 1, 0, 0, mean ½, σ² = Σ(d − ½)²/3 = 1/3.
  @Test func `the deviation is that of the rows' differences`() throws {
    let pair = Paired(
      candidate: RegressionOutcomes(actual: [0, 0, 0, 0], predicted: [1, 1, 0, 0]),
      production: RegressionOutcomes(actual: [0, 0, 0, 0], predicted: [0, 0, 0, 0]))
    let finding = try analysis([.meanSquaredError]).findings(on: pair)[0].get()
    #expect(abs(finding.deviation.value - (1.0 / 3).squareRoot()) < 1e-15)
    #expect(finding.rows == 4)
    // Without clusters and weights n rows are n rows, less the one that the mean takes.
    #expect(abs((finding.designEffect ?? 0) - 1) < 1e-12)
    #expect(abs((finding.effectiveRows ?? 0) - 4) < 1e-12)
  }

  @Test func `rows that come twice in a cluster tell as much as half of them`() throws {
    let single = pair(1, rows: 300)
    let twice = single.taking((0..<300).flatMap { [$0, $0] })
    let rows = Rows(count: 600, clusters: (0..<600).map { Int32($0 / 2) })
    let clustered = Paired(
      candidate: BinaryOutcomes(
        labels: twice.candidate.labels, scores: twice.candidate.scores, rows: rows),
      production: BinaryOutcomes(
        labels: twice.production.labels, scores: twice.production.scores, rows: rows))
    let first = try analysis([.brierScore]).findings(on: single)[0].get()
    let second = try analysis([.brierScore]).findings(on: clustered)[0].get()
    #expect(abs((second.designEffect ?? 0) - 2) < 0.01)
    let rowsNeeded = try (
      #require(first.forDifference?.number?.value), #require(second.forDifference?.number?.value)
    )
    // Twice as many, but for the degrees of freedom.
    #expect(abs(rowsNeeded.1 / rowsNeeded.0 - 2) < 0.02)
  }

  @Test func `a row of frequency three is three rows`() throws {
    let single = pair(2, rows: 120)
    let thrice = single.taking((0..<120).flatMap { [$0, $0, $0] })
    let weights = Weights([Double](repeating: 3, count: 120), kind: .frequency)
    let weighted = Paired(
      candidate: single.candidate.weighted(weights), production: single.production.weighted(weights)
    )
    let metrics: [any Metric<BinaryOutcomes>] = [.brierScore, .f1, .rocAUC]
    for (a, b) in zip(
      analysis(metrics).findings(on: thrice), analysis(metrics).findings(on: weighted))
    {
      let (first, second) = try (a.get(), b.get())
      #expect(abs(first.deviation.value / second.deviation.value - 1) < 1e-12, "\(first.metric)")
      #expect(first.rows == second.rows)
      #expect(abs((first.deviation.lower ?? 0) / (second.deviation.lower ?? 1) - 1) < 1e-9)
    }
  }

  private let standard = MetricCatalogue.binary.filter { $0.isStandard }

  @Test func `the order of rows shows in no bit`() {
    let pair = pair(3, rows: 200)
    var draws = SeededDraws(seed: 4)
    let shuffled = pair.taking((0..<200).shuffled(using: &draws))
    let first = analysis(standard).findings(on: pair.taking((0..<200).map { $0 }))
    #expect(first == analysis(standard).findings(on: shuffled))
  }

  @Test func `every metric says what it can find, or why not`() throws {
    let request = PowerRequest(difference: 0.01, margin: 0.05)
    for result in analysis(standard, request).findings(on: pair(5, rows: 400)) {
      switch result {
      case .success(let finding):
        #expect(finding.detectable.value > 0 && finding.deviation.value > 0, "\(finding.metric)")
        if let lower = finding.detectable.lower, let upper = finding.detectable.upper {
          #expect(lower <= finding.detectable.value && finding.detectable.value <= upper)
        }
        #expect(finding.forEquivalence?.number != nil, "\(finding.metric)")
      case .failure(let unknown):
        #expect(unknown.metric == "prevalence", "\(unknown)")
      }
    }
  }

  @Test func `identical models have no power to speak of`() throws {
    let model = BinaryOutcomes.drawn(rows: 50, seed: 1)
    let result = analysis([.rocAUC]).findings(on: Paired(candidate: model, production: model))[0]
    #expect(throws: UnknownPower.self) { try result.get() }
  }

  /// FurtherRows takes h = z·σ/√n from the interval: n′ = (σ/g)²(z + z₀.₈)².
  @Test func `the rows agree with those that a gate names`() throws {
    let finding = try analysis([.brierScore], PowerRequest(margin: 0.004))
      .findings(on: pair(6, rows: 2000))[0].get()
    let needed = try #require(finding.forNonInferiority?.number?.value)
    let sum = ConfidenceLevel.ninetyFivePercent.deviate + 0.841_621_233_572_914_3
    let gate = (finding.deviation.value * sum / 0.004).square
    #expect(abs(needed - gate) < 3, "\(needed) \(gate)")
  }

  @Test func `which way is worse decides about the advantage`() throws {
    let pair = pair(7, rows: 500)
    let better = PowerRequest(difference: -0.002, margin: 0.004)
    let worse = PowerRequest(difference: 0.002, margin: 0.004)
    func rows(_ request: PowerRequest) throws -> Double {
      try #require(
        analysis([.brierScore], request).findings(on: pair)[0].get().forNonInferiority?.number?
          .value)
    }
    #expect(try rows(better) < rows(worse))
    let beyond = try analysis([.brierScore], PowerRequest(difference: 0.004, margin: 0.004))
      .findings(on: pair)[0].get()
    #expect(beyond.forNonInferiority?.reason == "the true difference lies beyond the margin")
    let neutral = try analysis([.selectionRate], better).findings(on: pair)[0].get()
    #expect(neutral.forNonInferiority == nil && neutral.forEquivalence != nil)
  }
}

extension Double {
  fileprivate var square: Double { self * self }
}

/// Our own test at the number of rows that was returned finds the difference as often as was asked
/// for; slow, and run when `VAGLIO_SLOW` is 1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct PowerSimulationTests {
  /// Probabilities with a logistic truth; the candidate knows more of it than production.
  private func drawn(_ rows: Int, _ draws: inout SeededDraws) -> Paired<BinaryOutcomes> {
    var (labels, candidate, production) = ([UInt8](), [Double](), [Double]())
    for _ in 0..<rows {
      let (a, b) = (draws.nearlyNormal(), draws.nearlyNormal())
      labels.append(draws.uniform() < logistic(1.2 * a + 0.5 * b - 0.8) ? 1 : 0)
      candidate.append(logistic(1.1 * a + 0.25 * b - 0.75))
      production.append(logistic(a - 0.7))
    }
    return Paired(
      candidate: BinaryOutcomes(labels: labels, scores: candidate),
      production: BinaryOutcomes(labels: labels, scores: production))
  }

  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  @Test(arguments: ["brier_score", "log_loss", "roc_auc", "average_precision", "recall"])
  func `eighty percent of studies find the difference`(name: String) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    var draws = SeededDraws(seed: 41)
    let comparison = Comparison(
      metrics: [metric], level: .ninetyFivePercent, resamples: 100, seed: 7)
    let large = drawn(400_000, &draws)
    let truth = try #require(comparison.findings(on: large)[0].estimate.value)
    let finding = try PowerAnalysis(
      metrics: [metric], request: PowerRequest(difference: truth), resamples: 100, seed: 7
    ).findings(on: large)[0].get()
    let rows = Int(try #require(finding.forDifference?.number?.value))
    let trials = 1500
    var found = 0
    for _ in 0..<trials {
      let interval = comparison.findings(on: drawn(rows, &draws))[0].estimate.interval
      found += interval.map { $0.lower > 0 || $0.upper < 0 } == true ? 1 : 0
    }
    let share = Double(found) / Double(trials)
    // Four binomial standard errors, and those of σ and of the truth, which 400,000 rows leave.
    let error = 4 * (0.16 / Double(trials)).squareRoot()
    #expect(abs(share - 0.8) < error + 0.01, "\(name): \(share) with \(rows) rows")

  }
}
