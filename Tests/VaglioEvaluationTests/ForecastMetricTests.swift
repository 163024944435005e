import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// Forecasts of quantiles and of ensembles, against other implementations and by hand.
struct ForecastMetricTests {
  private func finding<Observed>(
    _ metric: some Metric<Observed>, _ outcomes: Observed
  ) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  private func value<Observed>(_ metric: some Metric<Observed>, _ outcomes: Observed) -> Double {
    finding(metric, outcomes).estimate.value ?? .nan
  }

  // MARK: golden

  @Test func `an interval scores as in MAPIE, scoringrules, statsmodels and scipy`() throws {
    let golden = try #require(
      try GoldenFile("intervals").cases.first { $0.id == "int_80pct_50" })
    let outcomes = QuantileOutcomes(
      actual: try #require(golden.numbers("y_true")), levels: [0.1, 0.9],
      quantiles: [
        try #require(golden.numbers("lower")), try #require(golden.numbers("upper")),
      ])
    let coverage = finding(IntervalCoverage<QuantileOutcomes>(level: 0.8), outcomes)
    let p = try #require(coverage.test)
    #expect(p.name == "binomial-exact")
    for (name, got) in [
      ("coverage", coverage.estimate.value ?? .nan), ("coverage_binom_p_two_sided", p.pValue),
      ("mean_width", value(MeanIntervalWidth<QuantileOutcomes>(level: 0.8), outcomes)),
      ("winkler", value(IntervalScore<QuantileOutcomes>(level: 0.8), outcomes)),
      ("interval_score_scoringrules", value(IntervalScore<QuantileOutcomes>(level: 0.8), outcomes)),
    ] {
      let expectation = try #require(golden.expectation(name))
      #expect(expectation.isMet(by: got, want: expectation.value ?? .nan), "\(name): \(got)")
    }
  }

  /// 38 of 50 labels lie inside.
  @Test func `the exact interval of a coverage is statsmodels's`() throws {
    let golden = try #require(
      try GoldenFile("intervals").cases.first { $0.id == "int_80pct_50" })
    let expectation = try #require(golden.expectation("coverage_ci95_clopper_pearson"))
    let share = try #require(golden.expectation("coverage")?.value)
    let exact = ProportionInterval.clopperPearson(
      successes: (share * 50).rounded(), trials: 50, level: .ninetyFivePercent)
    #expect(expectation.isMet(by: exact.lower, want: expectation.values[0]))
    #expect(expectation.isMet(by: exact.upper, want: expectation.values[1]))
  }

  /// The second row's infinite bounds are made large: infinite forecasts are refused at the door.
  @Test func `a crossed interval holds nothing and is reported`() throws {
    let golden = try #require(
      try GoldenFile("intervals").cases.first { $0.id == "int_degenerate" })
    func bounds(_ name: String) throws -> [Double] {
      try #require(golden.numbers(name)).map { max(-1e300, min(1e300, $0)) }
    }
    let outcomes = QuantileOutcomes(
      actual: try #require(golden.numbers("y_true")), levels: [0.05, 0.95],
      quantiles: [try bounds("lower"), try bounds("upper")])
    let coverage = finding(IntervalCoverage<QuantileOutcomes>(), outcomes)
    #expect(coverage.estimate.value == 0.5)
    #expect(
      coverage.notes == ["1 row has a lower bound above the upper one: such an interval is empty"])
    #expect(value(.quantileCrossingRate, outcomes) == 0.25)
    #expect(value(LowerMissRate<QuantileOutcomes>(), outcomes) == 0.5)
    #expect(value(UpperMissRate<QuantileOutcomes>(), outcomes) == 0.25)
  }

  @Test func `an ensemble scores as in scoringrules and properscoring`() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "fixtures/forecasts/expected.json")
    let document = try JSONValue(parsing: Array(Data(contentsOf: url)))
    func lists(_ name: String) -> [[Double]] {
      (document[name]?.array ?? []).map { ($0.array ?? []).compactMap(\.number) }
    }
    func list(_ name: String) -> [Double] { (document[name]?.array ?? []).compactMap(\.number) }
    let ensemble = EnsembleOutcomes(actual: list("actual"), members: lists("members"))
    let first = EnsembleOutcomes(actual: list("actual"), members: [lists("members")[0]])
    let quantiles = QuantileOutcomes(
      actual: list("actual"), levels: list("levels"), quantiles: lists("quantiles"))
    let expected = try #require(document["expected"])
    // Sums of a few hundred numbers of order 1, each rounded once: 10⁻¹³ is ample.
    for (name, got) in [
      ("crps", value(.ensembleCRPS(), ensemble)),
      ("crps_fair", value(.ensembleCRPS(estimator: .fair), ensemble)),
      ("crps_of_first_member", value(.ensembleCRPS(), first)),
      ("crps_of_quantiles", value(.quantileCRPS, quantiles)),
      ("width_80_of_members", value(MeanIntervalWidth<EnsembleOutcomes>(level: 0.8), ensemble)),
      ("coverage_80_of_members", value(IntervalCoverage<EnsembleOutcomes>(level: 0.8), ensemble)),
      ("ensemble_bias", value(.ensembleBias, ensemble)),
      ("spread_skill_ratio", value(.spreadSkillRatio, ensemble)),
    ] {
      let want = try #require(expected[name]?.number)
      #expect(abs(got - want) <= 1e-13 * max(1, abs(want)), "\(name): \(got), not \(want)")
    }
    for level in [0.5, 0.8, 0.9] {
      let want = try #require(expected["interval_score"]?["\(level)"]?.number)
      let got = value(IntervalScore<QuantileOutcomes>(level: level), quantiles)
      #expect(abs(got - want) <= 1e-12 * want, "interval \(level): \(got), not \(want)")
    }
    #expect(
      finding(.ensembleCRPS(estimator: .fair), first).estimate.undefined?.reason
        == "there are no rows with two members")
  }

  // MARK: by hand

  /// Row 1: y 3 in [1, 5], median 2; row 2: y 9 above [2, 6], median 4. At levels ¼ and ¾: widths 4 and
  /// 4, score 4 + 0 and 4 + 2/0.5·3 = 16, mean 10. Pinball at ¼: 0.25·2 and 0.25·7; ½: 0.5·1 and
  /// 0.5·5; ¾: 0.25·2 and 0.75·3. Their mean (0.5 + 1.75 + 0.5 + 2.5 + 0.5 + 2.25)/6 = 8/6; twice that
  /// is the score over all levels, and the weighted interval score.
  @Test func `two rows of three quantiles come out as on paper`() {
    let outcomes = QuantileOutcomes(
      actual: [3, 9], levels: [0.25, 0.5, 0.75], quantiles: [[1, 2], [2, 4], [5, 6]])
    #expect(value(IntervalCoverage<QuantileOutcomes>(level: 0.5), outcomes) == 0.5)
    #expect(value(UpperMissRate<QuantileOutcomes>(level: 0.5), outcomes) == 0.5)
    #expect(value(LowerMissRate<QuantileOutcomes>(level: 0.5), outcomes) == 0)
    #expect(value(MeanIntervalWidth<QuantileOutcomes>(level: 0.5), outcomes) == 4)
    #expect(value(IntervalScore<QuantileOutcomes>(level: 0.5), outcomes) == 10)
    #expect(abs(value(.quantilePinballLoss(), outcomes) - 8.0 / 6) <= 2 * 2.0.ulp)
    #expect(abs(value(.quantileCRPS, outcomes) - 8.0 / 3) <= 2 * 4.0.ulp)
    #expect(abs(value(.weightedIntervalScore, outcomes) - 8.0 / 3) <= 2 * 4.0.ulp)
    #expect(value(.quantileCoverage(), outcomes) == 0)
    #expect(outcomes.intervalLevels == [0.5])
    #expect(outcomes.median?.predicted == [2, 4])
    // Between 2 at ½ and 5 at ¾, a third of the way.
    #expect(abs(outcomes.pit[0] - (0.5 + 0.25 / 3)) <= 1.0.ulp)
    #expect(outcomes.pit[1] >= 0.75 && outcomes.pit[1] <= 1)
  }

  @Test func `what is not predicted is not measured, and it is said why`() {
    let outcomes = QuantileOutcomes(
      actual: [3, 9], levels: [0.25, 0.75], quantiles: [[1, 2], [5, 6]])
    #expect(
      finding(IntervalCoverage<QuantileOutcomes>(level: 0.8), outcomes).estimate.undefined?.reason
        == "the quantiles 0.1 and 0.9 are not predicted")
    #expect(
      finding(.weightedIntervalScore, outcomes).estimate.undefined?.reason
        == "the predicted levels are not pairs about a median")
    #expect(outcomes.median == nil)
    let ensemble = EnsembleOutcomes(actual: [1, 2], members: [[1, 1], [2, 3], [0, 4]])
    #expect(
      finding(IntervalCoverage<EnsembleOutcomes>(), ensemble).estimate.undefined?.reason
        == "the ensemble is too small for a 90 % interval: it takes 19 members")
    // Of three members the quartiles are the outermost two: [0, 2] holds 1, [1, 4] holds 2.
    #expect(value(IntervalCoverage<EnsembleOutcomes>(level: 0.5), ensemble) == 1)
  }

  /// Coverage of all rows is no certainty: Wilson for plain rows, nothing for clusters.
  @Test func `intervals that always hold are not certain to go on so`() throws {
    let rows = 40
    let outcomes = QuantileOutcomes(
      actual: [Double](repeating: 1, count: rows), levels: [0.05, 0.95],
      quantiles: [[Double](repeating: 0, count: rows), [Double](repeating: 2, count: rows)])
    let interval = try #require(
      finding(IntervalCoverage<QuantileOutcomes>(), outcomes).estimate.interval)
    #expect(interval.method == "wilson" && interval.upper == 1 && interval.lower < 0.95)
    let clustered = QuantileOutcomes(
      actual: outcomes.actual, levels: outcomes.levels, quantiles: outcomes.quantiles,
      rows: Rows(count: rows, clusters: (0..<Int32(rows)).map { $0 / 4 }))
    let estimate = finding(IntervalCoverage<QuantileOutcomes>(), clustered).estimate
    #expect(estimate.value == 1 && estimate.interval == nil)
  }

  @Test func `every metric that is measured by default has a value on ordinary forecasts`() {
    let quantiles = QuantileOutcomes(
      actual: [3, 9, 4], levels: [0.1, 0.5, 0.9], quantiles: [[1, 2, 3], [2, 4, 4], [5, 6, 7]])
    for metric in MetricCatalogue.quantileStandard(levels: quantiles.levels) {
      #expect(finding(metric, quantiles).estimate.value != nil, "\(metric.name)")
    }
    let ensemble = EnsembleOutcomes(actual: [3, 9, 4], members: quantiles.quantiles)
    for metric in MetricCatalogue.ensembleStandard(members: 3) {
      #expect(finding(metric, ensemble).estimate.value != nil, "\(metric.name)")
    }
  }

  @Test func `no rows have no exhibits, and few have them all`() {
    let empty = QuantileOutcomes(actual: [], levels: [0.1, 0.9], quantiles: [[], []])
    #expect(
      ForecastExhibits(of: empty, subject: .model, level: .ninetyFivePercent).exhibits.isEmpty)
    let ensemble = EnsembleOutcomes(actual: [1, 2], members: [[1, 1], [2, 3], [0, 4]])
    let exhibits = ForecastExhibits(of: ensemble, subject: .model, level: .ninetyFivePercent)
      .exhibits
    #expect(
      exhibits.map(\.kind) == ["quantile_calibration", "rank_histogram", "pit_histogram"])
    // Half of the levels of three members: ¼, ½ and ¾.
    #expect(exhibits[0].numbers("nominal") == [0.25, 0.5, 0.75])
    let shares = exhibits[1].numbers("share")?.compactMap { $0 } ?? []
    #expect(shares.count == 4 && shares.reduce(0, +) == 1)
  }
}
