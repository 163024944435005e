internal import ArgumentParser
internal import VaglioFindings

/// `vaglio label-plan`: which rows to label next.
struct LabelPlanCommand: SessionCommand {
  static let configuration = CommandConfiguration(
    commandName: "label-plan",
    abstract: "Which rows should be labelled next?",
    usage: """
      vaglio label-plan <data> ... --score <column> --budget <count> [<options>]
             vaglio label-plan <data> ... --model <model> --budget <count> [<options>]
      """,
    discussion: """
      Draws rows to label, those whose loss is most uncertain more often, and says with which \
      probability each was drawn, so that what is measured on them holds for all rows: weigh each \
      labelled row by the column weight. The same rows are drawn in any order of the data; the \
      first rows of a plan are a plan of their own.

      Examples:
        vaglio label-plan today.csv --score score --id id --budget 500 --out plan.csv
        → writes id, order, weight and more of 500 rows, most urgent first

        vaglio evaluate labelled.csv --label label --score score --weight weight
        → once labels and plan are joined: every metric, for all rows of today.csv
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Option(
    help: ArgumentHelp(
      "The column that holds probabilities; CLASS=COLUMN (repeated) for those of several classes, or p_* for all columns of that form.",
      valueName: "column"))
  var score: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model itself instead of its scores: a file, a folder or an address.",
      valueName: "model"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "The column that says how uncertain each row's loss is, instead of probabilities.",
      valueName: "column"))
  var uncertainty: String?

  @Option(
    help: ArgumentHelp("How many rows are to be labelled, 2 or more.", valueName: "count"))
  var budget: Int?

  @Option(
    help: ArgumentHelp(
      "The loss whose mean the labels are to tell: brier_score or log_loss. (default: brier_score)",
      valueName: "name"))
  var metric: String?

  @Option(
    help: ArgumentHelp(
      "The share of the draws in which all rows are alike, 0.01 to 1: it bounds the weights. (default: 0.2)",
      valueName: "fraction"))
  var uniformShare: Double?

  @OptionGroup(title: "Model files")
  var opening: OpeningOptions

  @Option(
    help: ArgumentHelp(
      "The column that names each row: rows are drawn by it, whatever their order.",
      valueName: "column"))
  var id: String?

  @Option(help: ArgumentHelp("The seed of the draws. (default: 7)", valueName: "number"))
  var seed: Int?

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
    let bytes = try LabelPlanRun(self).bytes()
    if let out {
      try OutputFiles(interruption: session.interruption).write(bytes, to: out)
    } else {
      session.interruption.beginAnswer()
      try StandardStream.output.write(bytes)
    }
    return .done
  }
}
