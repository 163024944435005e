internal import ArgumentParser

/// Where events come from.
struct WatchDataOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Tables of predictions, one a row: files or directories as other commands read them.",
      valueName: "data"))
  var replay: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Tables of labels, one a row. (default: the rows of --replay hold their labels)",
      valueName: "data"))
  var labels: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files of JSON lines that grow, or - for standard input: a line is a prediction, a label, or both.",
      valueName: "file"))
  var follow: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --follow: end when nothing has come for so long, such as 30s. (default: never; standard input at its end)",
      valueName: "span"))
  var idle: String?

  @Flag(
    help:
      "With --follow: let the machine's clock pass as well, so that a stream that falls silent is noticed."
  )
  var clock = false

  @Option(
    help: ArgumentHelp(
      "Rows that are as they should be, in the same columns: they say which levels segments have, and what features, scores and labels are held against.",
      valueName: "data"))
  var reference: String?

  @OptionGroup
  var reading: TableOptions
}
