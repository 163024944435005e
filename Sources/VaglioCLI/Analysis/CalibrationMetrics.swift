internal import VaglioEvaluation

/// The metrics that `calibrate` measures when none is named: the proper scores that fall with
/// miscalibration, the metrics of calibration, and the ranking that must not suffer.
enum CalibrationMetrics {
  /// Of two classes.
  static var binary: [any Metric<BinaryOutcomes>] {
    chosen(
      from: MetricCatalogue.binary,
      [
        "log_loss", "brier_score", "miscalibration", "expected_calibration_error",
        "debiased_calibration_error", "maximum_calibration_error", "smooth_calibration_error",
        "calibration_in_the_large", "calibration_intercept", "calibration_slope",
        "observed_expected_ratio", "spiegelhalter_z", "hosmer_lemeshow", "discrimination",
        "uncertainty", "roc_auc",
      ])
  }

  /// Of several classes.
  static var multiclass: [any Metric<MulticlassOutcomes>] {
    chosen(from: MetricCatalogue.multiclass, ["log_loss", "brier_score", "roc_auc", "accuracy"])
  }

  /// The metrics of these names, as far as the catalogue holds them.
  private static func chosen<Observed: Outcomes>(
    from catalogue: [any Metric<Observed>], _ names: [String]
  ) -> [any Metric<Observed>] {
    names.compactMap { MetricCatalogue.metric($0, in: catalogue) }
  }
}
