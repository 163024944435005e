import VaglioComparison
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

/// How often the intervals of one method hold the truth in one situation, for every metric of a list.
struct CoverageStudy<Observed: Outcomes> {
  let situation: Situation<Observed>
  let metrics: [any Metric<Observed>]
  let choice: IntervalChoice
  /// How many samples are drawn.
  let trials: Int
  /// In how many of them the models are compared as well.
  let comparisons: Int

  /// How many replicates a bootstrap has here: with an odd multiple of forty less one, no quantile
  /// at 2.5 % lies between two of them.
  static var resamples: Int { 399 }

  /// One row for each metric.
  func rows() -> [CoverageRow] {
    var draws = SeededDraws(seed: 20_261_123)
    let truths = truths(&draws)
    let seeds = (0..<trials).map { _ in draws.next() }
    let samples = concurrentMap(trials, threads: 2) { trial in findings(seeds[trial], trial) }
    return metrics.indices.map { metric in
      var row = CoverageRow(metric: metrics[metric].name)
      for sample in samples {
        row.model.add(sample.model[metric].estimate, truth: truths[metric].0, choice)
        if let differences = sample.differences {
          row.difference.add(differences[metric].estimate, truth: truths[metric].1, choice)
        }
      }
      return row
    }
  }

  /// The values of the candidate and of the difference in the population.
  private func truths(_ draws: inout SeededDraws) -> [(Double?, Double?)] {
    let whole = (situation.population ?? situation.draw)(situation.populationRows, &draws)
    let readings = [Readings(of: whole.candidate), Readings(of: whole.production)]
    return metrics.map { metric in
      let values = readings.map { value(metric, $0) }
      guard let first = values[0], let second = values[1] else { return (values[0], nil) }
      return (first, first - second)
    }
  }

  private func value(_ metric: some Metric<Observed>, _ readings: Readings<Observed>) -> Double? {
    try? metric.value(of: readings.reading(for: metric))
  }

  private func findings(_ seed: UInt64, _ trial: Int) -> (model: [Finding], differences: [Finding]?)
  {
    var draws = SeededDraws(seed: seed)
    let pair = situation.draw(situation.rows, &draws)
    let plan = IntervalPlan(
      level: .ninetyFivePercent, choice: choice, resamples: Self.resamples, seed: draws.next())
    return (
      Evaluation(metrics: metrics, intervals: plan).findings(on: pair.candidate, subject: .model),
      trial < comparisons ? Comparison(metrics: metrics, intervals: plan).findings(on: pair) : nil
    )
  }
}

/// What one metric showed.
struct CoverageRow {
  let metric: String
  var model = CoverageShare()
  var difference = CoverageShare()
}

/// How many of the intervals held the truth.
struct CoverageShare {
  private(set) var held = 0
  private(set) var intervals = 0
  /// How many values had no interval.
  private(set) var bare = 0
  /// How often each method made the interval.
  private(set) var methods: [String: Int] = [:]

  var coverage: Double { Double(held) / Double(max(1, intervals)) }

  /// The method that made most of the intervals.
  var method: String {
    methods.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "none"
  }

  /// Counts an estimate that has an interval by the method that was asked for. What is certain, as the
  /// difference of two models' prevalences is, says nothing.
  mutating func add(_ estimate: Estimate, truth: Double?, _ choice: IntervalChoice) {
    guard let truth, estimate.value != nil else { return }
    guard let interval = estimate.interval else {
      bare += 1
      return
    }
    let isAsked = !choice.isBootstrap || interval.method.contains("bootstrap")
    guard isAsked, interval.method != "identical", interval.width > 0 || interval.lower != truth
    else { return }
    intervals += 1
    methods[interval.method, default: 0] += 1
    // The truth itself comes from sums in another order.
    let slack = 1e-12 * max(1, abs(truth))
    if interval.lower - slack <= truth, truth <= interval.upper + slack { held += 1 }
  }
}
