internal import VaglioFindings

/// `parity`: the groups of a column have like values of a metric.
///
/// Every group is held against the group with the highest value. The record holds the comparison
/// as findings `METRIC.ratio` and `METRIC.difference` on the group's slice: the group's value
/// divided by, or minus, the highest group's, with an interval for independent groups. The highest
/// group itself has none.
public struct Parity: Rule {
  public static let kind = "parity"
  public static let documentation = RuleDocumentation(
    summary: "Passes for a group when the whole interval of its ratio to, or difference from, the "
      + "group with the highest value lies on the right side of the bound.",
    options: [
      .metric,
      .required("slice", "a column, or columns crossed as sex*race", "what makes the groups"),
      .optional(
        "ratio-at-least", NumberDomain.share.words,
        "the lowest ratio to the highest group: 0.8 is the four-fifths rule"),
      .optional(
        "ratio-at-most", NumberDomain.atLeastOne.words,
        "the highest ratio of any group to any other: 1.25 says the same as ratio-at-least 0.8"),
      .optional(
        "difference-at-most", NumberDomain.notNegative.words,
        "the largest difference from the highest group"),
      .subject,
    ],
    example: "parity: {metric: selection_rate, slice: sex, ratio-at-least: 0.8}")

  private static let bounds = ["ratio-at-least", "ratio-at-most", "difference-at-most"]

  private let metric: String
  private let columns: SliceColumns
  private let bound: ParityBound
  private let subject: Subject?

  public init(options: RuleOptions) throws(PolicyError) {
    metric = try options.metric()
    columns = try options.columns("slice")
    subject = try options.subject()
    guard Self.bounds.count(where: options.has) == 1 else {
      throw options.failure(
        "", "the rule parity needs exactly one of \(Self.bounds.joined(separator: ", "))")
    }
    if let least = try options.optionalNumber("ratio-at-least", in: .share) {
      bound = .ratioAtLeast(least)
    } else if let most = try options.optionalNumber("ratio-at-most", in: .atLeastOne) {
      bound = .ratioAtMost(most)
    } else {
      bound = .differenceAtMost(try options.number("difference-at-most", in: .notNegative))
    }
  }

  public var requirements: [Requirement] {
    [Requirement(measure: bound.measure(of: metric), metric: metric, columns: columns)]
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    let groups = ParityGroups(
      metric: metric, comparison: bound.measure(of: metric), columns: columns,
      subject: subject ?? context.subject, in: context)
    if let trouble = groups.trouble { return [.nothing(trouble, metric: metric)] }
    return groups.compared.map { claim(about: $0, among: groups, in: context) }
  }

  private func claim(
    about group: Slice, among groups: ParityGroups, in context: JudgingContext
  ) -> Claim {
    let key = Findings.Key(measure: groups.comparison, subject: groups.subject, slice: group)
    guard let position = context.findings.position(of: key) else {
      return .nothing(
        "\(metric) on \(group) is not compared with the other groups: "
          + (groups.undefined(group) ?? "the record has no \(groups.comparison) of it"),
        metric: metric, slice: group)
    }
    let wording = bound.wording(
      SlicedMetric.topic(
        Findings.Key(measure: metric, subject: key.subject, slice: group), in: context),
      reference: groups.reference)
    return Claim(
      metric: metric, slice: group, positions: [position],
      question: .judge(
        context.findings.all[position], bound.region,
        group == groups.lowest ? wording.adding(groups.remarkOnLowest) : wording))
  }
}
