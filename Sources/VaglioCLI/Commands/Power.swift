internal import ArgumentParser
internal import VaglioFindings

/// `vaglio power`: how many rows does a difference need?
struct Power: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "How many labelled rows does a difference need?",
    usage: """
      vaglio power <data> ... --label <column> --candidate column:NAME --production column:NAME
                   [--difference <number>] [--margin <number>] [<options>]
      vaglio power --standard-deviation <number> --difference <number> [<options>]
      vaglio power --rate-candidate <fraction> --rate-production <fraction> --discordance <fraction>
      vaglio power --auc-candidate <area> --auc-production <area> --correlation <number>
      """,
    discussion: """
      From a comparison on existing rows: the smallest difference that they could find, and the \
      rows that a given difference, or a margin of non-inferiority or equivalence, would take. \
      Without data: the same from supposed rates, areas, or a standard deviation.

      Examples:
        vaglio power holdout.csv --label default \\
          --candidate column:candidate --production column:production \\
          --metric roc_auc --metric brier_score --difference 0.005 --margin 0.01
        → what these rows can find, and how many 0.005 would need

        vaglio power --rate-candidate 0.83 --rate-production 0.81 --discordance 0.08
        → the rows on which McNemar's test finds two points of accuracy
      """)

  @OptionGroup(title: "Data")
  var data: DataOptions

  @OptionGroup(title: "Models")
  var models: PairOptions

  @OptionGroup(title: "Columns")
  var columns: ColumnOptions

  @OptionGroup(title: "Aim")
  var power: PowerOptions

  @OptionGroup(title: "Guesses")
  var guesses: GuessOptions

  @OptionGroup(title: "Output")
  var output: OutputOptions

  func run(in session: Session) throws -> Outcome {
    let project = try ProjectFile(reading: power.project)
    let output = try OutputPlan(output, project: project)
    let request = try power.request(project)
    if guesses.isGiven {
      guard data.data.isEmpty else {
        throw Trouble(
          "--standard-deviation, --rate-…, --auc-…: guesses are for planning without data")
      }
      let dossier = try Planning(guesses: guesses, request: request).dossier()
      return try Delivery(session: session, output: output).deliver(dossier)
    }
    let models = try models.pair(project)
    var plan = try AnalysisPlan(
      data, columns, power.analysis(), models: models, project: project)
    plan.power = request
    let dossier = try AnalysisRun(plan: plan, output: output).dossier()
    return try Delivery(session: session, output: output).deliver(dossier)
  }
}
