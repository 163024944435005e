internal import ArgumentParser

/// Which stretches of time are looked at together.
struct WatchWindowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How long a window is: 15m, 6h, 1d, 1w. (default: 1d)", valueName: "span"))
  var window: String?

  @Option(
    help: ArgumentHelp(
      "How far windows lie apart, and how often alerts are looked at. (default: the window's length)",
      valueName: "span"))
  var step: String?

  @Option(
    help: ArgumentHelp(
      "How long labels may take; what comes later counts as late. Needed where labels have a time of their own. (default: 0)",
      valueName: "span"))
  var horizon: String?

  @Option(
    help: ArgumentHelp("How far windows begin after midnight UTC. (default: 0)", valueName: "span"))
  var offset: String?

  @Option(
    help: ArgumentHelp(
      "How long after its own time an event may come; with it memory stays flat over files in order of time. (default: any time; with --follow 1h)",
      valueName: "span"))
  var disorder: String?

  @Option(
    help: ArgumentHelp(
      "When labels count as evidence: label-arrival, soon, or horizon, sound even where the time a label takes hangs on what it says. (default: label-arrival)",
      valueName: "order"))
  var evidenceOrder: String?

  @Flag(help: "Report windows when they end as well, and not only when all labels may have come.")
  var early = false
}
