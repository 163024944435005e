public import VaglioFindings

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// ln cosh(p − y).
public struct LogCosh: SingleRowLoss {
  public typealias Observed = RegressionOutcomes

  public init() {}

  public var isSkewed: Bool { true }

  public func loss(of row: Int, in outcomes: RegressionOutcomes) -> Double {
    let e = abs(outcomes.predicted[row] - outcomes.actual[row])
    // cosh e = 1 + 2 sinh²(e/2) keeps small errors, |e| − ln 2 + … large ones.
    return e < 1 ? log1p(2 * sinh(e / 2).square) : e + log1p(exp(-2 * e)) - 0x1.62e42fefa39efp-1
  }
}

/// Mean of ln cosh(p − y): half the square for small errors, the absolute error less ln 2 for large.
public struct LogCoshLoss: MeanMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "log_cosh_loss", title: "Log-cosh loss", definition: "Mean of ln cosh(p − y).",
      range: 0...Double.infinity, direction: .lowerIsBetter)
  }

  public var loss: LogCosh { LogCosh() }
  public var isStandard: Bool { false }
}

extension Metric where Self == LogCoshLoss {
  /// The log-cosh loss.
  public static var logCoshLoss: LogCoshLoss { LogCoshLoss() }
}
