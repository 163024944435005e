internal import ArgumentParser
internal import VaglioEvaluation
internal import VaglioFindings

/// `vaglio calibrate`: can the probabilities be trusted, and can they be mended?
struct Calibrate: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Can the probabilities be trusted, and can they be mended?",
    usage: """
      vaglio calibrate <data> ... --label <column> --score <column> [<options>]
                       [--method <name> ...] [--save <file>]
      """,
    discussion: """
      Without --method measures calibration. With --method fits a recalibrator, judges it on rows \
      that it has not seen, and shows each metric before and after with the interval of the \
      difference: the candidate is the recalibrated model, production the model as it is. A policy \
      may judge that; then the exit code is the verdict: 0 pass, 1 fail, 3 inconclusive; 2 is \
      trouble.

      Examples:
        vaglio calibrate holdout.csv --label default --score candidate
        → prints how far the probabilities are from the event rates

        vaglio calibrate holdout.csv --label default --score candidate --id id \\
          --method platt --method beta --method isotonic --save recalibrator.json
        → prints which is best and what it gains; predict applies the file
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Option(
    help: ArgumentHelp(
      "The column that holds the probabilities; CLASS=COLUMN (repeated) for those of several classes, or p_* for all columns of that form.",
      valueName: "column"))
  var score: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model itself instead of its probabilities: a file, a folder or an address.",
      valueName: "model"))
  var model: String?

  @OptionGroup(title: "Recalibration")
  var calibration: CalibrationOptions

  @OptionGroup(title: "Columns")
  var columns: ColumnOptions

  @OptionGroup(title: "Analysis")
  var analysis: AnalysisOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let project = try ProjectFile(reading: analysis.project)
    let output = try OutputPlan(output, project: project)
    let calibration = try CalibrationPlan(calibration, project: project)
    let reference = try ModelReference(
      scores: project.values(score, "score"), model: try project.value(model, "model"))
    let roles: [Subject] =
      calibration.recalibrators.isEmpty ? [.model] : [.candidate, .production]
    var plan = try AnalysisPlan(
      data, columns, analysis,
      models: roles.map { AnalysisPlan.Model(role: $0, reference: reference, option: "score") },
      project: project)
    plan.further = calibration.options
    var saved: SavedRecalibrator?
    let dossier = try AnalysisRun(plan: plan, output: output).dossier {
      run, outcomes, slicings, provenance in
      let result = try CalibrationRun(plan: calibration, run: run, provenance: provenance)
        .result(&outcomes, slicings)
      saved = result.saved
      return result.part
    }
    let file = saved.flatMap { saved in calibration.target.map { (path: $0, bytes: saved.bytes) } }
    return try Delivery(session: session, output: output).deliver(
      dossier, beside: [file].compactMap { $0 })
  }
}
