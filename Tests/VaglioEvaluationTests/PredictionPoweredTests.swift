import FoundationEssentials
import Glibc
import Testing
import VaglioFindings
import VaglioStatistics
import VaglioTesting

@testable import VaglioEvaluation

struct PredictionPoweredTests {
  private let powered = PredictionPowered<BinaryOutcomes>(level: .ninetyFivePercent)

  private func outcome(
    _ metric: some Metric<BinaryOutcomes>, _ model: PartlyLabelled<BinaryOutcomes>
  ) -> PredictionPowered<BinaryOutcomes>.Outcome? {
    powered.estimate(of: metric, Readings(of: model.labelled).reading(for: metric), on: model)
  }

  private func model(
    _ labels: [UInt8], _ scores: [Double], proxies: [Double]? = nil, rows: Rows? = nil,
    isLabelled: [Bool]? = nil
  ) -> PartlyLabelled<BinaryOutcomes> {
    let all = labels + [UInt8](repeating: 0, count: scores.count - labels.count)
    return PartlyLabelled(
      BinaryOutcomes(labels: all, scores: scores, rows: rows),
      isLabelled: isLabelled ?? scores.indices.map { $0 < labels.count },
      proxies: proxies ?? scores)
  }

  private func drawn(
    _ labelled: Int, _ unlabelled: Int, seed: UInt64
  ) -> PartlyLabelled<BinaryOutcomes> {
    var draws = SeededDraws(seed: seed)
    let scores = (0..<labelled + unlabelled).map { _ in draws.uniform() }
    return model(scores.prefix(labelled).map { draws.uniform() < $0 ? 1 : 0 }, scores)
  }

  /// Two labelled rows with g = 1, 0 and f = 0.8, 0.4; two others with f = 0.6, 1.0.
  /// mean_n g = 0.5, mean_n f = 0.6, mean_N f = 0.8; Cov_n = (0.5·0.2 + 0.5·0.2)/2 = 0.1;
  /// Var of all f = (0.1² + 0.3² + 0.1² + 0.3²)/3 = 0.0666…; λ = 0.1/(2·0.0666…) = 0.75;
  /// θ = 0.5 + 0.75·0.2 = 0.65. Residuals g − λf = 0.4, −0.3, centred ±0.35: 2·0.1225/(2·1) =
  /// 0.1225; of the others λ²·(0.04 + 0.04)/(2·1) = 0.5625·0.04 = 0.0225; √0.145 = 0.38079.
  @Test func `four rows by hand`() throws {
    let mean = PoweredMean(
      rows: Rows(count: 4), labelledRows: [0, 1], unlabelledRows: [2, 3], values: [1, 0],
      guesses: [0.8, 0.4, 0.6, 1.0])
    #expect(abs(mean.tuning - 0.75) < 1e-15)
    #expect(abs(mean.shift - 0.2) < 1e-15)
    #expect(abs(try #require(mean.error(at: 0.75)).value - 0.145.squareRoot()) < 1e-15)
  }

  @Test func `means agree with ppi-python`() throws {
    let document = try Self.fixture("few-labels/expected.json")
    for entry in try #require(document["cases"]?.array) {
      let labels = (entry["labels"]?.array ?? []).map { UInt8($0.number ?? 0) }
      let scores = (entry["scores"]?.array ?? []).map { $0.number ?? .nan }
      let model = model(labels, scores)
      let (n, rest) = (Double(labels.count), Double(scores.count - labels.count))
      try agree(.brierScore, model, entry["brier_score"], n, rest)
      try agree(.prevalence, model, entry["prevalence"], n, rest)
    }
  }

  /// The package divides variances by n, ours by n − 1: its squared error lies between ours times
  /// (n − 1)/n and times (N − 1)/N.
  private func agree(
    _ metric: some Metric<BinaryOutcomes>, _ model: PartlyLabelled<BinaryOutcomes>,
    _ expected: JSONValue?, _ n: Double, _ rest: Double
  ) throws {
    let ours = try #require(outcome(metric, model))
    let value = try #require(ours.estimate.value)
    #expect(abs(value - (expected?["estimate"]?.number ?? .nan)) < 1e-12, "\(metric.name)")
    let reading = Readings(of: model.labelled).reading(for: metric)
    let φ = try #require(metric.influence(of: reading, on: model.labelled)).values(
      model.labelled.count)
    let guesses = model.suppositions.map { supposition in
      zip(
        supposition.shares,
        metric.influence(of: reading, on: supposition.outcomes)?.values(model.all.count) ?? []
      ).map { $0 * $1 }
    }
    let mean = PoweredMean(
      rows: model.all.rows, labelledRows: model.labelledRows,
      unlabelledRows: model.unlabelledRows, values: φ,
      guesses: zip(guesses[0], guesses[1]).map { $0 + $1 })
    let square = pow(try #require(mean.error(at: ours.tuning)).value, 2)
    let theirs = pow(expected?["standard_error"]?.number ?? .nan, 2)
    let factors = [(n - 1) / n, (rest - 1) / rest]
    #expect(theirs >= square * (factors.min() ?? 0) * (1 - 1e-9))
    #expect(theirs <= square * (factors.max() ?? 0) * (1 + 1e-9))
    #expect((0...1).contains(ours.tuning))
  }

  @Test func `guesses that say nothing change nothing`() throws {
    let scores = drawn(80, 200, seed: 1).all.scores
    let labels = drawn(80, 200, seed: 1).labelled.labels
    let constant = model(labels, scores, proxies: [Double](repeating: 0.5, count: 280))
    let ours = try #require(outcome(.prevalence, constant))
    #expect(ours.tuning == 0 && ours.gain == 1)
    let plain = Evaluation(metrics: [.prevalence], level: .ninetyFivePercent)
      .findings(on: constant.labelled, subject: .model)[0]
    #expect(abs((ours.estimate.value ?? 0) - (plain.estimate.value ?? 1)) < 1e-15)
  }

  /// g = f for every row, so that λ = Var_n/((1 + n/N)·Var) ≈ N/(n + N): the mean over all rows.
  @Test func `guesses that are always right count as labels`() throws {
    var draws = SeededDraws(seed: 3)
    let labels = (0..<400).map { _ -> UInt8 in draws.uniform() < 0.4 ? 1 : 0 }
    let scores = labels.map { 0.3 + 0.3 * Double($0) + 0.4 * (draws.uniform() - 0.5) }
    let model = PartlyLabelled(
      BinaryOutcomes(labels: labels, scores: scores),
      isLabelled: labels.indices.map { $0 % 4 == 0 },
      proxies: labels.map(Double.init))
    for metric in [Accuracy(), Recall(), F1Score()] as [any Metric<BinaryOutcomes>] {
      let found = outcome(metric, model)
      let ours = try #require(found)
      let whole = Evaluation(metrics: [metric], level: .ninetyFivePercent)
        .findings(on: model.all, subject: .model)[0]
      // λ and the gain hang on the ratio of the variances among 100 labelled rows and among all, whose
      // relative standard error is √((κ − 1)/100), up to 0.15 here: two of them, or one of the root.
      #expect(abs(ours.tuning - 0.75) < 0.23, "\(metric.name)")
      #expect(abs(ours.gain - 0.5) < 0.15, "\(metric.name)")
      let difference = (ours.estimate.value ?? 0) - (whole.estimate.value ?? 1)
      #expect(abs(difference) < 0.02, "\(metric.name)")
    }
  }

  @Test func `the order of rows shows in no bit`() throws {
    let model = drawn(100, 150, seed: 5)
    var draws = SeededDraws(seed: 6)
    let shuffled = model.taking((0..<250).shuffled(using: &draws))
    for metric in MetricCatalogue.binary where metric.hasRowwiseInfluence {
      let (first, second) = (outcome(metric, model), outcome(metric, shuffled))
      #expect(first?.estimate == second?.estimate && first?.tuning == second?.tuning)
      #expect(first?.pValue == second?.pValue, "\(metric.name)")
    }
  }

  @Test func `a row of frequency two is two rows`() throws {
    let model = drawn(100, 100, seed: 7)
    let twice = model.taking((0..<200).flatMap { [$0, $0] })
    let weights = Weights([Double](repeating: 2, count: 200), kind: .frequency)
    let weighted = PartlyLabelled(
      model.all.weighted(weights), isLabelled: (0..<200).map { $0 < 100 }, proxies: model.all.scores
    )
    for metric in [BrierScore(), Recall(), F1Score()] as [any Metric<BinaryOutcomes>] {
      let intervals = [outcome(metric, twice), outcome(metric, weighted)].map {
        $0?.estimate.interval
      }
      let (first, second) = (try #require(intervals[0]), try #require(intervals[1]))
      #expect(abs(first.lower - second.lower) < 1e-12 && abs(first.upper - second.upper) < 1e-12)
    }
  }

  @Test func `rows that come twice in a cluster tell no more`() throws {
    let model = drawn(120, 240, seed: 8)
    let twice = model.taking((0..<360).flatMap { [$0, $0] })
    let rows = Rows(count: 720, clusters: (0..<720).map { Int32($0 / 2) })
    let clustered = PartlyLabelled(
      BinaryOutcomes(labels: twice.all.labels, scores: twice.all.scores, rows: rows),
      isLabelled: (0..<720).map { $0 / 2 < 120 }, proxies: twice.all.scores)
    let single = try #require(outcome(.brierScore, model)?.estimate.interval)
    let double = try #require(outcome(.brierScore, clustered)?.estimate.interval)
    // C/(C − 1) over all clusters there, n/(n − 1) in each part here.
    #expect(abs(double.width / single.width - 1) < 0.02)
  }

  @Test func `what labels don't decide needs none, and few labels are left alone`() throws {
    let model = drawn(40, 100, seed: 9)
    let readings = Readings(of: model.labelled)
    for metric in MetricCatalogue.binary {
      #expect(Self.isLabelFree(metric, readings) == (metric.name == "selection_rate"))
    }
    #expect(outcome(.rocAUC, model) == nil)
    #expect(outcome(.accuracy, drawn(6, 100, seed: 10)) == nil)
    #expect(outcome(.accuracy, drawn(60, 0, seed: 10)) == nil)
  }

  private static func isLabelFree<M: Metric<BinaryOutcomes>>(
    _ metric: M, _ readings: Readings<BinaryOutcomes>
  ) -> Bool { metric.isLabelFree(at: readings.reading(for: metric)) }

  @Test func `squared errors with guessed labels are a prediction-powered mean`() throws {
    var draws = SeededDraws(seed: 12)
    let actual = (0..<300).map { _ in draws.nearlyNormal() }
    let predicted = actual.map { $0 + 0.5 * draws.nearlyNormal() }
    let guessed = actual.map { $0 + 0.1 * draws.nearlyNormal() }
    let model = PartlyLabelled(
      RegressionOutcomes(actual: actual, predicted: predicted),
      isLabelled: actual.indices.map { $0 < 60 }, proxies: guessed)
    let powered = PredictionPowered<RegressionOutcomes>(level: .ninetyFivePercent)
    for metric in [MeanSquaredError(), RootMeanSquaredError(), MeanAbsoluteError()]
      as [any Metric<RegressionOutcomes>]
    {
      let found = Self.estimate(metric, powered, model)
      let outcome = try #require(found)
      #expect(outcome.gain < 0.7 && outcome.tuning > 0.5, "\(metric.name)")
    }
  }

  private static func estimate<M: Metric<RegressionOutcomes>>(
    _ metric: M, _ powered: PredictionPowered<RegressionOutcomes>,
    _ model: PartlyLabelled<RegressionOutcomes>
  ) -> PredictionPowered<RegressionOutcomes>.Outcome? {
    powered.estimate(of: metric, Readings(of: model.labelled).reading(for: metric), on: model)
  }

  private static func fixture(_ path: String, from file: String = #filePath) throws -> JSONValue {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try JSONValue(
      parsing: [UInt8](Data(contentsOf: root.appending(path: "fixtures/\(path)"))))
  }
}

/// How often intervals from few labels cover the truth, and what they gain; slow, and run when
/// `VAGLIO_SLOW` is 1.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"))
struct FewLabelsCoverageTests {
  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Scores of a good and of a worse model, and labels; the guess is the mean of both.
  private func drawn(
    _ rows: Int, labelled: Int, _ draws: inout SeededDraws
  ) -> PartlyLabelledPair<BinaryOutcomes> {
    var (labels, first, second) = ([UInt8](), [Double](), [Double]())
    for _ in 0..<rows {
      let (a, b) = (draws.nearlyNormal(), draws.nearlyNormal())
      labels.append(draws.uniform() < logistic(2.5 * a + b - 0.5) ? 1 : 0)
      first.append(logistic(2.3 * a + 0.6 * b - 0.4))
      second.append(logistic(1.5 * a))
    }
    let isLabelled = (0..<rows).map { $0 < labelled }
    func model(_ scores: [Double]) -> PartlyLabelled<BinaryOutcomes> {
      PartlyLabelled(
        BinaryOutcomes(labels: labels, scores: scores), isLabelled: isLabelled,
        proxies: zip(first, second).map { ($0 + $1) / 2 })
    }
    return PartlyLabelledPair(candidate: model(first), production: model(second))
  }

  @Test(arguments: ["accuracy", "brier_score", "f1", "precision", "recall", "prevalence"])
  func `intervals cover, and are narrower than from the labels alone`(name: String) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    try cover(metric)
  }

  private func cover<M: Metric<BinaryOutcomes>>(_ metric: M) throws {
    var draws = SeededDraws(seed: 51)
    let large = drawn(400_000, labelled: 400_000, &draws)
    let truths = try [large.candidate, large.production].map {
      try metric.value(of: Readings(of: $0.all).reading(for: metric))
    }
    let powered = PredictionPowered<BinaryOutcomes>(level: .ninetyFivePercent)
    let trials = 1500
    var (own, paired, answered, gain) = (0, 0, 0, 0.0)
    for _ in 0..<trials {
      let pair = drawn(1500, labelled: 200, &draws)
      let first = Readings(of: pair.labelled.candidate).reading(for: metric)
      let second = Readings(of: pair.labelled.production).reading(for: metric)
      let level = try #require(powered.estimate(of: metric, first, on: pair.candidate))
      own += level.estimate.interval?.contains(truths[0]) == true ? 1 : 0
      gain += level.gain / Double(trials)
      guard let difference = powered.difference(of: metric, first, second, on: pair) else {
        continue
      }
      answered += 1
      paired += difference.estimate.interval?.contains(truths[0] - truths[1]) == true ? 1 : 0
    }
    // Four binomial standard errors of 1500 trials, 2.3 %; the normal approximation at 200 labels and
    // a λ from the same rows cost up to 1.5 % more.
    let shares = [Double(own) / Double(trials), Double(paired) / Double(max(answered, 1))]
    print("\(metric.name): coverage \(shares[0]), paired \(shares[1]) of \(answered), gain \(gain)")
    #expect(shares[0] > 0.95 - 0.038 && shares[0] < 0.95 + 0.023, "\(metric.name) \(shares)")
    #expect(answered < 200 || shares[1] > 0.95 - 0.038, "\(metric.name) \(shares)")
    #expect(gain < 1, "\(metric.name): \(gain)")
  }
}
