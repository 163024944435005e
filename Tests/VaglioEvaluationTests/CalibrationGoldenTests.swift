import Testing
import VaglioFindings
import VaglioStatistics

@testable import VaglioEvaluation

/// Agreement with scikit-learn, netcal, torchmetrics, relplot, MAPIE, model-diagnostics, statsmodels
/// and rms on the cases of `fixtures/golden/calibration.json`.
struct CalibrationGoldenTests {
  private func cases() throws -> [(golden: GoldenCase, outcomes: BinaryOutcomes)] {
    try GoldenFile("calibration").cases.map { golden in
      let (labels, scores) = (golden.numbers("y_true") ?? [], golden.numbers("y_prob") ?? [])
      return (golden, BinaryOutcomes(labels: labels.map { UInt8($0) }, scores: scores))
    }
  }

  private func finding(
    _ metric: some Metric<BinaryOutcomes>, _ outcomes: BinaryOutcomes
  ) -> Finding {
    Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  /// The p-value at a place of an expected list.
  private func check(
    _ metric: some Metric<BinaryOutcomes>, _ name: String, at place: Int = 0, pValueAt: Int? = nil,
    _ golden: GoldenCase, _ outcomes: BinaryOutcomes
  ) {
    guard let expectation = golden.expectation(name), expectation.status == "ok" else { return }
    let finding = finding(metric, outcomes)
    let comment = Comment("\(golden.id) \(name): \(finding.estimate)")
    let wanted = expectation.values.isEmpty ? [expectation.value ?? .nan] : expectation.values
    #expect(
      expectation.isMet(by: finding.estimate.value ?? .nan, want: wanted[place]), comment)
    if let pValueAt {
      #expect(
        expectation.isMet(by: finding.test?.pValue ?? .nan, want: wanted[pValueAt]), comment)
    }
  }

  @Test func `errors in ten left-closed bins agree with three libraries`() throws {
    let ten = ScoreBinning(10)
    for (golden, outcomes) in try cases() {
      let names: [(String, any Metric<BinaryOutcomes>)] = [
        ("ece", .expectedCalibrationError(binning: ten)),
        ("mce", .maximumCalibrationError(binning: ten)),
        ("rmsce", .expectedCalibrationError(binning: ten, norm: .l2)),
      ]
      let expected = try #require(golden.expectation("ece_uniform_left_closed"))
      for (name, metric) in names {
        let want = try #require(expected.document["value"]?[name].flatMap(GoldenCase.number))
        let got = finding(metric, outcomes).estimate.value ?? .nan
        #expect(expected.isMet(by: got, want: want), "\(golden.id) \(name): \(got)")
      }
      for library in ["ece_torchmetrics_l1", "ece_netcal", "ece_relplot_binned"] {
        check(.expectedCalibrationError(binning: ten), library, golden, outcomes)
      }
      check(.smoothCalibrationError, "smooth_ece", golden, outcomes)
      if golden.id == "cal_ties_100" {
        // Scores lie on the edges: right-closed bins are another measure.
        let right = try #require(golden.expectation("ece_uniform_right_closed"))
        let value = try #require(right.document["value"]?["ece"].flatMap(GoldenCase.number))
        let ours = finding(.expectedCalibrationError(binning: ten), outcomes).estimate.value ?? .nan
        #expect(abs(value - ours) > 0.03)
      } else {
        // The reference's bins for this one are right-closed.
        check(.debiasedCalibrationError(binning: ten), "ece2_debiased_kumar", golden, outcomes)
        // Without ties, quantiles of the scores and shares of the rows part them alike.
        check(
          .expectedCalibrationError(binning: ScoreBinning(10, .equalMass)), "ece_quantile", golden,
          outcomes)
      }
    }
  }

  @Test func `the parts of both scores agree with model-diagnostics`() throws {
    for (golden, outcomes) in try cases() {
      for score in ProperScore.allCases {
        let name = "corp_\(score)_mcb_dsc_unc_score"
        check(.miscalibration(score: score), name, golden, outcomes)
        check(.discrimination(score: score), name, at: 1, golden, outcomes)
        check(.uncertainty(score: score), name, at: 2, golden, outcomes)
      }
    }
  }

  @Test func `regressions on logits agree with statsmodels, errors included`() throws {
    for (golden, outcomes) in try cases() {
      check(.calibrationIntercept, "cox_intercept_slope", golden, outcomes)
      check(.calibrationSlope, "cox_intercept_slope", at: 1, golden, outcomes)
      check(.calibrationInTheLarge, "calibration_in_the_large", golden, outcomes)
      check(.observedExpectedRatio, "observed_expected_ratio", golden, outcomes)
      let calibration = outcomes.ranked.logisticCalibration
      let errors: [(Double?, String, Int)] = [
        (try? calibration.joint.get().standardErrors[0], "cox_intercept_slope_se", 0),
        (try? calibration.joint.get().standardErrors[1], "cox_intercept_slope_se", 1),
        (try? calibration.intercept.get().standardErrors[0], "calibration_in_the_large", 1),
      ]
      for (error, name, place) in errors {
        guard let expectation = golden.expectation(name), expectation.status == "ok" else {
          #expect(golden.id == "cal_constant_40")
          continue
        }
        #expect(expectation.isMet(by: error ?? .nan, want: expectation.values[place]))
      }
    }
    let constant = try #require(try cases().first { $0.golden.id == "cal_constant_40" })
    #expect(
      finding(.calibrationSlope, constant.outcomes).estimate.undefined?.reason
        == "the columns of the logistic regression are linearly dependent")
  }

  @Test func `tests agree with MAPIE and with rms`() throws {
    for (golden, outcomes) in try cases() {
      check(.spiegelhalterZ, "spiegelhalter_z_p", pValueAt: 1, golden, outcomes)
      check(.spiegelhalterZ, "spiegelhalter_z_mapie", golden, outcomes)
      // The reference parts equal scores; where there are none, both make the same ten groups.
      if golden.id == "cal_200" {
        check(.hosmerLemeshow(), "hosmer_lemeshow_g10", pValueAt: 2, golden, outcomes)
      }
    }
  }
}
