internal import ArgumentParser

/// Where the answer goes.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write report.json and report.html into this directory. (default: a summary on standard output)",
      valueName: "directory"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "With --out a further file, else what goes to standard output: html, json, junit, markdown or text. Repeatable.",
      valueName: "name"))
  var format: [String] = []

  @Option(
    help: ArgumentHelp(
      "Print the record alone, canonical JSON. The target - is standard output.",
      valueName: "target"))
  var json: JSONTarget?

  @Flag(help: "Say nothing but errors on standard error.")
  var quiet = false

  @Flag(help: "Show no progress bar on a terminal.")
  var noProgress = false

  @Flag(help: "Exit with 0 whatever the verdict; trouble still exits with 2.")
  var exitZero = false
}

/// Where a record alone goes: standard output is the only place.
enum JSONTarget: String, ExpressibleByArgument {
  case standardOutput = "-"
}
