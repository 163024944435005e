internal import ArgumentParser
internal import VaglioEvaluation

/// Which columns of events hold what.
struct WatchColumnOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column that says when a prediction was made: ISO 8601, or times of the file. (with --follow: time)",
      valueName: "column"))
  var time: String?

  @Option(
    help: ArgumentHelp(
      "The column that names each prediction, by which labels find it. (with --follow: id)",
      valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "The column of the probability of the positive class, or of the predicted number; CLASS=COLUMN (repeated) for probabilities of several classes, or p_* for all columns of that form. (with --follow: score)",
      valueName: "column"))
  var score: [String] = []

  @Option(
    help: ArgumentHelp(
      "The column that holds what came true. (with --follow: label)", valueName: "column"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "The column that says when a label became known. (default: with its prediction; of --labels the column --time)",
      valueName: "column"))
  var labelTime: String?

  @Option(
    help: ArgumentHelp(
      "A column that says what a row is: prediction, label or correction. (default: told by what the row holds)",
      valueName: "column"))
  var event: String?

  @Option(
    help: ArgumentHelp(
      "The label that counts as positive. (default: 1 or true)", valueName: "label"))
  var positive: String?

  @Option(
    help: ArgumentHelp(
      "What is predicted: binary, multiclass or regression. (default: inferred)",
      valueName: "task"))
  var task: PredictionTask?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A row is predicted positive from this score on. (default: 0.5)", valueName: "score"))
  var threshold: Double?

  @Option(
    help: ArgumentHelp(
      "A column whose levels are watched apart; column=level,level,... names them, others are (other). Repeatable.",
      valueName: "column"))
  var segment: [String] = []

  @Option(
    help: ArgumentHelp(
      "A column of the reference that is not watched for drift. Repeatable.", valueName: "column"))
  var ignore: [String] = []
}
