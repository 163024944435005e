internal import ArgumentParser
internal import VaglioFindings

/// `vaglio drift`: did the data change?
struct Drift: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Did the data change?",
    usage: "vaglio drift <reference> <current> [<options>]",
    discussion: """
      Compares current rows with reference rows column by column: distances with intervals and \
      tests, new and missing columns, new categories, missing values, values out of range, \
      repetitions. With --model also drift of the predictions, and how much of the drift runs \
      through what the model relies on; with --multivariate all columns together. A policy may \
      judge it by no-drift, schema and quality; then the exit code is the verdict: 0 pass, 1 fail, \
      3 inconclusive; 2 is trouble.

      Examples:
        vaglio drift train.parquet today.parquet --ignore id --target default \\
          --out report
        → writes a report with every column's distances and distributions

        vaglio drift train.csv today.csv --model model.json \\
          --policy drift.yaml --json -
        → the record; the exit code says whether the data are still the reference's
      """)

  @Argument(
    help: ArgumentHelp(
      "The rows that are as they should be: a file, or a directory of files of one kind.",
      valueName: "reference"))
  var reference: String?

  @Argument(
    help: ArgumentHelp(
      "The rows of now, in the same columns; - is standard input.", valueName: "current"))
  var current: String?

  @OptionGroup(title: "Data")
  var reading: TableOptions

  @OptionGroup(title: "Columns")
  var columns: DriftColumnOptions

  @OptionGroup(title: "Analysis")
  var analysis: DriftAnalysisOptions

  @OptionGroup(title: "Model files")
  var opening: OpeningOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let output = try OutputPlan(output)
    let dossier = try DriftRun(plan: DriftPlan(self), output: output).dossier()
    return try Delivery(session: session, output: output).deliver(dossier)
  }
}
