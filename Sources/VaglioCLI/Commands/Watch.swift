internal import ArgumentParser
internal import VaglioFindings

/// `vaglio watch`: is the model in production still what it was?
struct Watch: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Is the model in production still what it was?",
    usage: """
      vaglio watch --replay <data> ... --time <column> --id <column> --score <column> [<options>]
      vaglio watch --follow <file> ... [<options>]
      vaglio watch --test <cases>
      """,
    discussion: """
      Takes predictions, and labels as they become known, through windows and alerts. With \
      --replay over history: a report with metrics over time, how much of the labels is here, when \
      alerts would have fired, and what they would have cost and caught. With --follow over JSON \
      lines as they come, in files that grow or on standard input (-); alerts are printed when \
      they change. The same events give the same bytes, in whatever order they come.

      Alerts are set in a file with one budget of false alarms; docs/alerts.md describes it, and \
      --test runs cases against it. The exit code is 1 if an alert fires at the end.

      Examples:
        vaglio watch --replay 2025/*.parquet --time at --id request --score score \\
          --labels outcomes.csv --label default --label-time known --horizon 30d \\
          --segment region --alerts alerts.yaml --out watch
        → the last year as these alerts would have seen it

        tail -F events.jsonl | vaglio watch --follow - --segment region=north,south \\
          --horizon 7d --alerts alerts.yaml --json -
        → a line of JSON whenever an alert changes or a window is complete
      """)

  @OptionGroup(title: "Data")
  var data: WatchDataOptions

  @OptionGroup(title: "Columns")
  var columns: WatchColumnOptions

  @OptionGroup(title: "Windows")
  var windows: WatchWindowOptions

  @OptionGroup(title: "Alerts")
  var alerts: WatchAlertOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    if let test = alerts.test { return try runTests(test) }
    let output = try OutputPlan(output)
    let plan = try WatchPlan(self)
    switch plan.source {
    case .replay: return try ReplayRun(plan: plan, output: output, session: session).outcome()
    case .follow: return try FollowRun(plan: plan, output: output, session: session).outcome()
    }
  }

  private func runTests(_ cases: String) throws -> Outcome {
    guard data.replay.isEmpty, data.follow.isEmpty, alerts.alerts == nil else {
      throw Trouble("--test takes neither data nor --alerts: the cases' file names the alerts")
    }
    let failures = try AlertTestRun(reading: cases).failures()
    try StandardStream.output.write(failures.text)
    return failures.isEmpty || output.exitZero ? .done : .fail
  }
}
