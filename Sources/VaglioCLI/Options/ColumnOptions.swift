public import ArgumentParser
public import VaglioEvaluation

/// Which columns hold what.
struct ColumnOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The column that holds what came true.", valueName: "column"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "What is predicted. (default: inferred from the labels, and said)",
      valueName: "task"))
  var task: PredictionTask?

  @Option(
    help: ArgumentHelp(
      "The label that counts as positive. (default: 1 or true)", valueName: "label"))
  var positive: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A row is predicted positive from this score on. (default: 0.5)", valueName: "score"))
  var threshold: Double?

  @Option(help: ArgumentHelp("The column that says how much a row counts.", valueName: "column"))
  var weight: String?

  @Option(
    help: ArgumentHelp(
      "What weights mean: so many identical rows, or unequal representation. (default: importance)",
      valueName: "kind"))
  var weightKind: WeightKind?

  @Option(
    help: ArgumentHelp(
      "The column that names each row; results then don't depend on the order of rows.",
      valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "The column whose equal values mark rows that belong together, such as a client's.",
      valueName: "column"))
  var cluster: String?
}

extension PredictionTask: ExpressibleByArgument {}
extension WeightKind: ExpressibleByArgument {}
