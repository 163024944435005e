internal import ArgumentParser

/// What the columns of compared data are.
struct DriftColumnOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A feature to compare. Repeatable. (default: every column without another part)",
      valueName: "column"))
  var feature: [String] = []

  @Option(
    help: ArgumentHelp("A column that holds labels. Repeatable.", valueName: "column"))
  var target: [String] = []

  @Option(
    help: ArgumentHelp(
      "A column that holds scores or predictions. Repeatable.", valueName: "column"))
  var prediction: [String] = []

  @Option(
    help: ArgumentHelp(
      "A column to leave out, such as one of times. Repeatable.", valueName: "column"))
  var ignore: [String] = []

  @Option(
    help: ArgumentHelp(
      "A column of numbers that are names of levels: codes, labels 0 and 1. Repeatable.",
      valueName: "column"))
  var levels: [String] = []

  @Option(
    help: ArgumentHelp(
      "The column that names each row: looked through for repetitions, not compared.",
      valueName: "column"))
  var id: String?
}
