internal import VaglioFindings

/// `no-drift`: a distance between two data sets is small, for every column or for some.
public struct NoDrift: Rule {
  public static let kind = "no-drift"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of a drift measure lies at or below a limit, column "
      + "by column.",
    options: [
      .required("measure", "a drift measure", "the distance between reference and current data"),
      .required(
        "at-most", NumberDomain.notNegative.words, "the largest tolerated value of the measure"),
      .optional("columns", "columns", "judge these columns only; all that the record has else"),
    ],
    example: "no-drift: {measure: population_stability_index, at-most: 0.2}")

  private let measure: MeasureName
  private let limit: Double
  private let columns: [String]

  public init(options: RuleOptions) throws(PolicyError) {
    let name = try options.metric("measure")
    measure = MeasureName(name) ?? MeasureName(base: name)
    limit = try options.number("at-most", in: .notNegative)
    columns = try options.words("columns", expected: "a list of columns")
  }

  public var requirements: [Requirement] {
    [Requirement(measure: measure.description, metric: nil)]
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    guard !columns.isEmpty else {
      return claims(in: context, wanted: measure.description) { name in
        guard let found = MeasureName(name), found.base == measure.base else { return false }
        return found.options.filter { $0.key != "column" } == measure.options
          || found == measure
      }
    }
    return columns.flatMap { column in
      let name = measure.of(column: column)
      return claims(in: context, wanted: name) { $0 == name }
    }
  }

  private func claims(
    in context: JudgingContext, wanted: String, named isNamed: (String) -> Bool
  ) -> [Claim] {
    let claims = context.findings.claims(named: isNamed, atMost: limit)
    guard claims.isEmpty else { return claims }
    return [
      .nothing("the record has no \(wanted) finding; run vaglio drift", metric: wanted)
    ]
  }
}

extension MeasureName {
  /// The same measure of one column: `wasserstein[column=age]`.
  fileprivate func of(column: String) -> String {
    MeasureName(base: base, options: options.merging(["column": column]) { $1 }).description
  }
}
