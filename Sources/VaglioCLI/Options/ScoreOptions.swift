internal import ArgumentParser

/// The one set of predictions that is evaluated.
struct ScoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column that holds the scores, or the predicted numbers.", valueName: "column"))
  var score: String?
}
