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
             vaglio label-plan <data> ... --score <column> --plan <file> --returned <data> --label <column>
      """,
    discussion: """
      Draws rows to label, those whose loss is most uncertain more often, and says with which \
      probability each was drawn, so that what is measured on them holds for all rows: weigh each \
      labelled row by the column weight. The same rows are drawn in any order of the data; the \
      first rows of a plan are a plan of their own. With --returned, what the labels that came back \
      say of all rows that were planned for: metrics with intervals, and how many labels of a simple \
      random sample they are worth.

      Examples:
        vaglio label-plan today.csv --score score --id id --budget 500 --out plan.csv
        → writes id, order, weight and more of 500 rows, most urgent first

        vaglio label-plan today.csv --score score --id id --plan plan.csv \\
          --returned labels.csv --label default
        → every metric of all rows of today.csv, with its interval
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
      "With --returned: the plan as it was written.", valueName: "file"))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Labels that came back, in a table with the plan's id (or row) and --label.",
      valueName: "data"))
  var returned: String?

  @Option(
    help: ArgumentHelp("With --returned: the column that holds the labels.", valueName: "column"))
  var label: String?

  @Option(
    help: ArgumentHelp(
      "With --returned: the label that counts as positive. (default: 1 or true)",
      valueName: "label"))
  var positive: String?

  @Option(
    help: ArgumentHelp(
      "With --returned: the level of the intervals. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(
    help: ArgumentHelp(
      "With --returned: print the record alone, canonical JSON. The target - is standard output.",
      valueName: "target"))
  var json: JSONTarget?

  @Option(
    help: ArgumentHelp(
      "The file to write: CSV, or .parquet or .arrow by its name. (default: CSV on standard output) With --returned, the directory of a report.",
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
    if returned != nil || plan != nil {
      let output = try OutputPlan(
        OutputOptions.parse(
          (out.map { ["--out", $0] } ?? []) + (json == nil ? [] : ["--json", "-"])
            + (quiet ? ["--quiet"] : [])))
      return try Delivery(session: session, output: output)
        .deliver(LabelReturnRun(self, output: output).dossier())
    }
    guard label == nil, positive == nil, confidence == nil, json == nil else {
      throw Trouble("--label, --positive, --confidence and --json: they are about --returned")
    }
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
