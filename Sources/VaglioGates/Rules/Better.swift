public import VaglioFindings

/// `better`: superiority of the candidate on the paired difference.
///
/// Strict: a difference of exactly `by` is not enough. Two identical models, whose difference is
/// exactly 0 with an interval of no width, therefore fail `by: 0`.
public struct Better: Rule {
  public static let kind = "better"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole paired interval shows the candidate better than production by "
      + "more than an amount.",
    options: [
      .metric,
      .optional(
        "by", NumberDomain.notNegative.words,
        "the gain that has to be exceeded, in the metric's own unit; 0 unless given"),
      .slices,
    ],
    example: "better: {metric: average_precision, by: 0.0}")

  private let scope: SlicedMetric
  private let gain: Double

  public init(options: RuleOptions) throws(PolicyError) {
    scope = try SlicedMetric(options: options)
    gain = try options.optionalNumber("by", in: .notNegative) ?? 0
  }

  public var requirements: [Requirement] { scope.requirements }

  public func objection(to measure: Measure) -> String? { measure.objectionToBetterAndWorse }

  public func claims(in context: JudgingContext) -> [Claim] {
    switch Sense(of: scope.metric, in: context) {
    case .unknown(let reason): [.nothing(reason, metric: scope.metric)]
    case .higher:
      scope.claims(of: .difference, in: context) { (.above(gain), words($1, gain: "rise")) }
    case .lower:
      scope.claims(of: .difference, in: context) { (.below(-gain), words($1, gain: "fall")) }
    }
  }

  private func words(_ topic: String, gain word: String) -> Wording {
    let wanted =
      gain > 0 ? "a \(word) of more than the required \(NumberText.shortest(gain))" : "a \(word)"
    return Wording(
      .change, of: topic, pass: "so \(wanted) is shown", fail: "so \(wanted) is ruled out",
      open: "so \(wanted) is neither shown nor ruled out")
  }
}
