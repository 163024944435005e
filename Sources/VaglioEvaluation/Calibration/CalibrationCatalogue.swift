extension MetricCatalogue {
  /// Metrics of the calibration of binary probabilities, in alphabetical order of their names.
  public static let calibration: [any Metric<BinaryOutcomes>] = [
    .calibrationInTheLarge,
    .calibrationIntercept,
    .calibrationSlope,
    .debiasedCalibrationError(),
    .discrimination(),
    .expectedCalibrationError(),
    .hosmerLemeshow(),
    .maximumCalibrationError(),
    .miscalibration(),
    .observedExpectedRatio,
    .smoothCalibrationError,
    .spiegelhalterZ,
    .uncertainty(),
  ]
}
