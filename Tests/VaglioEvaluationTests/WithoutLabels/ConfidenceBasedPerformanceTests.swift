import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

struct ConfidenceBasedPerformanceTests {
  static let metrics: [any Metric<BinaryOutcomes>] = [
    .rocAUC, .averagePrecision, .f1, .precision, .recall, .specificity, .accuracy, .logLoss,
    .brierScore, .expectedCost(CostMatrix(falsePositive: 1, falseNegative: 5)),
  ]

  private func outcomes(_ data: SimulatedScores) -> BinaryOutcomes {
    BinaryOutcomes(labels: data.labels, scores: data.scores)
  }

  private func estimates(
    _ reference: SimulatedScores, _ current: SimulatedScores,
    of metrics: [any Metric<BinaryOutcomes>] = Self.metrics
  ) throws -> [PerformanceEstimate] {
    try ConfidenceBasedPerformance(reference: outcomes(reference), seed: 1).estimates(
      of: metrics, on: UnlabelledScores(current.scores), level: .ninetyFivePercent)
  }

  private static func golden(_ part: String) throws -> JSONValue {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/unlabelled/expected.json")
    let document = try JSONValue(parsing: Array(Data(contentsOf: url)))
    return try #require(document[part])
  }

  private static func numbers(_ value: JSONValue?) -> [Double] {
    (value?.array ?? []).compactMap(\.number)
  }

  @Test func `binary estimates equal NannyML's from the same probabilities`() throws {
    let golden = try Self.golden("binary")
    let scores = Self.numbers(golden["scores"])
    let like = BinaryOutcomes(labels: [], scores: [], threshold: 0.3)
    func value(_ metric: some Metric<BinaryOutcomes>) throws -> Double {
      try ConfidenceBasedPerformance.expectedValue(
        of: metric, on: UnlabelledScores(scores),
        probabilities: [Self.numbers(golden["probabilities"])], like: like)
    }
    // 300 sums of products, each rounded to 53 bits by either side; NannyML rounds to five decimals what
    // has five decimals already.
    let metrics: [any Metric<BinaryOutcomes>] = [
      .rocAUC, .averagePrecision, .f1, .precision, .recall, .specificity, .accuracy,
    ]
    for metric in metrics {
      let expected = try #require(golden["expected"]?[metric.name]?.number)
      #expect(abs(try value(metric) - expected) < 1e-9, "\(metric.name)")
    }
    let cost = try value(.expectedCost(CostMatrix(falsePositive: 7, falseNegative: 3)))
    let cells = ["false_positive", "false_negative"].compactMap {
      golden["expected"]?[$0]?.number
    }
    #expect(abs(cost - (7 * cells[0] + 3 * cells[1]) / 300) < 1e-9)
  }

  @Test func `estimates of several classes equal NannyML's from the same probabilities`() throws {
    let golden = try Self.golden("multiclass")
    let columns = (golden["scores"]?.array ?? []).map { Self.numbers($0) }
    let like = MulticlassOutcomes(
      classes: ["a", "b", "c"], labels: [], scores: [[], [], []])
    let names = [
      "roc_auc": "roc_auc[average=macro,multiclass=ovr]", "f1": "f1[average=macro]",
      "precision": "precision[average=macro]", "recall": "recall[average=macro]",
      "accuracy": "accuracy",
    ]
    var compared = 0
    for metric in MetricCatalogue.multiclass {
      guard let name = names.first(where: { $0.value == metric.name })?.key else { continue }
      let expected = try #require(golden["expected"]?[name]?.number)
      let value = try Self.value(
        metric, columns, (golden["probabilities"]?.array ?? []).map { Self.numbers($0) }, like)
      #expect(abs(value - expected) < 1e-9, "\(name)")
      compared += 1
    }
    #expect(compared >= 3)
  }

  private static func value(
    _ metric: some Metric<MulticlassOutcomes>, _ scores: [[Double]], _ shares: [[Double]],
    _ like: MulticlassOutcomes
  ) throws -> Double {
    try ConfidenceBasedPerformance.expectedValue(
      of: metric, on: UnlabelledScores(classes: scores), probabilities: shares, like: like)
  }

  @Test func `cells are the sums of probabilities`() throws {
    // c = .9 .6 | .3 .2 with threshold .5: TP = 1.5, FP = .5, FN = .5, TN = 1.5 of 4 rows, five times.
    let scores = (0..<5).flatMap { _ in [0.9, 0.6, 0.3, 0.2] }
    func value(_ metric: some Metric<BinaryOutcomes>) throws -> Double {
      try ConfidenceBasedPerformance.expectedValue(
        of: metric, on: UnlabelledScores(scores), probabilities: [scores],
        like: BinaryOutcomes(labels: [], scores: []))
    }
    #expect(abs(try value(.accuracy) - 0.75) < 1e-12)
    #expect(abs(try value(.precision) - 0.75) < 1e-12)
    // Brier = mean of c(1 − c) = (.09 + .24 + .21 + .16)/4.
    #expect(abs(try value(.brierScore) - 0.175) < 1e-12)
  }

  @Test func `the estimate is near to the truth and says what it can't see`() throws {
    let (reference, current) = (
      SimulatedScores(4000, seed: 1), SimulatedScores(4000, seed: 2, shift: (0.5, 0))
    )
    let real = Evaluation(metrics: Self.metrics, level: .ninetyFivePercent).findings(
      on: outcomes(current), subject: .model)
    for (estimate, real) in zip(try estimates(reference, current), real) {
      let value = try #require(real.estimate.value)
      // Four times the width: both are samples of 4000.
      let interval = try #require(estimate.estimate.interval)
      #expect(
        abs(value - (estimate.estimate.value ?? .nan)) < 2 * interval.width, "\(real.measure)")
      #expect(interval.width > 0)
      #expect(estimate.notes.contains { $0.contains("concept drift") })
      #expect((estimate.learningError ?? 0) > 0 && (estimate.samplingError ?? 0) > 0)
    }
  }

  @Test func `the order of rows and the number of threads show in no bit`() throws {
    let (reference, current) = (SimulatedScores(900, seed: 3), SimulatedScores(700, seed: 4))
    let plain = try estimates(reference, current)
    let keys = (0..<900).map { UInt64($0) }
    let mixed = BinaryOutcomes(
      labels: reference.labels.reversed(), scores: reference.scores.reversed(),
      rows: Rows(count: 900, keys: keys.reversed()))
    let other = try ConfidenceBasedPerformance(reference: mixed, seed: 1, threads: 4).estimates(
      of: Self.metrics, on: UnlabelledScores(current.scores.reversed()), level: .ninetyFivePercent)
    for (a, b) in zip(plain, other) {
      #expect(a.estimate.value == b.estimate.value, "\(a.metric)")
      #expect(a.samplingError == b.samplingError, "\(a.metric)")
    }
  }

  @Test func `weighting mends a calibration that a shift of a hidden feature spoils`() throws {
    let reference = SimulatedScores(6000, seed: 5, weight: 1)
    let current = SimulatedScores(6000, seed: 6, shift: (0, 0.8), weight: 1)
    let joined = try JoinedColumns(
      [
        LearnerColumn(name: "first", .numbers(reference.first + current.first)),
        LearnerColumn(name: "second", .numbers(reference.second + current.second)),
      ], referenceCount: 6000)
    let keys = (0..<12_000).map { UInt64($0) }
    let ratio = try DensityRatio(joined, keys: keys, plan: DensityRatio.plan(seed: 1))
    let real = try #require(
      Evaluation(metrics: [.brierScore], level: .ninetyFivePercent).findings(
        on: outcomes(current), subject: .model)[0].estimate.value)
    let plain = try estimates(reference, current, of: [.brierScore])[0]
    let weighted = try ConfidenceBasedPerformance(
      reference: outcomes(reference), ratio: ratio, seed: 1
    ).estimates(of: [.brierScore], on: UnlabelledScores(current.scores), level: .ninetyFivePercent)[
      0]
    let (missed, mended) = (
      abs((plain.estimate.value ?? 0) - real), abs((weighted.estimate.value ?? 0) - real)
    )
    #expect(mended < missed / 2)
    #expect((weighted.effectiveReferenceCount ?? 0) < 6000)
  }

  @Test func `a ratio without overlap is refused`() throws {
    let reference = SimulatedScores(500, seed: 7)
    let ratio = DensityRatio(odds: (0..<500).map { $0 < 20 ? 1 : 1e-6 })
    #expect {
      try ConfidenceBasedPerformance(reference: outcomes(reference), ratio: ratio, seed: 1)
    } throws: { error in
      guard case WithoutLabelsError.noOverlap(let effective, 100) = error else { return false }
      return abs(effective - 20) < 0.1
    }
  }

  @Test func `bad rows are refused by name`() throws {
    #expect(throws: WithoutLabelsError.notAProbability(part: "current data", row: 2, value: "1.5"))
    {
      try UnlabelledScores([0.5, 1.5] + [Double](repeating: 0.5, count: 30))
    }
    #expect(throws: WithoutLabelsError.notAProbability(part: "current data", row: 1, value: "nan"))
    {
      try UnlabelledScores([.nan])
    }
    #expect(throws: WithoutLabelsError.tooFewRows(part: "current data", count: 3, fewest: 20)) {
      try UnlabelledScores([0.1, 0.2, 0.3])
    }
    #expect(throws: WithoutLabelsError.unusable("all current rows weigh 0")) {
      let weights = Weights([Double](repeating: 0, count: 30), kind: .importance)
      return try UnlabelledScores(
        [Double](repeating: 0.5, count: 30), rows: Rows(count: 30, weights: weights))
    }
    let data = SimulatedScores(200, seed: 8)
    #expect(throws: WithoutLabelsError.oneClass("positive")) {
      try ConfidenceBasedPerformance(
        reference: BinaryOutcomes(labels: [UInt8](repeating: 1, count: 200), scores: data.scores),
        seed: 1)
    }
    #expect(throws: WithoutLabelsError.self) {
      try ConfidenceBasedPerformance(
        reference: BinaryOutcomes(
          labels: data.labels, scores: [Double](repeating: 0.5, count: 200)), seed: 1)
    }
  }

  @Test func `a window where no row is predicted positive has no precision`() throws {
    let reference = SimulatedScores(500, seed: 9)
    let estimate = try ConfidenceBasedPerformance(reference: outcomes(reference), seed: 1)
      .estimates(
        of: [.precision], on: UnlabelledScores((0..<40).map { 0.01 * Double($0) }),
        level: .ninetyFivePercent)[0]
    #expect(estimate.estimate.undefined == Undefined("no row is predicted positive"))
  }

  @Test func `several classes have estimates with intervals`() throws {
    func data(_ seed: UInt64, _ count: Int) -> MulticlassOutcomes {
      var (labels, columns) = ([Int32](), [[Double]](repeating: [], count: 3))
      for row in 0..<count {
        let draws = HashedDraws(seed: seed, key: UInt64(row))
        let e = (0..<3).map { exp(SimulatedScores.normal(draws, 2 * $0)) }
        let (sum, sharp) = (e.reduce(0, +), e.map { $0 * $0 })
        let u = SimulatedScores.uniform(draws[9]) * sum
        labels.append(u < e[0] ? 0 : u < e[0] + e[1] ? 1 : 2)
        for k in 0..<3 { columns[k].append(sharp[k] / sharp.reduce(0, +)) }
      }
      return MulticlassOutcomes(classes: ["a", "b", "c"], labels: labels, scores: columns)
    }
    let (reference, current) = (data(1, 3000), data(2, 3000))
    let metrics = MetricCatalogue.multiclass.filter { ["accuracy", "log_loss"].contains($0.name) }
    let estimates = try ConfidenceBasedPerformance(reference: reference, seed: 1).estimates(
      of: metrics, on: UnlabelledScores(classes: current.scores), level: .ninetyFivePercent)
    let real = Evaluation(metrics: metrics, level: .ninetyFivePercent).findings(
      on: current, subject: .model)
    for (estimate, real) in zip(estimates, real) {
      let interval = try #require(estimate.estimate.interval)
      #expect(abs((estimate.estimate.value ?? 0) - (real.estimate.value ?? 9)) < 2 * interval.width)
    }
    #expect(estimates.count == 2)
  }
}
