internal import VaglioFindings

/// `calibrated`: the miscalibration component of the score is small.
///
/// The judged finding is `miscalibration`, the part of a proper score that recalibration would
/// remove (Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118), not a binned error.
public struct Calibrated: Rule {
  public static let kind = "calibrated"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of the miscalibration lies at or below the maximum.",
    options: [
      .required(
        "maximum", NumberDomain.notNegative.words,
        "the largest tolerated miscalibration component"),
      .subject,
    ],
    example: "calibrated: {maximum: 0.02}")

  /// The measure that is judged.
  static let measure = "miscalibration"

  private let maximum: Double
  private let subject: Subject?

  public init(options: RuleOptions) throws(PolicyError) {
    maximum = try options.number("maximum", in: .notNegative)
    subject = try options.subject()
  }

  public var requirements: [Requirement] {
    [Requirement(measure: Self.measure, metric: Self.measure)]
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    let key = Findings.Key(measure: Self.measure, subject: subject ?? context.subject)
    guard let position = context.findings.position(of: key) else {
      return [
        .nothing(
          "the record has no \(Self.measure) of \(key.subject.title); it is computed for "
            + "binary classification with probabilities as scores",
          metric: Self.measure)
      ]
    }
    let topic = SlicedMetric.topic(key, in: context)
    return [
      Claim(
        metric: Self.measure, slice: .all, positions: [position],
        question: .judge(
          context.findings.all[position], .atMost(maximum), .allowing(atMost: maximum, of: topic)))
    ]
  }
}
