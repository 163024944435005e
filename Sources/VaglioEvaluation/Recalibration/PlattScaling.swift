public import VaglioFindings
internal import VaglioStatistics

/// p = σ(slope·logit(s) + intercept), fitted by maximum likelihood to softened labels: (N₊ + 1)/(N₊ + 2)
/// for positives and 1/(N₋ + 2) for negatives.
///
/// Platt 1999, Probabilistic Outputs for Support Vector Machines; Newton's method with backtracking as
/// in Lin, Lin and Weng 2007, doi:10.1007/s10994-007-5018-6. scikit-learn fits the same curve to the
/// probability itself where a model has no decision function; here it is always the logit.
public struct PlattScaling: Recalibrator {
  public init() {}

  public var name: String { "platt" }
  public var title: String { "Platt scaling" }
  public var definition: String {
    "p = 1/(1 + e^−(slope·logit s + intercept)) by maximum likelihood on softened labels."
  }
  public var advice: String {
    "Few rows, or a model that is over- or underconfident everywhere alike: two parameters."
  }
  public var source: String { "doi:10.1007/s10994-007-5018-6" }

  public func fit(to sample: CalibrationSample) throws(Unfittable) -> LogitLine {
    let positives = sample.positives.reduce(0, +)
    let negatives = sample.negatives.reduce(0, +)
    let (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2))
    let totals = sample.totals
    let targets = totals.indices.map {
      (sample.positives[$0] * high + sample.negatives[$0] * low) / totals[$0]
    }
    let logits = sample.scores.map(Logit.of)
    let fitted = try LogisticRegression.fitted(
      targets: targets, terms: [.column(logits), .intercept], weights: totals)
    guard fitted[0] > 0 else { throw .wrongWay }
    return LogitLine(slope: fitted[0], intercept: fitted[1])
  }
}

/// p = σ(slope·logit(s) + intercept) with a positive slope.
public struct LogitLine: ProbabilityMap {
  public let slope: Double
  public let intercept: Double

  init(slope: Double, intercept: Double) {
    (self.slope, self.intercept) = (slope, intercept + 0.0)
  }

  public static var needsProbabilities: Bool { true }

  public func probability(of score: Double) -> Double {
    Logit.probability(slope * Logit.of(score) + intercept)
  }

  public var parameters: JSONValue {
    ["slope": .number(slope), "intercept": .number(intercept)]
  }

  public init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["slope", "intercept"])
    self.init(
      slope: try parameters["slope"].number(
        in: .leastNonzeroMagnitude ... .greatestFiniteMagnitude),
      intercept: try parameters["intercept"].number())
  }
}

extension LogisticRegression {
  /// The coefficients, or why there are none.
  static func fitted(
    targets: [Double], terms: [Term], weights: [Double]
  ) throws(Unfittable) -> [Double] {
    do throws(Undefined) {
      return try LogisticRegression(targets: targets, terms: terms, weights: weights).coefficients
    } catch {
      throw Unfittable(error.reason)
    }
  }
}
