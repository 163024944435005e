internal import ArgumentParser
internal import VaglioFindings
internal import VaglioGates
internal import VaglioReporting

/// `vaglio gate`: judge an existing record again under another policy.
struct Gate: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge an existing record under a policy.",
    usage: """
      vaglio gate <record> --policy <file> [<options>]
      vaglio gate --test <cases>
      """,
    discussion: """
      Needs neither data nor models: a record holds what it takes to judge it at another level or \
      by other gates. With --test, runs a file of made-up findings and the rulings that are \
      expected of them, so that a policy can be tested like code.

      Examples:
        vaglio gate report/report.json --policy stricter.yaml
        → prints the verdict; the exit code is 0 pass, 1 fail or 3 inconclusive

        vaglio gate --test policy-cases.yaml
        → names each case; the exit code is 1 if one is not as expected
      """)

  @Argument(
    help: ArgumentHelp(
      "A report.json of compare or evaluate; - is standard input.", valueName: "record"))
  var record: String?

  @Option(help: ArgumentHelp("The policy that judges.", valueName: "file"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "Test a policy with the cases in this file, which names the policy.", valueName: "cases"))
  var test: String?

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    if let test { return try runTests(test) }
    guard let record, let policy else {
      throw Trouble(
        record == nil
          ? "no record: vaglio gate RECORD --policy FILE, or vaglio gate --test CASES"
          : "no --policy: name the file of the policy")
    }
    let output = try OutputPlan(output)
    let judged = try Self.judged(
      RecordFile.dossier(record), under: PolicyFile(reading: policy))
    return try Delivery(session: session, output: output).deliver(judged)
  }

  private func runTests(_ cases: String) throws -> Outcome {
    guard record == nil, policy == nil else {
      throw Trouble("--test takes neither a record nor --policy: the cases' file names the policy")
    }
    let outcomes = try PolicyTestRun(reading: cases).outcomes()
    try StandardStream.output.write(PolicyTestRun.text(outcomes))
    return outcomes.allSatisfy(\.isMet) || output.exitZero ? .done : .fail
  }

  /// The dossier with the verdict of another policy.
  private static func judged(
    _ dossier: Dossier, under file: PolicyFile
  ) throws -> Dossier {
    let measures = dossier.measures + MeasureCatalogue.measures(of: dossier.task)
    let policy = try file.policy(naming: .canonical(task: dossier.task))
    try policy.check(measures: measures)
    let provenance = Provenance(
      vaglio: dossier.provenance.vaglio, seed: dossier.provenance.seed,
      data: dossier.provenance.data, policy: file.source, options: dossier.provenance.options)
    return Dossier(
      task: dossier.task, models: dossier.models, findings: dossier.findings,
      measures: dossier.measures, exhibits: dossier.exhibits,
      verdict: policy.judge(dossier.findings, measures: measures), provenance: provenance,
      notes: dossier.notes)
  }
}
