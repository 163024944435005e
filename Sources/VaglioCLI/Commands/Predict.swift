internal import ArgumentParser
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `vaglio predict`: scores as columns after the id.
struct Predict: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a model's predictions, or scores of the data recalibrated.",
    usage: """
      vaglio predict <data> ... --model <model> [<options>]
             vaglio predict <data> ... --score <column> --recalibrator <file> [<options>]
      """,
    discussion: """
      Computes a model's predictions for each row, its features matched by name; or applies what \
      vaglio calibrate --save has written to scores that the data hold. Writes CSV, or Parquet or \
      Arrow where the file is named so: the id, if there is one, then one column per prediction, \
      rows in their order, each number in the fewest digits that read back as the same.

      Examples:
        vaglio predict new.csv --model model.json --id id --out scores.csv
        → writes id and prediction, one line per row

        vaglio predict new.csv --score candidate --id id \\
          --recalibrator recalibrator.json --out scores.csv
        → writes id and candidate, one line per row
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Option(
    help: ArgumentHelp(
      "The column that holds the scores; CLASS=COLUMN (repeated) for those of several classes, or p_* for all columns of that form.",
      valueName: "column"))
  var score: [String] = []

  @Option(
    help: ArgumentHelp(
      "The recalibrator that vaglio calibrate --save has written.", valueName: "file"))
  var recalibrator: String?

  @Option(
    help: ArgumentHelp(
      "The model whose predictions are wanted: a file, a folder or an address.",
      valueName: "model"))
  var model: String?

  @Flag(help: "Write the model's margins, which it adds up before its link, not its predictions.")
  var margins = false

  @OptionGroup(title: "Model files")
  var opening: OpeningOptions

  @Option(
    help: ArgumentHelp("The column that names each row; it is written first.", valueName: "column"))
  var id: String?

  @Option(
    help: ArgumentHelp(
      "The file to write: CSV, or .parquet or .arrow by its name. (default: CSV on standard output)",
      valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "How many threads work; they change nothing but the time. (default: one per core)",
      valueName: "count"))
  var threads: Int?

  @Flag(help: "Say nothing but errors on standard error.")
  var quiet = false

  func run(in session: Session) throws -> Outcome {
    let plan = try PredictionPlan(self)
    let bytes = try PredictionRun(plan: plan, isQuiet: quiet).bytes()
    if let out {
      try OutputFiles(interruption: session.interruption).write(bytes, to: out)
    } else {
      session.interruption.beginAnswer()
      try StandardStream.output.write(bytes)
    }
    return .done
  }
}
