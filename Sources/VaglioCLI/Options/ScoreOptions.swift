internal import ArgumentParser

/// The one set of predictions that is evaluated.
struct ScoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column that holds the scores, the predicted numbers or, with --task multiclass, the predicted classes; CLASS=COLUMN (repeated) for the scores of several classes, or p_* for all columns of that form.",
      valueName: "column"))
  var score: [String] = []

  @Option(
    help: ArgumentHelp(
      "A predicted quantile and its column, such as 0.9=high. Repeatable.",
      valueName: "level=column"))
  var quantile: [String] = []

  @Option(
    help: ArgumentHelp(
      "The column of a member of an ensemble of predictions, or ens_* for all of that form. Repeatable.",
      valueName: "column"))
  var member: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model itself instead of its scores: a file, a folder or an address.",
      valueName: "model"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Apply what calibrate --save has written to the scores before anything is measured.",
      valueName: "file"))
  var recalibrator: String?
}
