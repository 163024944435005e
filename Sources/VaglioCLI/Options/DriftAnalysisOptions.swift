internal import ArgumentParser
internal import VaglioStatistics

/// How drift is looked for.
struct DriftAnalysisOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Into how many bins of pooled quantiles numbers go for distances between shares. (default: 10)",
      valueName: "count"))
  var bins: Int?

  @Option(
    help: ArgumentHelp(
      "How p-values are corrected for the number of columns: none, holm, benjamini-hochberg or benjamini-yekutieli. (default: holm)",
      valueName: "method"))
  var correction: String?

  @Option(
    help: ArgumentHelp(
      "The model that takes these rows: its predictions are compared, and the drift of each feature weighed by the model's reliance on it.",
      valueName: "model"))
  var model: String?

  @Flag(
    help:
      "Look at all columns together: can a learner tell current rows from the reference's, and by which columns?"
  )
  var multivariate = false

  @Flag(
    help:
      "Estimate how good the model is on current rows without their labels, from those of the reference (--target)."
  )
  var estimate = false

  @Option(
    help: ArgumentHelp(
      "With --estimate: the label that counts as positive. (default: the model's own, else the greater)",
      valueName: "label"))
  var positive: String?

  @Option(
    help: ArgumentHelp(
      "With --estimate: scores from here on are predicted positive. (default: 0.5)",
      valueName: "score"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp("The level of the intervals. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(help: ArgumentHelp("The seed of all draws. (default: 7)", valueName: "number"))
  var seed: Int?

  @Option(
    help: ArgumentHelp(
      "How many threads work; they change nothing but the time. (default: one per core)",
      valueName: "count"))
  var threads: Int?

  @Option(help: ArgumentHelp("The policy that judges.", valueName: "file"))
  var policy: String?
}
