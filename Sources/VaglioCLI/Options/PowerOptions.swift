internal import ArgumentParser
internal import VaglioComparison
internal import VaglioFindings

/// What is to be found, and how surely.
struct PowerOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The true difference, candidate minus production, that is to be found.", valueName: "number"))
  var difference: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The margin of non-inferiority and equivalence.", valueName: "number"))
  var margin: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The wanted probability of success. (default: 0.8)", valueName: "fraction"))
  var power: Double?

  @Option(
    help: ArgumentHelp(
      "A metric by its name in 'vaglio list metrics'. Repeatable. (default: all of the task)",
      valueName: "name"))
  var metric: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The two-sided level of the intervals that decide. (default: 0.95)", valueName: "fraction"))
  var confidence: Double?

  @Option(
    help: ArgumentHelp(
      "How often rows are resampled for metrics that no formula serves. (default: 2000)",
      valueName: "count"))
  var resamples: Int?

  @Option(help: ArgumentHelp("The seed of the resampling. (default: 7)", valueName: "number"))
  var seed: Int?

  @Option(
    help: ArgumentHelp(
      "How many threads work; they change nothing but the time. (default: one per core)",
      valueName: "count"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "A file of these options by name; the command line wins.", valueName: "vaglio.yaml"))
  var project: String?

  /// The options that `compare` shares; all others as if nobody had given them.
  func analysis() throws -> AnalysisOptions {
    var options = try AnalysisOptions.parse([])
    (options.metric, options.confidence, options.project) = (metric, confidence, project)
    (options.resamples, options.seed, options.threads) = (resamples, seed, threads)
    return options
  }

  /// The request, with the project file's words where the command line is silent.
  func request(_ project: ProjectFile) throws -> PowerRequest {
    let level = try AnalysisPlan.level(try project.value(confidence, "confidence"))
    let power = try project.value(power, "power") ?? 0.8
    guard power > level.alpha, power < 1 else {
      throw Trouble(
        "--power \(CanonicalJSON.number(power)): give a probability above "
          + "\(NumberText.rounded(level.alpha)), which chance alone reaches, and below 1, such as 0.8"
      )
    }
    let margin = try project.value(margin, "margin")
    if let margin, !(margin > 0 && margin.isFinite) {
      throw Trouble("--margin \(margin): give a positive number")
    }
    let difference = try project.value(difference, "difference")
    if let difference, !difference.isFinite || difference == 0 {
      throw Trouble(
        "--difference \(difference): give a number other than 0, candidate minus production")
    }
    return PowerRequest(difference: difference, margin: margin, power: power, level: level)
  }
}

/// Numbers in messages.
private enum NumberText {
  /// A number without the noise of its last digits.
  static func rounded(_ value: Double) -> String {
    CanonicalJSON.number((value * 1e9).rounded() / 1e9)
  }
}
