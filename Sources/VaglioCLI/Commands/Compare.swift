internal import ArgumentParser
internal import VaglioFindings

/// `vaglio compare`: should the candidate replace production?
struct Compare: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Should the candidate replace production?",
    usage: """
      vaglio compare <data> ... --label <column> [--policy <file>] [<options>]
                     --candidate column:NAME --production column:NAME
      """,
    discussion: """
      Measures both models and their difference on the same rows, with confidence intervals, on \
      all rows and on slices. With a policy the exit code is the verdict: 0 pass, 1 fail, \
      3 inconclusive; 2 is trouble.

      Examples:
        vaglio compare holdout.csv --label default --id id --policy policy.yaml \\
          --candidate column:candidate --production column:production \\
          --slice sex --slice age:30,45,60 --out report
        → writes report/report.json and report/report.html

        zcat prices.csv.gz | vaglio compare - --label price --format markdown \\
          --candidate column:new --production column:old --metric bias
        → prints the comparison in Markdown; no policy, so the exit code is 0
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @OptionGroup(title: "Models")
  var models: PairOptions

  @OptionGroup(title: "Columns")
  var columns: ColumnOptions

  @OptionGroup(title: "Analysis")
  var analysis: AnalysisOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let project = try ProjectFile(reading: analysis.project)
    let output = try OutputPlan(output, project: project)
    let models = try models.pair(project)
    let plan = try AnalysisPlan(data, columns, analysis, models: models, project: project)
    let dossier = try AnalysisRun(plan: plan, output: output).dossier()
    return try Delivery(session: session, output: output).deliver(dossier)
  }
}
