internal import VaglioFindings
internal import VaglioStatistics

/// A comparison that is only planned: what is supposed of the two models before there are rows.
public enum GuessedStudy: Hashable, Sendable {
  /// The standard deviation of one row's difference, for any mean of losses: Student's t.
  case deviation(Double)
  /// The shares of rows on which only the candidate and only production succeeds: McNemar's mid-p
  /// test for a difference, Tango's interval for margins.
  case rates(onlyCandidate: Double, onlyProduction: Double)
  /// Two areas under the ROC curve, the correlation of their estimates, and the share of positive
  /// rows: Hanley and McNeil's variances.
  case areas(candidate: Double, production: Double, correlation: Double, prevalence: Double)

  /// The name of what is compared.
  public var metric: String {
    switch self {
    case .deviation: "mean"
    case .rates: "rate"
    case .areas: "roc_auc"
    }
  }

  /// The true difference that the guess itself holds.
  public var difference: Double? {
    switch self {
    case .deviation: nil
    case .rates(let candidate, let production): candidate - production
    case .areas(let candidate, let production, _, _): candidate - production
    }
  }

  /// What a study of so many rows finds, and how many it needs; more counts as better. Without a
  /// number of rows those that the difference needs, else those of the margin.
  public func finding(_ request: PowerRequest, rows: Int?) -> PowerFinding {
    let aims = aims(request)
    let needed: [Kind: Int?] = aims.mapValues {
      self.rows(for: $0, power: request.power, level: request.level)
    }
    let inOrder: [Int?] = [Kind.difference, .nonInferiority, .equivalence].map { needed[$0] ?? nil }
    let count: Int = rows ?? inOrder.lazy.compactMap { $0 }.first ?? 2
    let deviation = self.deviation(rows: max(count, 2), level: request.level)
    let power = MeanPower(standardDeviation: deviation, level: request.level)
    func rowsNeeded(_ kind: Kind) -> RowsNeeded? {
      guard let number = needed[kind] else { return nil }
      guard let number else { return RowsNeeded.none("no number of rows up to 1,000,000,000") }
      return RowsNeeded.rows(BoundedNumber(Double(number)))
    }
    return PowerFinding(
      metric: metric, rows: Double(count), deviation: BoundedNumber(deviation), source: "guess",
      designEffect: nil, effectiveRows: nil,
      detectable: BoundedNumber(
        power.minimalDifference(rows: count, power: request.power) ?? .infinity),
      detectableMargin: BoundedNumber(
        power.minimalMargin(rows: count, power: request.power) ?? .infinity),
      power: aims[.difference].map { self.power($0, rows: count, level: request.level) },
      forDifference: rowsNeeded(.difference), forNonInferiority: rowsNeeded(.nonInferiority),
      forEquivalence: rowsNeeded(.equivalence), curve: curve(request, count, aims[.difference]))
  }
}

extension GuessedStudy {
  private enum Kind { case difference, nonInferiority, equivalence }

  private func aims(_ request: PowerRequest) -> [Kind: StudyAim] {
    let truth = difference ?? request.difference ?? 0
    var aims: [Kind: StudyAim] = [:]
    if truth != 0 { aims[.difference] = .difference(truth) }
    if let margin = request.margin {
      aims[.nonInferiority] = .nonInferiority(margin: margin, advantage: truth)
      aims[.equivalence] = .equivalence(margin: margin, difference: truth)
    }
    return aims
  }

  private func power(_ aim: StudyAim, rows: Int, level: ConfidenceLevel) -> Double {
    switch self {
    case .deviation(let deviation):
      return MeanPower(standardDeviation: deviation, level: level).power(of: aim, rows: rows)
    case .areas(let candidate, let production, let correlation, let prevalence):
      return AreaPower(
        candidate: candidate, production: production, correlation: correlation,
        prevalence: prevalence, level: level
      ).power(of: aim, rows: rows)
    case .rates(let candidate, let production):
      let power = PairedProportionPower(
        onlyCandidate: candidate, onlyProduction: production, level: level)
      switch aim {
      case .difference: return power.power(rows: rows)
      case .nonInferiority(let margin, _): return power.power(ofNonInferiority: margin, rows: rows)
      case .equivalence(let margin, _): return power.power(ofEquivalence: margin, rows: rows)
      }
    }
  }

  private func rows(for aim: StudyAim, power wanted: Double, level: ConfidenceLevel) -> Int? {
    StudySize.fewest { power(aim, rows: $0, level: level) >= wanted }
  }

  /// σ of one row's difference: √n times the standard error on n rows.
  private func deviation(rows: Int, level: ConfidenceLevel) -> Double {
    switch self {
    case .deviation(let deviation): return deviation
    case .rates(let candidate, let production):
      let (discordance, difference) = (candidate + production, candidate - production)
      return max(discordance - difference * difference, 1e-12).squareRoot()
    case .areas(let candidate, let production, let correlation, let prevalence):
      let power = AreaPower(
        candidate: candidate, production: production, correlation: correlation,
        prevalence: prevalence, level: level)
      return max(power.standardError(rows: rows) * Double(rows).squareRoot(), 1e-12)
    }
  }

  private func curve(_ request: PowerRequest, _ rows: Int, _ aim: StudyAim?) -> [PowerPoint] {
    (-8...8).compactMap { step in
      let whole = Double(sign: .plus, exponent: step >> 1, significand: Double(rows))
      let count = Int((step & 1 == 0 ? whole : whole * 2.0.squareRoot()).rounded())
      guard count >= 4 else { return nil }
      let power = MeanPower(
        standardDeviation: deviation(rows: count, level: request.level), level: request.level)
      return power.minimalDifference(rows: count, power: request.power).map {
        PowerPoint(
          rows: count, power: aim.map { self.power($0, rows: count, level: request.level) },
          detectable: $0)
      }
    }
  }
}
