internal import ArgumentParser
internal import VaglioFindings

/// `vaglio audit`: who is selected, as New York City's Local Law 144 wants it told?
struct Audit: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Who is selected, by sex and race: the tables of a bias audit.",
    usage: """
      vaglio audit <data> ... --sex <column> --race <column> --selected <column> [<options>]
                   vaglio audit <data> ... --sex <column> --race <column> --score <column> \
      [--threshold <score>] [<options>]
      """,
    discussion: """
      Impact ratios as New York City's Local Law 144 defines them (6 RCNY 5-300 ff.): selection \
      rates, or scoring rates above the median of all applicants, by sex, by race or ethnicity and \
      by both, each divided by the highest category's. No labels are needed. Applicants of unknown \
      category are counted. Intervals and exact tests are added. A policy may judge, by parity.

      Examples:
        vaglio audit applicants.csv --selected hired --sex sex --race race \\
          --out audit
        → writes audit/report.json and audit/report.html

        vaglio audit applicants.csv --score score --sex sex --race race
        → prints the scoring rates: who scores above the median of all applicants
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @OptionGroup(title: "Audit")
  var audit: AuditOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let output = try OutputPlan(output)
    let dossier = try AuditRun(plan: try AuditPlan(data, audit)).dossier()
    return try Delivery(session: session, output: output).deliver(dossier)
  }
}
