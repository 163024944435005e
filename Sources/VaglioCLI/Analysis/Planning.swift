internal import VaglioComparison
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioReporting

/// A study that is planned from guesses alone.
struct Planning {
  let guesses: GuessOptions
  let request: PowerRequest

  /// The plan as a dossier without data.
  func dossier() throws(Trouble) -> Dossier {
    let study = try study()
    if let rows = guesses.rows, !(2...1_000_000_000).contains(rows) {
      throw Trouble("--rows \(rows): give a number from 2 to 1000000000")
    }
    if study.difference != nil, request.difference != nil {
      throw Trouble("--difference: the guesses already say how far the two models are apart")
    }
    let isAimed = (study.difference ?? request.difference ?? 0) != 0 || request.margin != nil
    guard isAimed || guesses.rows != nil else {
      throw Trouble("nothing to plan for: give --difference, --margin or --rows")
    }
    let finding = study.finding(request, rows: guesses.rows)
    let aim = PowerRequest(
      difference: study.difference.flatMap { $0 == 0 ? nil : $0 } ?? request.difference,
      margin: request.margin, power: request.power, level: request.level)
    return Dossier(
      task: "planning", models: [], findings: Findings([]), measures: [Self.measure(study)],
      exhibits: PowerExhibits.exhibits(of: [.success(finding)], request: aim), verdict: nil,
      provenance: Provenance(
        vaglio: Version.current, seed: 0, data: [], options: options),
      notes: ["planned from guesses: there are no data behind these numbers"])
  }

  private func study() throws(Trouble) -> GuessedStudy {
    let kinds = [
      guesses.standardDeviation != nil,
      guesses.rateCandidate != nil || guesses.rateProduction != nil || guesses.discordance != nil,
      guesses.aucCandidate != nil || guesses.aucProduction != nil || guesses.correlation != nil
        || guesses.prevalence != nil,
    ]
    guard kinds.count(where: \.self) == 1 else {
      throw Trouble(
        "guesses are of one kind: --standard-deviation; or --rate-candidate, --rate-production and "
          + "--discordance; or --auc-candidate and --auc-production")
    }
    if let deviation = guesses.standardDeviation {
      guard deviation > 0, deviation.isFinite else {
        throw Trouble("--standard-deviation \(deviation): give a positive number")
      }
      return .deviation(deviation)
    }
    return kinds[1] ? try rates() : try areas()
  }

  /// From two rates and the share of rows where just one succeeds: p₁₀ = (d + D)/2, p₀₁ = (d − D)/2.
  private func rates() throws(Trouble) -> GuessedStudy {
    let candidate = try fraction(guesses.rateCandidate, "rate-candidate")
    let production = try fraction(guesses.rateProduction, "rate-production")
    let discordance = try fraction(guesses.discordance, "discordance")
    let least = abs(candidate - production)
    let most = min(candidate + production, 2 - candidate - production)
    // The rates' own rounding must not make the least discordance impossible.
    guard discordance >= least - 1e-12, discordance <= most + 1e-12, discordance > 0 else {
      throw Trouble(
        "--discordance \(CanonicalJSON.number(discordance)): with these rates between "
          + "\(Self.rounded(least)) and \(Self.rounded(most)) of the rows can differ")
    }
    let difference = candidate - production
    return .rates(
      onlyCandidate: min(1, max(0, (discordance + difference) / 2)),
      onlyProduction: min(1, max(0, (discordance - difference) / 2)))
  }

  private func areas() throws(Trouble) -> GuessedStudy {
    let candidate = try fraction(guesses.aucCandidate, "auc-candidate")
    let production = try fraction(guesses.aucProduction, "auc-production")
    let correlation = guesses.correlation ?? 0.5
    guard correlation >= -1, correlation < 1 else {
      throw Trouble("--correlation \(correlation): give a number from -1 to below 1")
    }
    let prevalence = guesses.prevalence ?? 0.5
    guard prevalence > 0, prevalence < 1, candidate < 1, production < 1 else {
      throw Trouble("--prevalence and the areas lie above 0 and below 1")
    }
    return .areas(
      candidate: candidate, production: production, correlation: correlation,
      prevalence: prevalence)
  }

  private func fraction(_ value: Double?, _ name: String) throws(Trouble) -> Double {
    guard let value else { throw Trouble("no --\(name): the guesses lack it") }
    guard (0...1).contains(value) else {
      throw Trouble("--\(name) \(value): give a fraction from 0 to 1")
    }
    return value
  }

  private static func rounded(_ value: Double) -> String {
    CanonicalJSON.number((value * 1e9).rounded() / 1e9)
  }

  private static func measure(_ study: GuessedStudy) -> Measure {
    switch study {
    case .areas: ROCAUC().measure
    case .rates:
      Measure(
        name: study.metric, title: "Share of rows", definition: "Share of rows that succeed.",
        range: 0...1, direction: .higherIsBetter)
    case .deviation:
      Measure(
        name: study.metric, title: "Mean", definition: "Mean over rows.",
        range: -.infinity ... .infinity, direction: .higherIsBetter)
    }
  }

  private var options: [String: String] {
    let given: [(String, Double?)] = [
      ("standard-deviation", guesses.standardDeviation), ("rate-candidate", guesses.rateCandidate),
      ("rate-production", guesses.rateProduction), ("discordance", guesses.discordance),
      ("auc-candidate", guesses.aucCandidate), ("auc-production", guesses.aucProduction),
      ("correlation", guesses.correlation), ("prevalence", guesses.prevalence),
      ("rows", guesses.rows.map(Double.init)), ("difference", request.difference),
      ("margin", request.margin), ("power", request.power), ("confidence", request.level.fraction),
    ]
    return Dictionary(
      uniqueKeysWithValues: given.compactMap { name, value in
        value.map { (name, CanonicalJSON.number($0)) }
      })
  }
}
