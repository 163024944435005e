import Foundation
import Testing
import VaglioFindings
import VaglioTesting

@testable import VaglioEvaluation

struct CalibrationTests {
  private func finding<Observed>(
    _ metric: some Metric<Observed>, _ outcomes: Observed
  ) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  @Test func `edges are numpy's, and the last bin is closed`() {
    let ten = ScoreBinning(10)
    // 3·0.1 is the double after 0.3, so that 0.3 lies below the fourth edge; 0.5 lies on the sixth.
    #expect([0, 0.1, 0.3, 0.3.nextUp, 0.5, 1].map(ten.uniformBin) == [0, 1, 2, 3, 5, 9])
    // Multiplying by 49 would put 29/49 into bin 28.
    let odd = ScoreBinning(49)
    #expect((0..<49).map { odd.uniformBin(of: odd.edge($0)) } == Array(0..<49))
  }

  @Test func `two bins by hand`() throws {
    // [0, ½): scores 0.2, 0.4, labels 0, 1: ȳ − p̄ = 0.5 − 0.3. [½, 1]: 0.5, 0.9, labels 1, 1: 0.3.
    let outcomes = BinaryOutcomes(labels: [0, 1, 1, 1], scores: [0.2, 0.4, 0.5, 0.9])
    let two = ScoreBinning(2)
    let error = try #require(
      finding(.expectedCalibrationError(binning: two), outcomes).estimate.value)
    #expect(abs(error - 0.25) <= 4 * 0.25.ulp)
    let maximum = try #require(
      finding(.maximumCalibrationError(binning: two), outcomes).estimate.value)
    #expect(abs(maximum - 0.3) <= 4 * 0.3.ulp)
    // ½(0.04 − 0.25/1) + ½(0.09 − 0)
    let debiased = try #require(
      finding(.debiasedCalibrationError(binning: two), outcomes).estimate.value)
    #expect(abs(debiased - (-0.06)) <= 1e-15)
    // Isotonic: 0, 1, 1, 1. ((0.04 + 0.36 + 0.25 + 0.01) − 0)/4; π(1 − π) = 3/16, all discriminated.
    #expect(abs((finding(.miscalibration(), outcomes).estimate.value ?? .nan) - 0.165) <= 1e-15)
    #expect(abs((finding(.discrimination(), outcomes).estimate.value ?? .nan) - 0.1875) <= 1e-15)
    #expect(finding(.uncertainty(), outcomes).estimate.value == 0.1875)
    // Groups of two rows: (1 − 0.6)²/(0.6·0.7) + (2 − 1.4)²/(1.4·0.3)
    let lemeshow = try #require(finding(.hosmerLemeshow(groups: 2), outcomes).estimate.value)
    #expect(abs(lemeshow - (0.16 / 0.42 + 0.36 / 0.42)) <= 1e-14)
  }

  @Test func `equal scores stay in one bin of equal mass`() {
    let outcomes = BinaryOutcomes(
      labels: [0, 1, 0, 1, 0, 1, 1, 1], scores: [0.1, 0.1, 0.1, 0.1, 0.1, 0.6, 0.7, 0.9])
    // Shares of lower weight: 0, 5/8, 6/8, 7/8; in four bins 0, 2, 3, 3.
    let bins = CalibrationBins(equalMass: outcomes.ranked, bins: 4)
    #expect(bins.bins.map(\.rows) == [5, 1, 2])
    #expect(bins.bins.map(\.lower) == [0.1, 0.6, 0.7])
  }

  @Test(arguments: [(1, 0.3), (2, 0.5), (7, 0.2), (40, 0.925), (5, 0), (5, 1)])
  func `the mean deviation of a share is the sum over all counts`(n: Int, p: Double) {
    let sum = (0...n).reduce(0.0) { sum, k in
      var mass = 1.0
      for i in 0..<k { mass *= Double(n - i) / Double(i + 1) * p }
      return sum + mass * pow(1 - p, Double(n - k)) * abs(Double(k) / Double(n) - p)
    }
    #expect(abs(MeanDeviation.expected(trials: n, p) - sum) <= 1e-13)
  }

  @Test func `the parts of each score add up to it`() throws {
    let outcomes = BinaryOutcomes.drawn(rows: 500, seed: 4)
    for (score, whole) in [
      (ProperScore.brier, .brierScore as any Metric<BinaryOutcomes>), (.log, .logLoss),
    ] {
      let parts = [
        finding(.miscalibration(score: score), outcomes),
        finding(.discrimination(score: score), outcomes),
        finding(.uncertainty(score: score), outcomes),
      ].map { $0.estimate.value ?? .nan }
      let sum = parts[0] - parts[1] + parts[2]
      #expect(abs(sum - (finding(whole, outcomes).estimate.value ?? .nan)) <= 1e-13)
    }
  }

  @Test func `names carry the options that differ from their defaults`() throws {
    for name in [
      "expected_calibration_error", "expected_calibration_error[bins=10]",
      "expected_calibration_error[bins=10,norm=l2,strategy=equal_mass]",
      "maximum_calibration_error[strategy=equal_mass]", "debiased_calibration_error[bins=20]",
      "miscalibration[score=log]", "discrimination[score=log]", "uncertainty[score=log]",
      "hosmer_lemeshow[groups=8]",
    ] {
      let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.calibration))
      #expect(metric.name == name)
    }
    for name in [
      "expected_calibration_error[bins=0]", "expected_calibration_error[norm=l3]",
      "expected_calibration_error[bins=99999]", "miscalibration[score=spherical]",
      "hosmer_lemeshow[groups=1]", "maximum_calibration_error[norm=l2]",
    ] {
      #expect(MetricCatalogue.metric(name, in: MetricCatalogue.calibration) == nil)
    }
    #expect(MetricCatalogue.calibration.allSatisfy { !$0.isStandard && $0.needsProbabilities })
  }

  @Test func `scores that are no probabilities have no calibration`() {
    let outcomes = BinaryOutcomes(labels: [0, 1, 1], scores: [-0.5, 0.4, 1.5])
    for name in ["expected_calibration_error", "miscalibration", "smooth_calibration_error"] {
      let metric = MetricCatalogue.metric(name, in: MetricCatalogue.calibration)
      #expect(metric.map { finding($0, outcomes).estimate.undefined != nil } == true)
    }
  }

  @Test func `certainty is clipped for logits, counted, and refused where there is nothing else`() {
    let certain = BinaryOutcomes(labels: [0, 1, 1, 0], scores: [0, 1, 0.4, 0.7])
    let slope = finding(.calibrationSlope, certain)
    #expect(slope.notes == ["2 probabilities of 0 or 1 were clipped to 1e-12 from there"])
    #expect(
      finding(.calibrationInTheLarge, certain.perfected).estimate.undefined?.reason
        == "every score is 0 or 1")
  }

  @Test func `a perfect result is not a certain one`() throws {
    let perfect = BinaryOutcomes.drawn(rows: 200, seed: 2).perfected
    for name in ["miscalibration", "debiased_calibration_error", "observed_expected_ratio"] {
      let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.calibration))
      #expect(try #require(finding(metric, perfect).estimate.interval).width > 0, "\(name)")
    }
  }

  @Test func `clusters and importance have no test that presumes independent rows`() {
    let drawn = BinaryOutcomes.drawn(rows: 60, seed: 2)
    let clustered = BinaryOutcomes(
      labels: drawn.labels, scores: drawn.scores,
      rows: Rows(count: 60, clusters: (0..<60).map { Int32($0 / 3) }))
    for metric in MetricCatalogue.calibration {
      #expect(finding(metric, clustered).test == nil)
    }
    for metric in [.miscalibration(), .discrimination()] as [any Metric<BinaryOutcomes>] {
      let finding = finding(metric, clustered)
      #expect(finding.estimate.value != nil && finding.estimate.interval == nil)
      #expect(finding.notes.contains { $0.hasPrefix("no interval: chance moves the value") })
    }
  }

  @Test func `draws of many rows are those of a calibrated model`() {
    // 40,000 rows in 1,024 groups: the draws' mean belongs to about n^(1/3) blocks' worth of chance.
    var draws = SeededDraws(seed: 3)
    let scores = (0..<40_000).map { _ in draws.uniform() }
    let labels = scores.map { draws.uniform() < $0 ? UInt8(1) : 0 }
    let outcomes = BinaryOutcomes(labels: labels, scores: scores)
    let finding = finding(.miscalibration(), outcomes)
    #expect((finding.test?.pValue ?? 0) > 0.001)
    #expect(finding.estimate.interval?.lower == 0)
    let wrong = BinaryOutcomes(labels: labels, scores: scores.map { $0 * $0 })
    #expect(self.finding(.miscalibration(), wrong).test?.pValue == 0.001)
  }

  @Test func `top labels by hand`() throws {
    // Confidences 0.6 (right), 0.7 (wrong), 0.8 (right) in the one bin: |2/3 − 0.7|.
    let outcomes = MulticlassOutcomes(
      classes: ["a", "b"], labels: [0, 0, 1], scores: [[0.6, 0.3, 0.2], [0.4, 0.7, 0.8]])
    let error = finding(.multiclassCalibrationError(bins: 1), outcomes)
    #expect(abs((error.estimate.value ?? .nan) - (0.7 - 2.0 / 3)) <= 1e-15)
    // Class a: ȳ 2/3, p̄ 1.1/3; class b: 1/3, 1.9/3. Both miss by 0.3.
    let classwise = finding(.multiclassCalibrationError(bins: 1, form: .classwise), outcomes)
    #expect(abs((classwise.estimate.value ?? .nan) - 0.3) <= 1e-15)
    // Predicted a: one row, |1 − 0.6|; predicted b: two, |½ − 0.75|: (0.4 + 2·0.25)/3.
    let top = finding(.multiclassCalibrationError(bins: 1, form: .topLabel), outcomes)
    #expect(abs((top.estimate.value ?? .nan) - 0.3) <= 1e-15)
    #expect(top.measure == "expected_calibration_error[bins=1,form=top_label]")
    let decided = MulticlassOutcomes(classes: ["a", "b"], labels: [0, 1], predicted: [0, 1])
    #expect(finding(.multiclassCalibrationError(), decided).estimate.undefined != nil)
  }

  @Test func `exhibits are the same whatever the order, and their band holds the diagonal`() throws
  {
    let outcomes = BinaryOutcomes.drawn(rows: 400, seed: 9)
    var draws = SeededDraws(seed: 1)
    let order = (0..<Int32(400)).shuffled(using: &draws)
    let exhibits = [outcomes, outcomes.taking(order)].map {
      CalibrationExhibits(
        of: $0, subject: .model, level: .ninetyFivePercent, seed: 7, resamples: 400
      ).exhibits
    }
    #expect(exhibits[0] == exhibits[1])
    #expect(
      exhibits[0].map(\.kind) == [
        "reliability", "score_histogram", "reliability_equal_mass", "calibration_curve",
        "calibration_band", "calibration_measures",
      ])
    let band = exhibits[0][4]
    let bounds = zip(
      band.numbers("score") ?? [], zip(band.numbers("lower") ?? [], band.numbers("upper") ?? []))
    #expect(bounds.allSatisfy { ($1.0 ?? 1) <= ($0 ?? 0) && ($0 ?? 0) <= ($1.1 ?? 0) })
  }
}

/// How often tests and intervals of calibration hold, by seeded simulation. Slow: set VAGLIO_SLOW=1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct CalibrationCoverageTests {
  private static let replicates = 300

  /// Rows whose labels follow `truth` of a score that is drawn uniformly.
  private static func draw(
    _ rows: Int, _ draws: inout SeededDraws, _ truth: (Double) -> Double
  ) -> BinaryOutcomes {
    let scores = (0..<rows).map { _ in draws.uniform() }
    return BinaryOutcomes(
      labels: scores.map { draws.uniform() < truth($0) ? 1 : 0 }, scores: scores)
  }

  private static func finding(
    _ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes
  ) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  @Test(arguments: [
    "expected_calibration_error", "expected_calibration_error[strategy=equal_mass]",
    "maximum_calibration_error", "miscalibration", "spiegelhalter_z", "hosmer_lemeshow",
    "calibration_slope", "calibration_in_the_large",
  ])
  func `p-values of a calibrated model are uniform`(name: String) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.calibration))
    var draws = SeededDraws(seed: 20_261_122)
    let pValues = try (0..<Self.replicates).map { _ in
      try #require(Self.finding(metric, Self.draw(300, &draws) { $0 }).test?.pValue)
    }.sorted()
    let n = Double(pValues.count)
    let gaps = pValues.enumerated().map { abs((Double($0.offset) + 0.5) / n - $0.element) }
    let distance = gaps.max() ?? 1
    print("largest distance from uniform, \(name): \(distance)")
    // Kolmogorov's bound at one in ten thousand: √(ln(20,000)/(2n)).
    #expect(distance <= (log(20_000) / (2 * n)).squareRoot())
  }

  @Test func `what a calibrated model is expected to show is what it shows on average`() throws {
    var draws = SeededDraws(seed: 5)
    var (sum, squares, expected) = (0.0, 0.0, 0.0)
    for _ in 0..<2000 {
      var statistic = BinnedScores(ScoreBinning())
      let scores = (0..<200).map { _ in draws.uniform() * draws.uniform() }
      statistic.add(
        BinaryOutcomes(labels: scores.map { draws.uniform() < $0 ? 1 : 0 }, scores: scores),
        rows: 0..<200)
      let value = BinSummary.mean.value(of: statistic.read())
      (sum, squares) = (sum + value, squares + value * value)
      expected += BinSummary.mean.expected(of: statistic.read())
    }
    let (mean, n) = (sum / 2000, 2000.0)
    let error = ((squares / n - mean * mean) / n).squareRoot()
    print("expected \(expected / n), mean \(mean) ± \(error)")
    // The binomial scaled to the true variance is off by less than a hundredth at thirteen rows a bin.
    #expect(abs(expected / n - mean) <= 4 * error + 0.01 * mean)
  }

  @Test(arguments: [(0, 0.0), (1, 0.0186), (2, 0.0042), (3, 0.0314)])
  func `the interval of the miscalibration holds it nearly as often as it says`(
    kind: Int, near: Double
  ) throws {
    func truth(_ p: Double) -> Double {
      let logit = log(p / (1 - p))
      let moved = [logit, 0.6 * logit - 0.5, 1.5 * logit, logit - 1][kind]
      return kind == 0 ? p : 1 / (1 + exp(-moved))
    }
    // ∫(p − c(p))² dp by the midpoint rule.
    let value = (0..<100_000).reduce(0.0) { sum, step in
      let p = (Double(step) + 0.5) / 100_000
      return sum + (p - truth(p)) * (p - truth(p)) / 100_000
    }
    #expect(abs(value - near) < 0.0002)
    var draws = SeededDraws(seed: 8)
    var (below, above) = (0, 0)
    for _ in 0..<Self.replicates {
      let outcomes = Self.draw(500, &draws, truth)
      let interval = try #require(Self.finding(.miscalibration(), outcomes).estimate.interval)
      if interval.lower > value { below += 1 }
      if interval.upper < value { above += 1 }
    }
    let n = Double(Self.replicates)
    print("miscalibration \(value): too high \(Double(below) / n), too low \(Double(above) / n)")
    // Known shortfall: the lower bound misses in up to 6 % where the logistic recalibration does not
    // describe the excess well; four standard errors besides.
    #expect(Double(below) / n <= 0.06 + 4 * (0.06 * 0.94 / n).squareRoot())
    #expect(Double(above) / n <= 0.04 + 4 * (0.04 * 0.96 / n).squareRoot())
  }
}
