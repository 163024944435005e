internal import ArgumentParser

/// The two models that are compared.
struct PairOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model that is to come: column:NAME, the column with its scores; column:CLASS=NAME (repeated) for several classes, quantile:LEVEL=NAME for quantiles, member:NAME for an ensemble; a star stands for any text.",
      valueName: "model"))
  var candidate: [String] = []

  @Option(
    help: ArgumentHelp("The model that is in use, named in the same way.", valueName: "model"))
  var production: [String] = []
}
