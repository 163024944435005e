internal import VaglioFindings

/// `quality`: the current rows have few missing, unknown, outlying and repeated values.
public struct DataQualityRule: Rule {
  public static let kind = "quality"
  public static let documentation = RuleDocumentation(
    summary: "Passes when each rate that a limit is given for lies at or below it with its whole "
      + "interval, column by column.",
    options: limits.map {
      .optional($0.option, NumberDomain.notNegative.words, $0.summary)
    } + [
      .optional("columns", "columns", "judge these columns only; all that the record has else")
    ],
    example: "quality: {missing-rate-at-most: 0.05, new-levels-at-most: 0}")

  /// An option, the measure that it limits, and whether that is of single columns.
  private struct Limit {
    let option: String
    let measure: String
    let isOfColumns: Bool
    let summary: String
  }

  private static let limits = [
    Limit(
      option: "missing-rate-at-most", measure: "quality.missing_rate", isOfColumns: true,
      summary: "the tolerated share of rows without a value"),
    Limit(
      option: "new-levels-at-most", measure: "quality.new_levels", isOfColumns: true,
      summary: "how many levels may be new in the rows at hand"),
    Limit(
      option: "new-level-rate-at-most", measure: "quality.new_level_rate", isOfColumns: true,
      summary: "the tolerated share of values that are a new level"),
    Limit(
      option: "out-of-range-rate-at-most", measure: "quality.out_of_range_rate",
      isOfColumns: true, summary: "the tolerated share of values outside the reference's range"),
    Limit(
      option: "duplicate-row-rate-at-most", measure: "quality.duplicate_row_rate",
      isOfColumns: false, summary: "the tolerated share of rows that repeat an earlier one"),
    Limit(
      option: "duplicate-key-rate-at-most", measure: "quality.duplicate_key_rate",
      isOfColumns: false, summary: "the tolerated share of rows whose key an earlier row has"),
  ]

  /// The limits that are given, by option.
  private let given: [String: Double]
  private let columns: [String]

  public init(options: RuleOptions) throws(PolicyError) {
    var given: [String: Double] = [:]
    for limit in Self.limits {
      given[limit.option] = try options.optionalNumber(limit.option, in: .notNegative)
    }
    guard !given.isEmpty else {
      let names = Self.limits.map(\.option).joined(separator: ", ")
      throw PolicyError(
        "the rule quality needs a limit: one of \(names)", at: options.place, key: "quality")
    }
    self.given = given
    columns = try options.words("columns", expected: "a list of columns")
  }

  public var requirements: [Requirement] {
    Self.limits.filter { given[$0.option] != nil }.map {
      Requirement(measure: $0.measure, metric: nil)
    }
  }

  public func claims(in context: JudgingContext) -> [Claim] {
    Self.limits.flatMap { limit -> [Claim] in
      guard let most = given[limit.option] else { return [] }
      return DriftFindings(MeasureName(base: limit.measure), in: context.findings)
        .claims(atMost: most, columns: limit.isOfColumns ? columns : [])
    }
  }
}
