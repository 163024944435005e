public import VaglioFindings

/// The calibration error of smoothed residuals, whose width is the error itself: smECE.
///
/// The smallest σ that is not below ∫|Σ K_σ(t, p)(p − y)/n| dt, K_σ being the Gaussian reflected at 0
/// and 1. No bins, hence no jumps at their edges; equal to zero for perfect predictions alone, and
/// biased upward by chance. Scores are divided between the points of a grid of 2,001. Undefined
/// without rows. Błasiok and Nakkiran 2023, arXiv:2309.12236.
public struct SmoothCalibrationError: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = ResidualGrid

  public init() {}

  public var measure: Measure {
    Measure(
      name: "smooth_calibration_error", title: "Smooth calibration error",
      definition:
        "The smallest σ ≥ ∫|Σ K_σ(t, p)(p − y)/n| dt, K_σ the reflected Gaussian kernel.",
      range: 0...1, direction: .lowerIsBetter, source: "arXiv:2309.12236")
  }

  public var intervalMethod: String { "None, as the value is biased upward" }

  public func makeStatistic() -> ResidualGrid { ResidualGrid() }

  public func value(of reading: SmoothedResiduals) throws(Undefined) -> Double {
    guard !reading.isEmpty else { throw Undefined("there are no rows") }
    guard reading.strays == 0 else {
      throw Undefined("\(reading.strays) scores lie outside 0 and 1: no probabilities")
    }
    return reading.fixedPoint
  }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }
}

extension Metric where Self == SmoothCalibrationError {
  /// The smooth calibration error.
  public static var smoothCalibrationError: SmoothCalibrationError { SmoothCalibrationError() }
}
