import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioStatistics

/// Agreement with pROC and scipy on areas under the ROC curve, and with scikit-learn on the curves.
struct GoldenAreaTests {
  /// The unweighted cases with both classes.
  private static let cases = [
    "rank_40", "rank_ties_100", "rank_200", "rank_constant", "rank_two_rows",
  ]

  private func golden(_ id: String) throws -> (GoldenCase, labels: [UInt8], scores: [Double]) {
    let golden = try #require(try GoldenFile("binary_ranking").cases.first { $0.id == id })
    let labels = try #require(golden.numbers("y_true")).map { UInt8($0) }
    return (golden, labels, try #require(golden.numbers("y_score")))
  }

  @Test(arguments: cases)
  func `the variances and intervals of an area agree`(id: String) throws {
    let (golden, labels, scores) = try golden(id)
    let classes = try ClassLabels(labels)
    let deLong = DeLong(Placements(ScoreOrder(scores), classes), classes)
    let (m, n) = (deLong.positives, deLong.negatives)
    func check(_ name: String, _ values: [Double]) {
      guard let expected = golden.expectation(name), expected.status == "ok" else { return }
      let wanted = expected.values.isEmpty ? [expected.value ?? .nan] : expected.values
      for (got, want) in zip(values, wanted) {
        #expect(expected.isMet(by: got, want: want), "\(id) \(name): \(got), not \(want)")
      }
    }
    check("mann_whitney_u", [deLong.area * m * n])
    check(
      "hanley_mcneil_se",
      [AUCInterval.hanleyMcNeilStandardError(deLong.area, positives: m, negatives: n)])
    let newcombe = AUCInterval.newcombe5(
      deLong.area, positives: m, negatives: n, level: .ninetyFivePercent)
    check("auc_newcombe_score_ci95", [newcombe.lower, newcombe.upper])
    if let variance = deLong.variance {
      check("delong_var", [variance])
      let wald = WaldInterval.linear(
        deLong.area, standardError: variance.squareRoot(), level: .ninetyFivePercent,
        method: "wald", range: 0...1)
      check("delong_ci95", [wald?.lower ?? .nan, wald?.upper ?? .nan])
    }
  }

  @Test(arguments: ["rank_40", "rank_two_rows"])
  func `the points of the ROC curve are scikit-learn's`(id: String) throws {
    let (golden, labels, scores) = try golden(id)
    let expected = try #require(golden.expectation("roc_curve_full"))
    let exhibits = CurveExhibits(
      of: BinaryOutcomes(labels: labels, scores: scores), subject: .model
    ).exhibits
    let roc = try #require(exhibits.first { $0.kind == "roc" })
    for (series, name) in [("false_positive_rate", "fpr"), ("true_positive_rate", "tpr")] {
      let wanted = try #require(expected.document["value"]?[name]?.array)
        .compactMap(GoldenCase.number)
      guard case .numbers(let got)? = roc.series[series] else {
        Issue.record("no \(series)")
        continue
      }
      #expect(got.count == wanted.count)
      for (got, want) in zip(got, wanted) {
        #expect(expected.isMet(by: got ?? .nan, want: want), "\(id) \(series)")
      }
    }
  }
}
