import Testing
import VaglioEvaluation
import VaglioFindings

/// Agreement with scikit-learn on pairs, tables and intervals of `fixtures/golden`.
struct GoldenRatioTests {
  private func decisions(_ golden: GoldenCase) -> BinaryOutcomes? {
    guard let labels = golden.numbers("y_true"), let decisions = golden.numbers("y_pred") else {
      return nil
    }
    return BinaryOutcomes(
      labels: labels.map { UInt8($0) }, scores: decisions,
      rows: Rows(
        count: labels.count,
        weights: golden.numbers("sample_weight").map { Weights($0, kind: .importance) }))
  }

  private func measured(_ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes)
    -> Finding
  {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  @Test func `likelihood ratios agree with scikit-learn, and are undefined where it gives NaN`()
    throws
  {
    var count = 0
    for golden in try GoldenFile("binary_threshold").cases {
      guard let expected = golden.expectation("likelihood_ratios_pos_neg"),
        let outcomes = decisions(golden), expected.values.count == 2
      else { continue }
      let metrics: [any Metric<BinaryOutcomes>] = [
        .positiveLikelihoodRatio, .negativeLikelihoodRatio,
      ]
      for (metric, want) in zip(metrics, expected.values) {
        let got = measured(metric, outcomes).estimate.value
        let comment = Comment("\(golden.id) \(metric.name): \(String(describing: got)), \(want)")
        if want.isNaN {
          #expect(got == nil, comment)
        } else {
          #expect(expected.isMet(by: got ?? .nan, want: want), comment)
        }
        count += 1
      }
    }
    #expect(count >= 16)
  }

  @Test func `the cells agree with scikit-learn's confusion matrix`() throws {
    for golden in try GoldenFile("binary_threshold").cases {
      guard let expected = golden.expectation("confusion_matrix"),
        let outcomes = decisions(golden), let rows = expected.document["value"]?.array
      else { continue }
      var matrix = ConfusionMatrix()
      matrix.add(outcomes, rows: 0..<outcomes.count)
      let want = rows.flatMap { $0.array ?? [] }.compactMap(GoldenCase.number)
      guard want.count == 4 else { continue }
      for (got, want) in zip(matrix.read().weights, want) {
        #expect(expected.isMet(by: got, want: want), "\(golden.id)")
      }
    }
  }

  @Test func `the interval of F1 is Wilson's on Jaccard's index, carried over`() throws {
    let golden = try #require(
      try GoldenFile("binary_threshold").cases.first { $0.id == "thr_f1_ci_40" })
    let expected = try #require(golden.expectation("f1_ci_wilson_jaccard"))
    let outcomes = try #require(decisions(golden))
    let metrics: [any Metric<BinaryOutcomes>] = [.f1, .fBeta()]
    for metric in metrics {
      let estimate = measured(metric, outcomes).estimate
      let interval = try #require(estimate.interval)
      #expect(expected.isMet(by: interval.lower, want: expected.values[0]))
      #expect(expected.isMet(by: interval.upper, want: expected.values[1]))
    }
  }
}
