internal import ArgumentParser
internal import VaglioFindings

/// The two models that are compared.
struct PairOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model that is to come: its file, folder or address; or column:NAME, the column with its scores, column:CLASS=NAME (repeated) for several classes, quantile:LEVEL=NAME for quantiles, member:NAME for an ensemble; a star stands for any text.",
      valueName: "model"))
  var candidate: [String] = []

  @Option(
    help: ArgumentHelp("The model that is in use, named in the same way.", valueName: "model"))
  var production: [String] = []

  @Option(
    help: ArgumentHelp(
      "Apply what calibrate --save has written to the candidate's scores before anything is measured.",
      valueName: "file"))
  var candidateRecalibrator: String?

  @Option(
    help: ArgumentHelp("The same for the scores of production.", valueName: "file"))
  var productionRecalibrator: String?
}

extension PairOptions {
  /// The candidate and production, from the command line or the project file.
  func pair(_ project: ProjectFile) throws -> [AnalysisPlan.Model] {
    [
      AnalysisPlan.Model(
        role: .candidate, reference: try Self.model(candidate, "candidate", project),
        recalibrator: try RecalibratorFile(
          named: candidateRecalibrator, option: "candidate-recalibrator", project)),
      AnalysisPlan.Model(
        role: .production, reference: try Self.model(production, "production", project),
        recalibrator: try RecalibratorFile(
          named: productionRecalibrator, option: "production-recalibrator", project)),
    ]
  }

  private static func model(
    _ given: [String], _ role: String, _ project: ProjectFile
  ) throws(Trouble) -> ModelReference {
    let texts = project.values(given, role)
    guard !texts.isEmpty else {
      throw Trouble(
        "no --\(role): name the model's file, or the column with its scores, as column:NAME")
    }
    return try ModelReference(texts, role: role)
  }
}
