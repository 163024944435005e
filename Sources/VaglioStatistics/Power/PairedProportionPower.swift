public import VaglioFindings

/// The power of tests on two proportions of the same rows, from the shares of rows on which only one
/// model succeeds.
///
/// A difference is sought by McNemar's mid-p test, whose power is an exact double sum over binomial
/// counts up to ``mostExactRows`` rows; beyond them, and for margins, by the asymptotic power of
/// Tango's score test (Nam 1997, doi:10.2307/2533508).
public struct PairedProportionPower: Hashable, Sendable {
  /// Up to how many rows power is summed exactly.
  public static let mostExactRows = 50_000

  /// P(only the candidate succeeds).
  public let onlyCandidate: Double
  /// P(only production succeeds).
  public let onlyProduction: Double
  public let level: ConfidenceLevel

  /// The power where the two models succeed alone with these probabilities, which add up to at
  /// most 1.
  public init(onlyCandidate: Double, onlyProduction: Double, level: ConfidenceLevel) {
    precondition(
      onlyCandidate >= 0 && onlyProduction >= 0 && onlyCandidate + onlyProduction <= 1,
      "\(onlyCandidate) and \(onlyProduction) are no shares of rows")
    (self.onlyCandidate, self.onlyProduction) = (onlyCandidate, onlyProduction)
    self.level = level
  }

  /// P(the candidate succeeds) − P(production succeeds).
  public var difference: Double { onlyCandidate - onlyProduction }

  /// The share of rows on which only one succeeds.
  public var discordance: Double { onlyCandidate + onlyProduction }

  /// The probability that McNemar's mid-p test finds the difference on `rows` rows.
  public func power(rows: Int) -> Double {
    guard discordance > 0 else { return 0 }
    return rows <= Self.mostExactRows
      ? exactPower(rows)
      : scorePower(rows, from: 0)
        + scorePower(rows, from: 0, turned: true)
  }

  /// The probability that Tango's interval on `rows` rows lies above −`margin`.
  public func power(ofNonInferiority margin: Double, rows: Int) -> Double {
    scorePower(rows, from: -margin)
  }

  /// The probability that Tango's interval on `rows` rows lies within ±`margin`, from below by Boole's
  /// inequality.
  public func power(ofEquivalence margin: Double, rows: Int) -> Double {
    max(0, scorePower(rows, from: -margin) + scorePower(rows, from: -margin, turned: true) - 1)
  }

  /// The fewest rows with which `power` rises to at least `wanted`; exact power has small steps, so
  /// that a few rows more may fall below it again by a few thousandths.
  public func rows(reaching wanted: Double, _ power: (Int) -> Double) -> Int? {
    StudySize.fewest { power($0) >= wanted }
  }
}

extension PairedProportionPower {
  /// Σ over d of P(d discordant rows)·P(the mid-p test rejects | d), over all d but 10⁻¹⁰ of them.
  private func exactPower(_ rows: Int) -> Double {
    let counts = Binomial(trials: rows, probability: min(1, discordance))
    let (low, high) = (counts.quantile(5e-11), counts.quantile(1 - 5e-11))
    let share = min(1, max(0, onlyCandidate / discordance))
    return (low...max(low, high)).reduce(0) { sum, d in
      let critical = criticalCount(of: d)
      guard critical >= 0 else { return sum }
      let only = Binomial(trials: d, probability: share)
      let rejected = only.cdf(critical) + only.survival(d - critical - 1)
      return sum + counts.mass(d) * rejected
    }
  }

  /// The largest smaller count of `d` discordant rows at which the mid-p value is at most α; −1 if
  /// there is none.
  private func criticalCount(of d: Int) -> Int {
    func rejects(_ count: Int) -> Bool {
      count >= 0 && 2 * count < d
        && McNemar(onlyFirst: count, onlySecond: d - count).midP <= level.alpha
    }
    // The normal approximation is off by a row or two.
    var count = Int((Double(d) - level.deviate * Double(d).squareRoot()) / 2)
    while rejects(count + 1) { count += 1 }
    while count >= 0, !rejects(count) { count -= 1 }
    return max(count, -1)
  }

  /// Φ((√n·(Δ − Δ₀) − z·σ₀)/σ₁) with σ₀² = 2q + Δ₀(1 − Δ₀) under the limit Δ₀, q being the likeliest
  /// P(only production) there, and σ₁² = p₁₀ + p₀₁ − Δ² in truth; `turned` exchanges the models.
  private func scorePower(_ rows: Int, from limit: Double, turned: Bool = false) -> Double {
    let (b, c) = turned ? (onlyProduction, onlyCandidate) : (onlyCandidate, onlyProduction)
    let (truth, spread) = (b - c, max(0, b + c - (b - c) * (b - c)).squareRoot())
    let likeliest = TangoInterval.likeliestOnlySecond(b, c, 1, at: limit)
    let null = max(0, 2 * likeliest + limit * (1 - limit)).squareRoot()
    let distance = Double(rows).squareRoot() * (truth - limit) - level.deviate * null
    if spread == 0 { return distance > 0 ? 1 : 0 }
    return Normal.cdf(distance / spread)
  }
}
