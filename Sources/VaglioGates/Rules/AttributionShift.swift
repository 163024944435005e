internal import VaglioFindings

/// `attribution-shift`: candidate and production rest on each feature alike.
///
/// The judged findings are `attribution_shift[feature=…]`: mean |φ_candidate| − |φ_production| on the
/// same rows. An interval inside [−m, m] is two one-sided tests, so that a pass proves that there is
/// no shift beyond m (Schuirmann 1987, doi:10.1007/BF01068419).
public struct AttributionShift: Rule {
  public static let kind = "attribution-shift"
  public static let documentation = RuleDocumentation(
    summary: "Passes for a feature when the whole paired interval of the change of its mean |φ| "
      + "lies within the limit on both sides of zero.",
    options: [
      .required(
        "at-most", NumberDomain.notNegative.words,
        "the tolerated change in either direction, in the unit of the explained output"),
      .optional("features", "features", "judge these features only; all that the record has else"),
    ],
    example: "attribution-shift: {at-most: 0.05}")

  /// The measure that is judged, without its options.
  static let measure = "attribution_shift"

  private let limit: Double
  private let features: [String]

  public init(options: RuleOptions) throws(PolicyError) {
    limit = try options.number("at-most", in: .notNegative)
    features = try options.words("features", expected: "a list of features")
  }

  public var requirements: [Requirement] { [Requirement(measure: Self.measure, metric: nil)] }

  public func claims(in context: JudgingContext) -> [Claim] {
    let found = AttributionFindings(Self.measure, in: context.findings)
    guard !features.isEmpty else {
      guard !found.positions.isEmpty else { return [.nothing(absent, metric: Self.measure)] }
      return found.positions.map { claim(about: $0, in: context) }
    }
    return features.flatMap { feature in
      let positions = found.positions(option: "feature", value: feature)
      guard positions.isEmpty else { return positions.map { claim(about: $0, in: context) } }
      let reason =
        found.positions.isEmpty
        ? absent : found.missing(feature, known: found.values(of: "feature"))
      return [.nothing(reason, metric: "\(Self.measure)[feature=\(OptionText.escaped(feature))]")]
    }
  }

  private var absent: String {
    "the record has no \(Self.measure) finding; run vaglio explain with candidate and production"
  }

  private func claim(about position: Int, in context: JudgingContext) -> Claim {
    let finding = context.findings.all[position]
    let bound = NumberText.shortest(limit)
    let change = limit > 0 ? "a change of more than the tolerated \(bound)" : "a change"
    return Claim(
      metric: finding.measure, slice: finding.slice, positions: [position],
      question: .judge(
        finding, .within(-limit...limit),
        Wording(
          .change, of: finding.measure + (finding.slice == .all ? "" : " on \(finding.slice)"),
          pass: "so \(change) is ruled out",
          fail: limit > 0 ? "more than the tolerated \(bound)" : "where no change is tolerated",
          open: "so \(change) can't be ruled out")))
  }
}
