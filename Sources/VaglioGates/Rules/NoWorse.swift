public import VaglioFindings

/// `no-worse`: non-inferiority of the candidate on the paired difference.
///
/// The claim is that candidate − production ≥ −margin where higher is better, and ≤ margin where
/// lower is better (Blackwelder 1982, doi:10.1016/0197-2456(82)90024-1).
public struct NoWorse: Rule {
  public static let kind = "no-worse"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole paired interval rules out that the candidate is worse than "
      + "production by more than the margin.",
    options: [
      .metric,
      .required(
        "margin", NumberDomain.notNegative.words,
        "the tolerated loss, in the metric's own unit"),
      .slices,
    ],
    example: "no-worse: {metric: roc_auc, margin: 0.005}")

  private let scope: SlicedMetric
  private let margin: Double

  public init(options: RuleOptions) throws(PolicyError) {
    scope = try SlicedMetric(options: options)
    margin = try options.number("margin", in: .notNegative)
  }

  public var requirements: [Requirement] { scope.requirements }

  public func objection(to measure: Measure) -> String? { measure.objectionToBetterAndWorse }

  public func claims(in context: JudgingContext) -> [Claim] {
    switch Sense(of: scope.metric, in: context) {
    case .unknown(let reason): [.nothing(reason, metric: scope.metric)]
    case .higher:
      scope.claims(of: .difference, in: context) { (.atLeast(-margin), words($1, loss: "fall")) }
    case .lower:
      scope.claims(of: .difference, in: context) { (.atMost(margin), words($1, loss: "rise")) }
    }
  }

  private func words(_ topic: String, loss: String) -> Wording {
    let bound = NumberText.shortest(margin)
    guard margin > 0 else {
      return Wording(
        .change, of: topic, pass: "so a \(loss) is ruled out",
        fail: "where no \(loss) is tolerated", open: "so a \(loss) can't be ruled out")
    }
    return Wording(
      .change, of: topic, pass: "so a \(loss) of more than the tolerated \(bound) is ruled out",
      fail: "more than the tolerated \(bound)",
      open: "so a \(loss) of more than the tolerated \(bound) can't be ruled out")
  }
}
