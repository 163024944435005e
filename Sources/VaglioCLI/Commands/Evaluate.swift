internal import ArgumentParser
internal import VaglioFindings

/// `vaglio evaluate`: how good is one set of predictions?
struct Evaluate: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "How good is one set of predictions?",
    usage: "vaglio evaluate <data> ... --label <column> --score <column> [<options>]",
    discussion: """
      Measures one model with confidence intervals, on all rows and on slices. A policy may judge \
      it by rules that need no second model, such as at-least, at-most and parity; then the exit \
      code is the verdict: 0 pass, 1 fail, 3 inconclusive; 2 is trouble.

      Examples:
        vaglio evaluate holdout.csv --label default --score candidate --slice sex
        → prints every metric of the task with its interval

        vaglio evaluate holdout.csv --label default --score candidate \\
          --metric roc_auc --policy minimum.yaml --json - > report.json
        → the record; the exit code says whether the model is good enough
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @OptionGroup(title: "Model")
  var model: ScoreOptions

  @OptionGroup(title: "Columns")
  var columns: ColumnOptions

  @OptionGroup(title: "Analysis")
  var analysis: AnalysisOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let project = try ProjectFile(reading: analysis.project)
    let output = try OutputPlan(output, project: project)
    let reference = try ModelReference(
      scores: project.values(model.score, "score"),
      quantiles: project.values(model.quantile, "quantile"),
      members: project.values(model.member, "member"),
      model: try project.value(model.model, "model"))
    let recalibrator = try RecalibratorFile(
      named: model.recalibrator, option: "recalibrator", project)
    let models = [
      AnalysisPlan.Model(role: .model, reference: reference, recalibrator: recalibrator)
    ]
    let plan = try AnalysisPlan(data, columns, analysis, models: models, project: project)
    let dossier = try AnalysisRun(plan: plan, output: output).dossier()
    return try Delivery(session: session, output: output).deliver(dossier)
  }
}
