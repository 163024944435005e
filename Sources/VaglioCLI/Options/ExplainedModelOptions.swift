internal import ArgumentParser

/// The model that is explained, or the two whose explanations are compared.
struct ExplainedModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model to explain: a file, a folder or an address.", valueName: "model"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The model that is to come, whose explanation is compared with production's.",
      valueName: "model"))
  var candidate: String?

  @Option(help: ArgumentHelp("The model that is in use.", valueName: "model"))
  var production: String?
}
