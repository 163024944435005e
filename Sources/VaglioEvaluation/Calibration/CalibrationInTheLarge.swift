public import VaglioFindings

/// The intercept α of logit P(y) = α + logit p, the slope held at 1: above 0 where scores are too low
/// on the whole, below 0 where they are too high.
public struct CalibrationInTheLarge: LogisticCalibrationMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "calibration_in_the_large", title: "Calibration in the large",
      definition: "α of logit P(y) = α + logit p, by maximum likelihood.",
      range: -.infinity ... .infinity, direction: .nearerIsBetter(to: 0),
      source: "doi:10.1093/biomet/45.3-4.562")
  }

  public var term: Int { 0 }

  public var holdsSlope: Bool { true }
}

extension Metric where Self == CalibrationInTheLarge {
  /// Calibration in the large.
  public static var calibrationInTheLarge: CalibrationInTheLarge { CalibrationInTheLarge() }
}
