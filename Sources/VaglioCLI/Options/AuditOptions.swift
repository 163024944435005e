internal import ArgumentParser

/// What a bias audit looks at.
struct AuditOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The column that holds the sex.", valueName: "column"))
  var sex: String?

  @Option(
    help: ArgumentHelp("The column that holds the race or ethnicity.", valueName: "column"))
  var race: String?

  @Option(
    help: ArgumentHelp(
      "The column that says who was selected: 1 or true, else see --positive.",
      valueName: "column"))
  var selected: String?

  @Option(
    help: ArgumentHelp("The value that means selected. (default: 1 or true)", valueName: "value"))
  var positive: String?

  @Option(
    help: ArgumentHelp(
      "The column that holds the scores, in place of --selected.", valueName: "column"))
  var score: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Selected is who scores at least this. (default: the scoring rate, above the median)",
      valueName: "score"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "A value that means that the category is unknown, like a missing one. Repeatable. (default: unknown)",
      valueName: "value"))
  var unknown: [String] = []

  @Flag(
    help:
      "Leave categories of less than 2 % of the applicants out of the impact ratios; they are still listed."
  )
  var excludeSmall = false

  @Option(
    help: ArgumentHelp("The level of the intervals. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(help: ArgumentHelp("The policy that judges, by parity.", valueName: "file"))
  var policy: String?
}
