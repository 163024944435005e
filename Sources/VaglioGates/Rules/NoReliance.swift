internal import VaglioFindings

/// `no-reliance`: next to nothing of the explanation runs through some features.
///
/// The judged finding is `attribution_share[features=…]`: Σ|φ| over the rows through these features
/// together, divided by that through all. It sees what the model takes directly; a feature that stands
/// in for a protected one has its own name.
public struct NoReliance: Rule {
  public static let kind = "no-reliance"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of the share of attribution that runs through the "
      + "features, taken together, lies at or below a limit.",
    options: [
      .required("features", "features", "the features that shall not matter"),
      .required(
        "at-most", NumberDomain.unit.words, "the largest tolerated share of all attribution"),
      .subject,
    ],
    example: "no-reliance: {features: [sex, age], at-most: 0.02}")

  /// The measure that is judged, without its options.
  static let measure = "attribution_share"

  /// The features in the order of the file, each once.
  let features: [String]
  private let limit: Double
  private let subject: Subject?

  public init(options: RuleOptions) throws(PolicyError) {
    let named = try options.words("features", expected: "a list of features")
    guard !named.isEmpty else {
      throw options.failure("features", "\"features\" expects at least one feature")
    }
    var seen: Set<String> = []
    if let twice = named.first(where: { !seen.insert($0).inserted }) {
      throw options.failure("features", "\"features\" holds \"\(twice)\" twice")
    }
    features = named
    limit = try options.number("at-most", in: .unit)
    subject = try options.subject()
  }

  /// The measure of the features together: `attribution_share[features=age|sex]`.
  private var name: String {
    MeasureName(
      base: Self.measure,
      options: ["features": OptionText.escaped(features.sorted().joined(separator: "|"))]
    ).description
  }

  public var requirements: [Requirement] { [Requirement(measure: name, metric: nil)] }

  public func claims(in context: JudgingContext) -> [Claim] {
    let found = AttributionFindings(Self.measure, in: context.findings)
    let subject = subject ?? context.subject
    let positions = found.positions(
      option: "features", value: features.sorted().joined(separator: "|")
    ).filter { context.findings.all[$0].subject == subject }
    guard !positions.isEmpty else { return [.nothing(absent(found), metric: name)] }
    return positions.map { position in
      let finding = context.findings.all[position]
      return Claim(
        metric: finding.measure, slice: finding.slice, positions: [position],
        question: .judge(
          finding, .atMost(limit), .allowing(atMost: limit, of: topic(finding))))
    }
  }

  private func topic(_ finding: Finding) -> String {
    let list = features.joined(separator: ", ")
    let outcome = MeasureName(finding.measure)?.options["class"].map {
      " for class \(OptionText.unescaped($0[...]))"
    }
    return "the share of attribution through \(list)\(outcome ?? "")"
      + (finding.slice == .all ? "" : " on \(finding.slice)")
  }

  /// Why there is nothing to judge: no explanation at all, an unknown feature, or shares of the
  /// features one by one, which don't add up to an interval of their sum.
  private func absent(_ found: AttributionFindings) -> String {
    let run = "run vaglio explain with this policy"
    guard !found.positions.isEmpty else {
      return "the record has no \(Self.measure) finding; \(run)"
    }
    let known = found.values(of: "features")
    let single = known.filter { !$0.contains("|") }
    if let unknown = features.first(where: { !single.contains($0) }),
      NearestWord(to: unknown, among: single) != nil
    {
      return found.missing(unknown, known: single)
    }
    return "the record has no \(Self.measure) of \(features.joined(separator: ", "))"
      + "\(features.count > 1 ? " together" : ""); \(run)"
  }
}
