public import VaglioFindings
internal import VaglioStatistics

/// How many standard deviations the Brier score lies from where a calibrated model's would be:
/// Σ(y − p)(1 − 2p)/√Σ(1 − 2p)²p(1 − p).
///
/// Standard normal under calibration, and blind to errors where p = ½. Undefined where every score is
/// 0, ½ or 1. Under importance weights w it is Σw(y − p)(1 − 2p)/√Σw²(1 − 2p)²p(1 − p), which their unit
/// does not move. Spiegelhalter 1986, doi:10.1002/sim.4780050506.
public struct SpiegelhalterZ: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = Both<
    LossMoments<SpiegelhalterGap>, LossMoments<SpiegelhalterVariance>
  >

  public init() {}

  public var measure: Measure {
    Measure(
      name: "spiegelhalter_z", title: "Spiegelhalter's Z",
      definition: "Σ(y − p)(1 − 2p)/√Σ(1 − 2p)²p(1 − p).", range: -.infinity ... .infinity,
      direction: .nearerIsBetter(to: 0), source: "doi:10.1002/sim.4780050506")
  }

  public var intervalMethod: String { "None, being a test's statistic; its two-sided normal test" }

  public func makeStatistic() -> Statistic {
    Both(LossMoments(of: SpiegelhalterGap()), LossMoments(of: SpiegelhalterVariance()))
  }

  public func value(of reading: Statistic.Reading) throws(Undefined) -> Double {
    guard reading.0.weight > 0 else { throw Undefined("there are no rows") }
    guard reading.1.mean > 0 else { throw Undefined("every score is 0, ½ or 1") }
    return reading.0.mean * (reading.0.weight / reading.1.mean).squareRoot()
  }

  public func test(
    of reading: Statistic.Reading, on outcomes: BinaryOutcomes
  ) -> SignificanceTest? {
    guard outcomes.rows.arePlain, let z = try? value(of: reading) else { return nil }
    return SignificanceTest(name: "spiegelhalter", pValue: Normal.twoSidedP(z))
  }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }
}

extension Metric where Self == SpiegelhalterZ {
  /// Spiegelhalter's Z.
  public static var spiegelhalterZ: SpiegelhalterZ { SpiegelhalterZ() }
}

/// (y − p)(1 − 2p).
public struct SpiegelhalterGap: SingleRowLoss {
  public typealias Observed = BinaryOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double {
    let score = outcomes.scores[row]
    return (Double(outcomes.labels[row]) - score) * (1 - 2 * score)
  }
}

/// (1 − 2p)²p(1 − p), the variance of ``SpiegelhalterGap`` under calibration; times its importance
/// weight, so that the weighted sum is Σw²(1 − 2p)²p(1 − p).
public struct SpiegelhalterVariance: SingleRowLoss {
  public typealias Observed = BinaryOutcomes

  public init() {}

  public func loss(of row: Int, in outcomes: BinaryOutcomes) -> Double {
    let score = outcomes.scores[row]
    let variance = (1 - 2 * score).square * score * (1 - score)
    guard let weights = outcomes.rows.weights, weights.kind == .importance else { return variance }
    return weights[row] * variance
  }
}
