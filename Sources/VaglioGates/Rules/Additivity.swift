internal import VaglioFindings

/// `additivity`: attributions add up to the predictions that they explain.
public struct Additivity: Rule {
  public static let kind = "additivity"
  public static let documentation = RuleDocumentation(
    summary: "Passes when base value and attributions add up to every prediction, but for a "
      + "residual of at most a limit.",
    options: [
      .required(
        "at-most", NumberDomain.notNegative.words,
        "the largest tolerated residual, in the unit of the explained output")
    ],
    example: "additivity: {at-most: 1e-6}")

  /// The measure that is judged: max |prediction − base value − Σ attributions| over the rows.
  static let measure = "additivity_residual"

  private let limit: Double

  public init(options: RuleOptions) throws(PolicyError) {
    limit = try options.number("at-most", in: .notNegative)
  }

  public var requirements: [Requirement] { [Requirement(measure: Self.measure, metric: nil)] }

  public func claims(in context: JudgingContext) -> [Claim] {
    let claims = context.findings.claims(named: { $0 == Self.measure }, atMost: limit)
    guard claims.isEmpty else { return claims }
    return [
      .nothing(
        "the record has no \(Self.measure) finding; run vaglio explain", metric: Self.measure)
    ]
  }
}

extension Findings {
  /// The claim that a finding is at most `limit`, for every finding whose measure `isNamed`.
  func claims(named isNamed: (String) -> Bool, atMost limit: Double) -> [Claim] {
    all.enumerated().filter { isNamed($0.element.measure) }.map { position, finding in
      let place = finding.slice == .all ? "" : " on \(finding.slice)"
      return Claim(
        metric: finding.measure, slice: finding.slice, positions: [position],
        question: .judge(
          finding, .atMost(limit), .allowing(atMost: limit, of: finding.measure + place)))
    }
  }
}
