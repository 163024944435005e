internal import ArgumentParser

/// Which rows are explained one by one, and how their reasons are told.
struct DecisionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Tell why this row was decided as it was, by its id, or its place without --id. Repeatable.",
      valueName: "id"))
  var row: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many principal reasons a row gets at most. (default: 4)", valueName: "count"))
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "A YAML file that gives features codes and texts, and says which are immutable or protected.",
      valueName: "file"))
  var reasons: String?

  @Option(
    help: ArgumentHelp(
      "The population that rows are held against, in words. (default: what the background is)",
      valueName: "text"))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "Search so many nearest changes that would turn each row's decision. (default: 0)",
      valueName: "count"))
  var counterfactuals: Int?

  @Option(
    help: ArgumentHelp(
      "A YAML file that says what may change, how far, and which way.", valueName: "file"))
  var constraints: String?
}
