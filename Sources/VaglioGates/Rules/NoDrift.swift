internal import VaglioFindings

/// `no-drift`: a distance between two data sets is small, for every column or for some.
public struct NoDrift: Rule {
  public static let kind = "no-drift"
  public static let documentation = RuleDocumentation(
    summary: "Passes when the whole interval of a drift measure lies at or below a limit, column "
      + "by column.",
    options: [
      .required(
        "measure", "a drift measure",
        "the distance between reference and current data; population_stability_index, kolmogorov_smirnov and other full names serve as well"
      ),
      .required(
        "at-most", NumberDomain.notNegative.words, "the largest tolerated value of the measure"),
      .optional("columns", "columns", "judge these columns only; all that the record has else"),
      .optional(
        "roles", "feature, target or prediction",
        "judge columns of these roles only; of all roles else"),
    ],
    example: "no-drift: {measure: drift.psi, at-most: 0.2}")

  private let measure: MeasureName
  private let limit: Double
  private let columns: [String]
  private let roles: [String]

  public init(options: RuleOptions) throws(PolicyError) {
    let name = try options.metric("measure")
    measure = MeasureName(name) ?? MeasureName(base: name)
    limit = try options.number("at-most", in: .notNegative)
    columns = try options.words("columns", expected: "a list of columns")
    roles = try options.words("roles", expected: "a list of feature, target and prediction")
    let known = ["feature", "target", "prediction"]
    if let unknown = roles.first(where: { !known.contains($0) }) {
      throw options.failure(
        "roles", "\"\(unknown.legible())\" is not a role; the roles are feature, target, prediction"
      )
    }
  }

  public var requirements: [Requirement] {
    [Requirement(measure: measure.description, metric: nil)]
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    let named = DriftFindings(measure, roles: roles, in: context.findings)
    let usual = Self.usual[measure.base].map { base in
      DriftFindings(
        MeasureName(base: base, options: measure.options), roles: roles, in: context.findings)
    }
    let found = named.positions.isEmpty && usual?.positions.isEmpty == false ? usual : nil
    return (found ?? named).claims(atMost: limit, columns: columns)
  }

  /// What measures are called elsewhere, and here.
  private static let usual = [
    "hellinger_distance": "drift.hellinger", "jensen_shannon_distance": "drift.jensen_shannon",
    "kolmogorov_smirnov": "drift.ks", "population_stability_index": "drift.psi",
    "wasserstein_distance": "drift.wasserstein",
  ]
}
