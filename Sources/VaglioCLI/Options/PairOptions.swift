internal import ArgumentParser

/// The two models that are compared.
struct PairOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model that is to come: column:NAME, the column with its scores.", valueName: "model"))
  var candidate: String?

  @Option(
    help: ArgumentHelp(
      "The model that is in use: column:NAME, the column with its scores.", valueName: "model"))
  var production: String?
}
