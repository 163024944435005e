public import VaglioFindings

/// The slope β of logit P(y) = α + β·logit p: 1 where scores spread as they should, below 1 where
/// they are too extreme, above 1 where they are too timid.
public struct CalibrationSlope: LogisticCalibrationMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "calibration_slope", title: "Calibration slope",
      definition: "β of logit P(y) = α + β·logit p, by maximum likelihood.",
      range: -.infinity ... .infinity, direction: .nearerIsBetter(to: 1),
      source: "doi:10.1093/biomet/45.3-4.562")
  }

  public var term: Int { 1 }
}

extension Metric where Self == CalibrationSlope {
  /// The calibration slope.
  public static var calibrationSlope: CalibrationSlope { CalibrationSlope() }
}
