public import VaglioFindings

/// The weighted harmonic mean of precision and recall, with recall β times as important as precision:
/// (1 + β²)·TP/((1 + β²)·TP + β²·FN + FP).
///
/// Without the option `beta` β is 1, and the metric is F₁; scikit-learn's `fbeta_score` has no
/// default. 0 when there is no true positive but an error; undefined when every row is a true
/// negative. β = 0 would be precision, β = ∞ recall; both are metrics of their own.
public struct FBetaScore: ConfusionMetric {
  /// How many times as important recall is as precision; above 0.
  public let beta: Double

  /// - Precondition: `beta` is above 0 and its square is finite and not 0.
  public init(beta: Double = 1) {
    precondition(Self.isAllowed(beta), "β is above 0")
    self.beta = beta
  }

  private static func isAllowed(_ beta: Double) -> Bool {
    beta > 0 && beta.square.isFinite && beta.square > 0
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("f_beta", [("beta", beta, 1)]),
      title: "F-beta, β = \(OptionNumber.text(beta))",
      definition:
        "(1 + β²)·TP/((1 + β²)·TP + β²·FN + FP): recall is β times as important as precision.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String {
    "Linearisation on the logit scale; for β = 1 Wilson on Jaccard's index, carried over"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    let denominator = denominator(in: reading)
    guard denominator > 0 else { throw Undefined("no row is positive or predicted positive") }
    return (1 + beta.square) * reading.truePositives / denominator
  }

  private func denominator(in table: CellWeights) -> Double {
    (1 + beta.square) * table.truePositives + beta.square * table.falseNegatives
      + table.falsePositives
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    if beta == 1 { return F1Score().intervals(of: reading) }
    return { level in delta(at: reading, level: level) }
  }

  public func gradient(at table: CellWeights) -> [Double] {
    let denominator = denominator(in: table)
    let value = (1 + beta.square) * table.truePositives / denominator
    let scale = table.total / denominator
    return [
      0, -value * scale, -value * beta.square * scale, (1 + beta.square) * (1 - value) * scale,
    ]
  }

  public var scale: IntervalScale { .logit }

  public var isStandard: Bool { false }

  public var options: [MetricOption] {
    [
      MetricOption(
        "beta", "above 0", "how many times as much recall counts as precision", standard: "1",
        example: "2")
    ]
  }

  public func configured(_ options: [String: String]) -> FBetaScore? {
    options.onlyNumber("beta", default: 1, where: Self.isAllowed).map { FBetaScore(beta: $0) }
  }
}

extension Metric where Self == FBetaScore {
  /// The F-score with recall `beta` times as important as precision.
  public static func fBeta(_ beta: Double = 1) -> FBetaScore { FBetaScore(beta: beta) }
}
