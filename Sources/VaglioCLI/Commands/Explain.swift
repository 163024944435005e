internal import ArgumentParser
internal import VaglioFindings

/// `vaglio explain`: why does the model say what it says?
struct Explain: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Why does the model say what it says?",
    usage: """
      vaglio explain <data> ... --model <model> [<options>]
             vaglio explain <data> ... --candidate <model> --production <model> [<options>]
      """,
    discussion: """
      Shares out what a model says about each row to its features: exactly for trees and linear \
      models, by sampled coalitions of features for all others, with standard errors. Tells which \
      features the model relies on, how predictions move with them, and with --row why single rows \
      were decided as they were. Of two models it tells which features the candidate relies on more \
      or less, and which made decisions change. A policy may judge that; then the exit code is the \
      verdict: 0 pass, 1 fail, 3 inconclusive; 2 is trouble.

      Examples:
        vaglio explain holdout.csv --model model.json --id id --row 1042 \\
          --out report
        → writes a report with importances, effects and the reasons for row 1042

        vaglio explain holdout.csv --candidate new.txt --production old.json \\
          --background train.parquet --attributions attributions.parquet
        → prints what changed in the reasons, writes attributions row by row
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @OptionGroup(title: "Models")
  var models: ExplainedModelOptions

  @OptionGroup(title: "Explanation")
  var explanation: ExplanationOptions

  @OptionGroup(title: "Decisions")
  var decisions: DecisionOptions

  @OptionGroup(title: "Columns")
  var columns: ColumnOptions

  @OptionGroup(title: "Model files")
  var opening: OpeningOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let output = try OutputPlan(output)
    let plan = try ExplanationPlan(self)
    let result = try ExplanationRun(plan: plan, output: output).result()
    return try Delivery(session: session, output: output)
      .deliver(result.dossier, beside: result.tables)
  }
}
