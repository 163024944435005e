internal import VaglioFindings

/// `top-reasons-stable`: most rows keep their top reason.
///
/// The judged finding is `top_reason_agreement`: the share of rows whose feature of greatest |φ| is
/// the same in candidate and production.
public struct TopReasonsStable: Rule {
  public static let kind = "top-reasons-stable"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of the share of rows with the same top reason in "
      + "candidate and production lies at or above a bound.",
    options: [
      .required(
        "at-least", NumberDomain.unit.words, "the lowest share of rows that keep their top reason")
    ],
    example: "top-reasons-stable: {at-least: 0.8}")

  /// The measure that is judged, without its options.
  static let measure = "top_reason_agreement"

  private let least: Double

  public init(options: RuleOptions) throws(PolicyError) {
    least = try options.number("at-least", in: .unit)
  }

  public var requirements: [Requirement] { [Requirement(measure: Self.measure, metric: nil)] }

  public func claims(in context: JudgingContext) -> [Claim] {
    let found = AttributionFindings(Self.measure, in: context.findings)
    guard !found.positions.isEmpty else {
      return [
        .nothing(
          "the record has no \(Self.measure) finding; run vaglio explain with candidate and "
            + "production", metric: Self.measure)
      ]
    }
    let bound = NumberText.shortest(least)
    return found.positions.map { position in
      let finding = context.findings.all[position]
      let place = finding.slice == .all ? "" : " on \(finding.slice)"
      return Claim(
        metric: finding.measure, slice: finding.slice, positions: [position],
        question: .judge(
          finding, .atLeast(least),
          Wording(
            .level, of: finding.measure + place, pass: "at least the required \(bound)",
            fail: "below the required \(bound)",
            open: "so whether it is at least the required \(bound) stays open")))
    }
  }
}
