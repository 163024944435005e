public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// logit p = a·ln s − b·ln(1 − s) + c with a, b ≥ 0, by maximum likelihood.
///
/// A coefficient that comes out negative is set to 0 and the others are fitted again, as the package
/// betacal does ("abm"). a = b is Platt's curve without its softened labels; a = b = 1, c = 0 leaves
/// scores as they are. Kull, Silva Filho and Flach 2017, doi:10.1214/17-EJS1338SI.
public struct BetaCalibration: Recalibrator {
  public init() {}

  public var name: String { "beta" }
  public var title: String { "Beta calibration" }
  public var definition: String {
    "logit p = a·ln s − b·ln(1 − s) + c by maximum likelihood, a and b not negative."
  }
  public var advice: String {
    "A model whose error is not the same near 0 and near 1, such as boosted trees: three parameters."
  }
  public var source: String { "doi:10.1214/17-EJS1338SI" }

  public func fit(to sample: CalibrationSample) throws(Unfittable) -> BetaCurve {
    let lower = LogisticRegression.Term.column(sample.scores.map { log(Logit.clipped($0)) })
    let upper = LogisticRegression.Term.column(sample.scores.map { -log1p(-Logit.clipped($0)) })
    let both = try coefficients([lower, upper], sample)
    if both[0] >= 0, both[1] >= 0 { return BetaCurve(a: both[0], b: both[1], c: both[2]) }
    if both[0] < 0 {
      let rest = try coefficients([upper], sample)
      guard rest[0] > 0 else { throw .wrongWay }
      return BetaCurve(a: 0, b: rest[0], c: rest[1])
    }
    let rest = try coefficients([lower], sample)
    guard rest[0] > 0 else { throw .wrongWay }
    return BetaCurve(a: rest[0], b: 0, c: rest[1])
  }

  private func coefficients(
    _ terms: [LogisticRegression.Term], _ sample: CalibrationSample
  ) throws(Unfittable) -> [Double] {
    let totals = sample.totals
    return try LogisticRegression.fitted(
      targets: zip(sample.positives, totals).map { $0 / $1 }, terms: terms + [.intercept],
      weights: totals)
  }
}

/// logit p = a·ln s − b·ln(1 − s) + c.
public struct BetaCurve: ProbabilityMap {
  public let a: Double
  public let b: Double
  public let c: Double

  init(a: Double, b: Double, c: Double) { (self.a, self.b, self.c) = (a + 0.0, b + 0.0, c + 0.0) }

  public static var needsProbabilities: Bool { true }

  public func probability(of score: Double) -> Double {
    let s = Logit.clipped(score)
    return Logit.probability(a * log(s) - b * log1p(-s) + c)
  }

  public var parameters: JSONValue { ["a": .number(a), "b": .number(b), "c": .number(c)] }

  public init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["a", "b", "c"])
    let notNegative = 0...Double.greatestFiniteMagnitude
    self.init(
      a: try parameters["a"].number(in: notNegative),
      b: try parameters["b"].number(in: notNegative), c: try parameters["c"].number())
  }
}
