internal import ArgumentParser

/// Which recalibrators are tried, and where the fitted one goes.
struct CalibrationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Fit a recalibrator and judge it on rows that it has not seen: platt, isotonic, temperature, beta, histogram or venn-abers. Repeatable, to find the best. (default: measure calibration alone)",
      valueName: "name"))
  var method: [String] = []

  @Option(
    help: ArgumentHelp(
      "Into how many parts rows are divided; each is judged by a fit to the others. (default: 5)",
      valueName: "count"))
  var folds: Int?

  @Option(
    help: ArgumentHelp(
      "Save the recalibrator, the best if there are several, fitted to all rows, in this file.",
      valueName: "file"))
  var save: String?
}
