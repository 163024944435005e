internal import ArgumentParser

/// What is supposed of two models before there are data.
struct GuessOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without data: the standard deviation of one row's difference.", valueName: "number"))
  var standardDeviation: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without data: the share of rows on which the candidate succeeds.", valueName: "fraction"))
  var rateCandidate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without data: the share of rows on which production succeeds.", valueName: "fraction"))
  var rateProduction: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without data: the share of rows on which exactly one succeeds.", valueName: "fraction"))
  var discordance: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without data: the candidate's ROC AUC.", valueName: "area"))
  var aucCandidate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without data: production's ROC AUC.", valueName: "area"))
  var aucProduction: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without data: the correlation of the two estimated areas. (default: 0.5)",
      valueName: "number"))
  var correlation: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Without data: the share of positive rows. (default: 0.5)", valueName: "fraction"))
  var prevalence: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Without data: the rows whose power is to be told.", valueName: "count"))
  var rows: Int?

  /// Whether anything is supposed.
  var isGiven: Bool {
    [
      standardDeviation, rateCandidate, rateProduction, discordance, aucCandidate, aucProduction,
      correlation, prevalence,
    ].contains { $0 != nil } || rows != nil
  }
}
