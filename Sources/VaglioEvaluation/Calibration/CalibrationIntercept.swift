public import VaglioFindings

/// The intercept α of logit P(y) = α + β·logit p, fitted together with the slope: 0 for a calibrated
/// model.
///
/// How the scores lie on the whole is what ``CalibrationInTheLarge`` says; this intercept belongs to
/// scores of ½, and means little where the slope is not 1.
public struct CalibrationIntercept: LogisticCalibrationMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "calibration_intercept", title: "Calibration intercept",
      definition: "α of logit P(y) = α + β·logit p, by maximum likelihood.",
      range: -.infinity ... .infinity, direction: .nearerIsBetter(to: 0),
      source: "doi:10.1093/biomet/45.3-4.562")
  }

  public var term: Int { 0 }
}

extension Metric where Self == CalibrationIntercept {
  /// The calibration intercept.
  public static var calibrationIntercept: CalibrationIntercept { CalibrationIntercept() }
}
