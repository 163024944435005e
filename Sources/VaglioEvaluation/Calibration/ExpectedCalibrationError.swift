public import VaglioFindings

/// The mean over rows of the distance between event rate and mean score in bins of the scores.
///
/// Σ share·|ȳ − p̄|, or √Σ share·(ȳ − p̄)² with `norm=l2`. 0 is the best value that bins can show,
/// not a proof of calibration. Undefined without rows. Naeini, Cooper and Hauskrecht 2015,
/// doi:10.1609/aaai.v29i1.9602; the rule of the bins is ``ScoreBinning``'s.
public struct ExpectedCalibrationError: BinnedCalibrationMetric {
  /// How the bins' gaps are averaged.
  public enum Norm: String, Hashable, Sendable, CaseIterable {
    /// Their absolute values.
    case l1
    /// The root of their mean square.
    case l2
  }

  public let binning: ScoreBinning
  public let norm: Norm

  /// The error in some bins.
  public init(binning: ScoreBinning = ScoreBinning(), norm: Norm = .l1) {
    (self.binning, self.norm) = (binning, norm)
  }

  public var measure: Measure {
    var options = binning.options
    if norm != .l1 { options["norm"] = norm.rawValue }
    return Measure(
      name: MetricName.text("expected_calibration_error", options),
      title: "Expected calibration error",
      definition: (norm == .l1 ? "Σ n_k/n·|ȳ_k − p̄_k|" : "√Σ n_k/n·(ȳ_k − p̄_k)²")
        + " over \(binning.rule).",
      range: 0...1, direction: .lowerIsBetter, source: "doi:10.1609/aaai.v29i1.9602")
  }

  public var summary: BinSummary { norm == .l1 ? .mean : .rootMeanSquare }

  public var options: [MetricOption] {
    (ScoreBinning.metricOptions + [
      MetricOption(
        "norm", "l1 or l2", "the mean of the gaps, or the root of their mean square",
        standard: "l1",
        example: "l2")
    ]).sorted { $0.name < $1.name }
  }

  public func configured(_ options: [String: String]) -> ExpectedCalibrationError? {
    var options = options
    guard let binning = ScoreBinning(taking: &options) else { return nil }
    guard let norm = options.removeValue(forKey: "norm") else {
      return options.isEmpty ? ExpectedCalibrationError(binning: binning) : nil
    }
    guard let norm = Norm(rawValue: norm), options.isEmpty else { return nil }
    return ExpectedCalibrationError(binning: binning, norm: norm)
  }
}

extension Metric where Self == ExpectedCalibrationError {
  /// The expected calibration error in fifteen uniform bins, or in others.
  public static func expectedCalibrationError(
    binning: ScoreBinning = ScoreBinning(), norm: ExpectedCalibrationError.Norm = .l1
  ) -> ExpectedCalibrationError {
    ExpectedCalibrationError(binning: binning, norm: norm)
  }
}
