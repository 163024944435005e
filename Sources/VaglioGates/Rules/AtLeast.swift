public import VaglioFindings

/// `at-least`: the metric is no lower than a value.
public struct AtLeast: Rule {
  public static let kind = "at-least"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of the metric lies at or above the value.",
    options: [
      .metric, .required("value", NumberDomain.finite.words, "the lowest value that passes"),
      .slices, .subject,
    ],
    example: "at-least: {metric: roc_auc, value: 0.75}")

  private let scope: SlicedMetric
  private let value: Double
  private let subject: Subject?

  public init(options: RuleOptions) throws(PolicyError) {
    scope = try SlicedMetric(options: options)
    value = try options.number("value")
    subject = try options.subject()
  }

  public var requirements: [Requirement] { scope.requirements }

  public func objection(to measure: Measure) -> String? {
    guard value > measure.highest else { return nil }
    return "\(measure.name) is never above \(NumberText.shortest(measure.highest)), so it can't be "
      + "at least \(NumberText.shortest(value))"
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    let bound = NumberText.shortest(value)
    return scope.claims(of: subject ?? context.subject, in: context) { _, topic in
      (
        .atLeast(value),
        Wording(
          .level, of: topic, pass: "at least the required \(bound)",
          fail: "below the required \(bound)",
          open: "so whether it is at least the required \(bound) stays open")
      )
    }
  }
}
