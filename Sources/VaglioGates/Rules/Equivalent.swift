internal import VaglioFindings

/// `equivalent`: the candidate differs from production by no more than a margin, either way.
///
/// Both one-sided claims have to hold, each at (1 + level)/2, which is what an interval inside
/// [−margin, margin] says (Schuirmann 1987, doi:10.1007/BF01068419).
public struct Equivalent: Rule {
  public static let kind = "equivalent"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole paired interval lies within the margin on both sides of zero.",
    options: [
      .metric,
      .required(
        "margin", NumberDomain.notNegative.words,
        "the tolerated change in either direction, in the metric's own unit"),
      .slices,
    ],
    example: "equivalent: {metric: selection_rate, margin: 0.02}")

  private let scope: SlicedMetric
  private let margin: Double

  public init(options: RuleOptions) throws(PolicyError) {
    scope = try SlicedMetric(options: options)
    margin = try options.number("margin", in: .notNegative)
  }

  public var requirements: [Requirement] { scope.requirements }

  public func claims(in context: JudgingContext) -> [Claim] {
    let bound = NumberText.shortest(margin)
    let change = margin > 0 ? "a change of more than the tolerated \(bound)" : "a change"
    return scope.claims(of: .difference, in: context) { _, topic in
      (
        .within(-margin...margin),
        Wording(
          .change, of: topic, pass: "so \(change) is ruled out",
          fail: margin > 0 ? "more than the tolerated \(bound)" : "where no change is tolerated",
          open: "so \(change) can't be ruled out")
      )
    }
  }
}
