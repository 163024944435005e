internal import ArgumentParser

/// The command `vaglio`: a name for its subcommands.
struct VaglioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vaglio",
    abstract: "Decides by measurement whether a model is good enough, and says why.",
    discussion: """
      Reads a table with labels and scores, measures with confidence intervals, compares two \
      models row by row, judges a policy, and writes a record and a report.

      Exit codes: 0 done or pass, 1 fail, 3 inconclusive, 2 trouble.

      Examples:
        vaglio compare holdout.csv --label default \\
          --candidate column:candidate --production column:production \\
          --policy policy.yaml --out report
        vaglio list metrics
      """,
    version: "vaglio \(Version.current)",
    subcommands: [
      Compare.self, Evaluate.self, Explain.self, Calibrate.self, Predict.self, Power.self,
      Audit.self, Drift.self, Watch.self,
      LabelPlanCommand.self, Gate.self, Import.self, Render.self, Inspect.self, List.self,
    ])
}
