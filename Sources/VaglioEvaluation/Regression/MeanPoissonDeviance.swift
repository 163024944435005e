public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// 2(y ln(y/p) − y + p) of a label y ≥ 0 and a prediction p > 0; NaN elsewhere.
public struct PoissonDeviance: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    let (y, p) = (outcomes.actual[row], outcomes.predicted[row])
    return y < 0 || p <= 0 ? .nan : 2 * ((y == 0 ? 0 : y * log(y / p)) - y + p)
  }
}

/// Mean of 2(y ln(y/p) − y + p), for counts and other labels of at least 0.
///
/// Undefined when a label is negative or a prediction is not positive, on any row: leaving such rows
/// out would reward predictions of 0.
public struct MeanPoissonDeviance: DomainMeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "mean_poisson_deviance", title: "Mean Poisson deviance",
      definition: "Mean of 2(y ln(y/p) − y + p), for labels y ≥ 0 and predictions p > 0.",
      range: 0...Double.infinity, direction: .lowerIsBetter)
  }

  public var loss: PoissonDeviance { PoissonDeviance() }
  public var violation: String { "a negative label or a prediction that is not positive" }
}

extension Metric where Self == MeanPoissonDeviance {
  /// The mean Poisson deviance.
  public static var meanPoissonDeviance: MeanPoissonDeviance { MeanPoissonDeviance() }
}
