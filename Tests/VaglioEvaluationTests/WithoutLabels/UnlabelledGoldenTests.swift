import Foundation
import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// Against abstention, QuaPy and NannyML: see `fixtures/unlabelled/PROVENANCE.md`.
struct UnlabelledGoldenTests {
  private static func golden(_ file: String) throws -> JSONValue {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "fixtures/unlabelled/\(file)")
    return try JSONValue(parsing: Array(Data(contentsOf: url)))
  }

  private static func numbers(_ value: JSONValue?) throws -> [Double] {
    try #require(value?.array).compactMap(\.number)
  }

  private static func columns(_ value: JSONValue?) throws -> [[Double]] {
    try #require(value?.array).map { try numbers($0) }
  }

  /// Checks EM, decisions and average thresholded confidence of outcomes against a case.
  private func check<Observed: SupposableOutcomes>(
    _ reference: Observed, _ current: UnlabelledScores, _ golden: JSONValue
  ) throws {
    let shift = try LabelShiftLikelihood(
      reference: reference, current: current, level: .ninetyFivePercent, recalibrator: nil, seed: 1)
    for name in ["em", "em_quapy", "em_abstention"] {
      let expected = try Self.numbers(golden[name])
      // The mixture's shares are ratios times mean probabilities of the reference.
      let priors = Observed.classShares(reference.scoreColumns).map { column in
        column.reduce(0, +) / Double(column.count)
      }
      let raw = zip(shift.ratios, priors).map { $0 * $1 }
      let own = raw.map { $0 / raw.reduce(0, +) }
      // EM ends where a step is below 10⁻¹⁵ to 10⁻¹⁶ and has a rate of convergence below .99 here.
      for (own, expected) in zip(own, expected) { #expect(abs(own - expected) < 1e-10, "\(name)") }
    }
    let ratio = try #require(golden["likelihood_ratio"]?.number)
    #expect(abs((shift.noShift?.likelihoodRatio ?? 0) - ratio) < 1e-10 * ratio)
    let decisions = try LabelShift(
      reference: reference, current: current, level: .ninetyFivePercent)
    for (own, expected) in zip(decisions.ratios, try Self.numbers(golden["bbse_ratios"])) {
      // A system of at most three equations, whose condition is below 100.
      #expect(abs(own - expected) < 1e-12 * expected)
    }
    let confidence = try AverageThresholdedConfidence(reference: reference)
    // One less a probability is off by an ulp.
    #expect(
      abs((confidence.threshold ?? 9) - (golden["atc_threshold"]?.number ?? 0)) <= 0x1p-53)
    let accuracy = try confidence.accuracy(on: current, level: .ninetyFivePercent)
    #expect(
      abs((accuracy.estimate.value ?? 9) - (golden["atc_accuracy"]?.number ?? 0)) < 1e-14)
  }

  @Test func `label shift of two classes is that of abstention and QuaPy`() throws {
    let golden = try #require(Self.golden("label_shift.json")["binary"])
    let (reference, current) = (
      try Self.columns(golden["reference"]), try Self.columns(golden["current"])
    )
    try check(
      BinaryOutcomes(
        labels: Self.numbers(golden["labels"]).map { UInt8($0) }, scores: reference[1]),
      UnlabelledScores(current[1]), golden)
  }

  @Test func `label shift of three classes is that of abstention and QuaPy`() throws {
    let golden = try #require(Self.golden("label_shift.json")["multiclass"])
    try check(
      MulticlassOutcomes(
        classes: ["a", "b", "c"], labels: Self.numbers(golden["labels"]).map { Int32($0) },
        scores: Self.columns(golden["reference"])),
      UnlabelledScores(classes: Self.columns(golden["current"])), golden)
  }

  private static let losses: [(nanny: String, metric: any Metric<RegressionOutcomes>)] = {
    let names = [
      "mae": "mean_absolute_error", "mse": "mean_squared_error", "rmse": "root_mean_squared_error",
      "mape": "mean_absolute_percentage_error", "msle": "mean_squared_log_error",
      "rmsle": "root_mean_squared_log_error",
    ]
    return names.sorted { $0.key < $1.key }.compactMap { nanny, name in
      MetricCatalogue.metric(name, in: MetricCatalogue.regression).map { (nanny, $0) }
    }
  }()

  /// Ours on a case of NannyML's, with what NannyML says.
  private func directLoss(
    _ part: String
  ) throws -> [(name: String, own: PerformanceEstimate, nanny: Double)] {
    let golden = try #require(Self.golden("direct_loss.json")[part])
    func column(_ side: String, _ name: String) throws -> [Double] {
      try Self.numbers(golden[side]?[name])
    }
    let feature = try LearnerColumn(
      name: "x", .numbers(column("reference", "x") + column("current", "x")))
    let estimates = try DirectLossEstimation(
      reference: RegressionOutcomes(
        actual: column("reference", "y"), predicted: column("reference", "prediction")),
      current: column("current", "prediction"), features: [feature], plan: .init(seed: 1)
    ).estimates(of: Self.losses.map(\.metric), level: .ninetyFivePercent)
    return try zip(Self.losses, estimates).map { loss, own in
      (loss.nanny, own, try #require(golden["expected"]?[loss.nanny]?.number))
    }
  }

  @Test func `where features say nothing, direct loss estimates are NannyML's`() throws {
    let compared = try directLoss("constant")
    #expect(compared.count >= 4)
    for (name, own, nanny) in compared {
      // LightGBM holds losses in 24 bits: each is off by 2⁻²⁵ of itself at most, and so is their mean; its
      // boosting adds and takes away up to 100 leaves of rounding.
      let value = try #require(own.estimate.value)
      #expect(abs(value - nanny) < 0x1p-22 * nanny, "\(name): \(value) and \(nanny)")
    }
  }

  @Test func `where learners differ, direct loss estimates agree within their errors`() throws {
    let compared = try directLoss("feature")
    #expect(compared.count >= 4)
    for (name, own, nanny) in compared {
      // NannyML's learner saw the same rows and leaves its own errors in; ours adds what the learner got wrong.
      // Both estimate one mean from the same current rows: they differ by less than our error of what was
      // learnt, in three of its units; of a root by as much.
      let (value, interval) = (
        try #require(own.estimate.value), try #require(own.estimate.interval)
      )
      #expect(abs(value - nanny) < 1.5 * interval.width, "\(name): \(value) and \(nanny)")
    }
  }
}
