public import ArgumentParser
public import VaglioEvaluation

/// What is measured, and how surely.
struct AnalysisOptions: ParsableArguments {
  @OptionGroup(title: "Model files")
  var opening: OpeningOptions

  @Option(
    help: ArgumentHelp(
      "Measure on each value of a column as well; age:25,45,65 bins a number, sex*race crosses two columns. Repeatable.",
      valueName: "column"))
  var slice: [String] = []

  @Option(
    help: ArgumentHelp(
      "A metric by its name in 'vaglio list metrics'. Repeatable. (default: all of the task)",
      valueName: "name"))
  var metric: [String] = []

  @Option(
    help: ArgumentHelp(
      "Slice by a column and hold its groups against each other: fairness measures, the worst group, the largest difference. Written as for --slice. Repeatable.",
      valueName: "column"))
  var fairness: [String] = []

  @Option(
    help: ArgumentHelp(
      "Search the values of these columns and their pairs for the subgroups that fare worst, on half of the rows, and check them on the other half.",
      valueName: "column,…"))
  var searchSubgroups: [String] = []

  @Option(
    help: ArgumentHelp(
      "The metric by which subgroups are searched. (default: accuracy, or mean_absolute_error)",
      valueName: "name"))
  var searchMetric: String?

  @Option(
    help: ArgumentHelp("The level of the intervals. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(
    help: ArgumentHelp(
      "The method of all intervals: the best of each metric, or one by name where it applies. (default: best)",
      valueName: "method"))
  var interval: IntervalChoice?

  @Option(
    help: ArgumentHelp(
      "Resample within the values of a column, label for the outcome's own, and keep their totals.",
      valueName: "column"))
  var stratify: String?

  @Option(
    help: ArgumentHelp(
      "How often rows are resampled for metrics that no formula serves. (default: 2000)",
      valueName: "count"))
  var resamples: Int?

  @Option(help: ArgumentHelp("The seed of the resampling. (default: 7)", valueName: "number"))
  var seed: Int?

  @Option(
    help: ArgumentHelp(
      "How many threads work; they change nothing but the time. (default: one per core)",
      valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "The policy that judges; its metrics and slices are measured without being named.",
      valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "A file of these options by name; the command line wins.", valueName: "vaglio.yaml"))
  var project: String?
}

extension IntervalChoice: ExpressibleByArgument {}
