internal import ArgumentParser
internal import VaglioFindings

/// `vaglio list`: the catalogues, with definitions.
struct List: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "The catalogues: metrics, rules, measures, formats, recalibrators, explainers.",
    discussion: """
      Examples:
        vaglio list metrics
        → every metric with definition, range, direction and interval method

        vaglio list rules --json - | jq -r '.rules[].example'
        → one gate of each kind, as a policy writes it
      """)

  /// What there is a catalogue of.
  enum Topic: String, ExpressibleByArgument, CaseIterable {
    case metrics
    case rules
    case measures
    case formats
    case recalibrators
    case explainers
  }

  @Argument(
    help: ArgumentHelp(
      "Metrics, rules of policies, measures (all names that a finding may bear), formats of reports, recalibrators, or explainers.",
      valueName: "catalogue"))
  var topic: Topic

  @Option(help: ArgumentHelp("Print JSON. The target - is standard output.", valueName: "target"))
  var json: JSONTarget?

  func run(in session: Session) throws -> Outcome {
    let listing: Listing =
      switch topic {
      case .metrics: .metrics
      case .rules: .rules
      case .measures: .measures
      case .formats: .formats
      case .recalibrators: .recalibrators
      case .explainers: .explainers
      }
    session.interruption.beginAnswer()
    try StandardStream.output.write(
      json == nil
        ? listing.text
        : CanonicalJSON.text(of: .object([topic.rawValue: .array(listing.entries.map(\.json))]))
          + "\n")
    return .done
  }
}
