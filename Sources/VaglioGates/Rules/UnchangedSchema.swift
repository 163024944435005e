internal import VaglioFindings

/// `schema`: the current data have the columns of the reference, of the same types.
public struct UnchangedSchema: Rule {
  public static let kind = "schema"
  public static let documentation = RuleDocumentation(
    summary: "Passes when no more columns than allowed are missing, have another type or are new.",
    options: [
      .optional(
        "missing-at-most", NumberDomain.notNegative.words,
        "columns of the reference that may be missing; none else"),
      .optional(
        "type-changes-at-most", NumberDomain.notNegative.words,
        "columns that may have another type; none else"),
      .optional(
        "added-at-most", NumberDomain.notNegative.words, "columns that may be new; any number else"),
    ],
    example: "schema: {added-at-most: 0}")

  private let limits: [(measure: String, limit: Double)]

  public init(options: RuleOptions) throws(PolicyError) {
    var limits = [
      (
        "schema.missing_columns",
        try options.optionalNumber("missing-at-most", in: .notNegative) ?? 0
      ),
      (
        "schema.type_changes",
        try options.optionalNumber("type-changes-at-most", in: .notNegative) ?? 0
      ),
    ]
    if let added = try options.optionalNumber("added-at-most", in: .notNegative) {
      limits.append(("schema.added_columns", added))
    }
    self.limits = limits
  }

  public var requirements: [Requirement] {
    limits.map { Requirement(measure: $0.measure, metric: nil) }
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    limits.flatMap { limit in
      DriftFindings(MeasureName(base: limit.measure), in: context.findings)
        .claims(atMost: limit.limit, columns: [])
    }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.limits.elementsEqual(right.limits) { $0 == $1 }
  }

  public func hash(into hasher: inout Hasher) {
    for limit in limits { hasher.combine(limit.limit) }
  }
}
