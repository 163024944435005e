public import VaglioFindings

/// The largest distance between event rate and mean score in any bin of the scores, max |ȳ − p̄|.
///
/// One bin with few rows decides it; a calibrated model shows a large one by chance. Undefined
/// without rows. Naeini, Cooper and Hauskrecht 2015, doi:10.1609/aaai.v29i1.9602.
public struct MaximumCalibrationError: BinnedCalibrationMetric {
  public let binning: ScoreBinning

  /// The error in some bins.
  public init(binning: ScoreBinning = ScoreBinning()) { self.binning = binning }

  public var measure: Measure {
    Measure(
      name: MetricName.text("maximum_calibration_error", binning.options),
      title: "Maximum calibration error",
      definition: "max |ȳ_k − p̄_k| over \(binning.rule).", range: 0...1,
      direction: .lowerIsBetter, source: "doi:10.1609/aaai.v29i1.9602")
  }

  public var summary: BinSummary { .maximum }

  public var options: [MetricOption] { ScoreBinning.metricOptions }

  public func configured(_ options: [String: String]) -> MaximumCalibrationError? {
    var options = options
    guard let binning = ScoreBinning(taking: &options), options.isEmpty else { return nil }
    return MaximumCalibrationError(binning: binning)
  }
}

extension Metric where Self == MaximumCalibrationError {
  /// The maximum calibration error in fifteen uniform bins, or in others.
  public static func maximumCalibrationError(
    binning: ScoreBinning = ScoreBinning()
  ) -> MaximumCalibrationError {
    MaximumCalibrationError(binning: binning)
  }
}
