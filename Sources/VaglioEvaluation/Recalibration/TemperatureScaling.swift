public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// p = σ(logit(s)/T) with the temperature T > 0 that minimises log loss.
///
/// The loss is convex in 1/T; its slope's root is found by Brent's method on ln T. Nothing moves
/// across ½, and the ranking stays. Guo et al. 2017, arXiv:1706.04599, section 4.2.
public struct TemperatureScaling: Recalibrator {
  public init() {}

  public var name: String { "temperature" }
  public var title: String { "Temperature scaling" }
  public var definition: String { "p = 1/(1 + e^−(logit s)/T), T minimising log loss." }
  public var advice: String {
    "A neural network that is over- or underconfident, where no decision at ½ may change: one "
      + "parameter."
  }
  public var source: String { "arXiv:1706.04599" }

  /// How far from T = 1 one looks, as ln T.
  static let reach = 12.0

  public func fit(to sample: CalibrationSample) throws(Unfittable) -> Temperature {
    let logits = sample.scores.map(Logit.of)
    let totals = sample.totals
    let temperature = try Self.temperature { inverse in
      var slope = 0.0
      for (group, logit) in logits.enumerated() {
        let expected = totals[group] * Logit.probability(inverse * logit)
        slope += (expected - sample.positives[group]) * logit
      }
      return slope
    }
    return Temperature(temperature)
  }

  /// The temperature at which the loss, whose derivative by 1/T is `slope`, is least.
  static func temperature(slope: (Double) -> Double) throws(Unfittable) -> Double {
    guard slope(exp(-reach)) < 0 else { throw .wrongWay }
    guard slope(exp(reach)) > 0,
      let root = BrentRoot.between(-reach, reach, { slope(exp(-$0)) })
    else {
      throw Unfittable(
        "the scores separate the classes at ½ without an error, so that log loss falls for ever as "
          + "the temperature falls")
    }
    return exp(root)
  }
}

/// p = σ(logit(s)/T).
public struct Temperature: ProbabilityMap {
  /// Above 1 where the scores were too sure, below where they were not sure enough.
  public let temperature: Double

  init(_ temperature: Double) { self.temperature = temperature }

  public static var needsProbabilities: Bool { true }

  public func probability(of score: Double) -> Double {
    Logit.probability(Logit.of(score) / temperature)
  }

  public var parameters: JSONValue { ["temperature": .number(temperature)] }

  public init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["temperature"])
    self.init(try parameters["temperature"].number(in: 1e-9...1e9))
  }
}
