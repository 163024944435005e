public import VaglioFindings

/// `at-most`: the metric is no higher than a value.
public struct AtMost: Rule {
  public static let kind = "at-most"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of the metric lies at or below the value.",
    options: [
      .metric, .required("value", NumberDomain.finite.words, "the highest value that passes"),
      .slices, .subject,
    ],
    example: "at-most: {metric: log_loss, value: 0.45}")

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
    guard value < measure.lowest else { return nil }
    return "\(measure.name) is never below \(NumberText.shortest(measure.lowest)), so it can't be "
      + "at most \(NumberText.shortest(value))"
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    scope.claims(of: subject ?? context.subject, in: context) { _, topic in
      (.atMost(value), .allowing(atMost: value, of: topic))
    }
  }
}

extension Wording {
  /// The words of a level that may be at most `value`.
  static func allowing(atMost value: Double, of topic: String) -> Wording {
    let bound = NumberText.shortest(value)
    return Wording(
      .level, of: topic, pass: "at most the allowed \(bound)", fail: "above the allowed \(bound)",
      open: "so whether it is at most the allowed \(bound) stays open")
  }
}
