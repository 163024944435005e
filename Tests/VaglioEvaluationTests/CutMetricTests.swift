import Testing
import VaglioEvaluation
import VaglioFindings

/// Metrics at a place of the ranking, on rows few enough to check by hand.
struct CutMetricTests {
  /// From the top: 1, then two rows of 0.8 (one positive), 0, 1, 0, 0, 0, 0, 1.
  private let outcomes = BinaryOutcomes(
    labels: [1, 1, 0, 0, 1, 0, 0, 0, 0, 1],
    scores: [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])

  private func measured(
    _ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes
  ) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  private func valueOf(_ metric: some Metric<BinaryOutcomes>) -> Double? {
    measured(metric, outcomes).estimate.value
  }

  @Test func `tied rows at the cut count as expected over their orders`() {
    // The second row is a positive in one of two orders: (1 + ½)/2.
    #expect(valueOf(.precisionAtK(2)) == 0.75)
    #expect(valueOf(.precisionAtTop(fraction: 0.2)) == 0.75)
    // 1.5 of 4 positives; 0.75 over a prevalence of 0.4.
    #expect(valueOf(.gain(fraction: 0.2)) == 0.375)
    #expect(valueOf(.lift(fraction: 0.2)) == 0.375 / 0.2)
    #expect(
      measured(.precisionAtK(2), outcomes).notes
        == ["rows of equal score lie at the cut: the value is the mean over their orders"])
    #expect(measured(.precisionAtK(3), outcomes).notes == [])
  }

  @Test func `a capacity between two rows takes a part of the lower one`() throws {
    // 3.5 rows: 2 of the first 3, and half of a negative.
    let value = try #require(valueOf(.precisionAtTop(fraction: 0.35)))
    #expect(abs(value - 2 / 3.5) < 1e-15)
  }

  @Test func `everything is the prevalence, and more than everything is undefined`() {
    #expect(valueOf(.precisionAtK(10)) == 0.4)
    #expect(valueOf(.gain(fraction: 1)) == 1)
    #expect(valueOf(.lift(fraction: 1)) == 1)
    #expect(
      measured(.precisionAtK(11), outcomes).estimate.undefined?.reason
        == "there are fewer than 11 rows")
  }

  @Test func `without positives a gain is undefined, the precision of the top is not`() {
    let none = BinaryOutcomes(labels: [0, 0, 0], scores: [0.1, 0.2, 0.3])
    #expect(measured(.gain(), none).estimate.undefined?.reason == "no row is positive")
    #expect(measured(.lift(), none).estimate.undefined?.reason == "no row is positive")
    #expect(measured(.precisionAtTop(), none).estimate.value == 0)
    #expect(measured(.recallAtPrecision(), none).estimate.undefined != nil)
    #expect(measured(.precisionAtRecall(), none).estimate.undefined != nil)
    #expect(measured(.sensitivityAtSpecificity(), none).estimate.undefined != nil)
    let all = BinaryOutcomes(labels: [1, 1], scores: [0.1, 0.2])
    #expect(
      measured(.specificityAtSensitivity(), all).estimate.undefined?.reason == "no row is negative")
    #expect(measured(.rocAUC(maximumFalsePositiveRate: 0.1), all).estimate.undefined != nil)
  }

  @Test func `rates are asked for of thresholds that occur`() {
    // Thresholds from the top: (TP, FP) = (1,0) (2,1) (2,2) (3,2) (3,3) … (3,6) (4,6) of 4 and 6.
    #expect(valueOf(.sensitivityAtSpecificity(1)) == 0.25)
    // 5/6 = 0.8333 reaches 0.83, not 0.84.
    #expect(valueOf(.sensitivityAtSpecificity(0.83)) == 0.5)
    #expect(valueOf(.sensitivityAtSpecificity(0.84)) == 0.25)
    #expect(valueOf(.sensitivityAtSpecificity(0)) == 1)
    #expect(valueOf(.specificityAtSensitivity(0.75)) == 4 / 6.0)
    #expect(valueOf(.specificityAtSensitivity(0.76)) == 0)
    #expect(valueOf(.specificityAtSensitivity(0)) == 1)
    // Precisions: 1, 2/3, 2/4, 3/5, 3/6, …, 4/10.
    #expect(valueOf(.recallAtPrecision(0.6)) == 0.75)
    #expect(valueOf(.recallAtPrecision(0.61)) == 0.5)
    #expect(valueOf(.recallAtPrecision(1)) == 0.25)
    #expect(valueOf(.precisionAtRecall(0.3)) == 2 / 3.0)
    #expect(valueOf(.precisionAtRecall(0.75)) == 0.6)
    #expect(valueOf(.precisionAtRecall(1)) == 0.4)
  }

  @Test func `a precision that no threshold reaches leaves no recall, and a note`() {
    let outcomes = BinaryOutcomes(labels: [0, 1, 0, 1], scores: [0.9, 0.8, 0.7, 0.6])
    let finding = measured(.recallAtPrecision(), outcomes)
    #expect(finding.estimate.value == 0)
    #expect(finding.notes == ["no threshold reaches a precision of 0.9"])
  }

  @Test func `a specificity of tenths is met by tenths`() {
    // 7 of 10 negatives below the threshold are 0.7, though 0.7·10 rounds to above 7.
    let labels = [UInt8](repeating: 0, count: 10) + [1, 1]
    let outcomes = BinaryOutcomes(
      labels: labels, scores: (0..<10).map(Double.init) + [6.5, 8.5])
    #expect(measured(.sensitivityAtSpecificity(0.7), outcomes).estimate.value == 1)
  }

  @Test func `a perfect ranking keeps an interval at the cut`() throws {
    let outcomes = BinaryOutcomes(
      labels: (0..<40).map { $0 < 30 ? 0 : 1 }, scores: (0..<40).map(Double.init))
    let metrics: [any Metric<BinaryOutcomes>] = [
      .precisionAtTop(), .precisionAtK(), .sensitivityAtSpecificity(), .specificityAtSensitivity(),
      .rocAUC(maximumFalsePositiveRate: 0.1), .minimumCost(), .gain(fraction: 0.5),
    ]
    for metric in metrics {
      let estimate = measured(metric, outcomes).estimate
      let interval = try #require(estimate.interval)
      #expect(interval.width > 0.02, "\(metric.name): \(interval)")
    }
  }

  @Test func `resampling each row once is the value itself`() {
    let metrics: [any Metric<BinaryOutcomes>] = [
      .precisionAtTop(fraction: 0.3), .precisionAtK(3), .gain(fraction: 0.3), .lift(fraction: 0.3),
      .sensitivityAtSpecificity(), .specificityAtSensitivity(), .recallAtPrecision(0.6),
      .precisionAtRecall(), .minimumCost(), .optimalThreshold(),
    ]
    for metric in metrics {
      #expect(
        resampled(metric, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) == valueOf(metric), "\(metric.name)")
      // Twice all rows are the same shares.
      let (twice, once) = (resampled(metric, [2, 2, 2, 2, 2, 2, 2, 2, 2, 2]), valueOf(metric))
      #expect(abs((twice ?? .nan) - (once ?? .nan)) < 1e-15, "\(metric.name)")
      #expect(resampled(metric, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == nil, "\(metric.name)")
    }
  }

  private func resampled(_ metric: some Metric<BinaryOutcomes>, _ weights: [UInt8]) -> Double? {
    let reading = Readings(of: outcomes).reading(for: metric)
    return weights.withUnsafeBufferPointer { metric.resampling(of: reading)?($0) }
  }
}
