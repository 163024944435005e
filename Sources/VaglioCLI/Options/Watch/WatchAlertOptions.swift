internal import ArgumentParser

/// What is alerted of, and how it is measured.
struct WatchAlertOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The file of alerts and their budget of false alarms.", valueName: "file"))
  var alerts: String?

  @Option(
    help: ArgumentHelp(
      "Test alerts with the cases in this file, which names them.", valueName: "cases"))
  var test: String?

  @Option(
    help: ArgumentHelp(
      "A metric of the windows. Repeatable. (default: the usual ones of the task)",
      valueName: "metric"))
  var metric: [String] = []

  @Option(
    help: ArgumentHelp("The level of the intervals. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(
    help: ArgumentHelp(
      "How many threads read; they change nothing but the time. (default: one per core)",
      valueName: "count"))
  var threads: Int?
}
