public import VaglioFindings
internal import VaglioStatistics

/// What a report draws of forecasts of quantiles or of ensembles: whether labels lie in their forecast
/// distributions as often as these say.
///
/// Bands are where a bin of a calibrated forecast lies with the given probability: the central interval
/// of a binomial with the bin's own probability (Bröcker and Smith 2007, doi:10.1175/WAF993.1). With
/// importance weights the rows count as Kish's effective number.
public struct ForecastExhibits<Observed: ForecastOutcomes>: Sendable {
  private let outcomes: Observed
  private let subject: Subject
  private let level: ConfidenceLevel

  /// The calibration of one model's forecasts.
  public init(of outcomes: Observed, subject: Subject, level: ConfidenceLevel) {
    (self.outcomes, self.subject, self.level) = (outcomes, subject, level)
  }

  /// How many bins the histogram of places has.
  public static var bins: Int { 10 }

  /// `pit_histogram`: the share of labels in each tenth of their forecast distributions.
  fileprivate var histogram: Exhibit {
    let places = outcomes.pit
    let bins = weights(count: Self.bins) { row in
      min(Self.bins - 1, Int(places[row] * Double(Self.bins)))
    }
    let edges = (0...Self.bins).map { Double($0) / Double(Self.bins) }
    return exhibit(
      "pit_histogram", bins,
      ["lower": .numbers(edges.dropLast().map { $0 }), "upper": .numbers(Array(edges.dropFirst()))])
  }

  /// Σw of the rows in each bin.
  fileprivate func weights(count: Int, _ bin: (Int) -> Int) -> [Double] {
    var sums = [ExactSum](repeating: ExactSum(), count: count)
    for row in 0..<outcomes.count { sums[bin(row)].add(outcomes.rows.weights?[row] ?? 1) }
    return sums.map(\.value)
  }

  /// The shares of equally likely bins, with the band that all of them have.
  fileprivate func exhibit(
    _ kind: String, _ weights: [Double], _ series: [String: Exhibit.Series]
  ) -> Exhibit {
    let (total, expected) = (weights.reduce(0, +), 1 / Double(weights.count))
    let calibrated = Binomial(trials: trials, probability: expected)
    let tail = level.alpha / 2
    return Exhibit(
      kind: kind, subject: subject,
      series: series.merging(["share": .numbers(weights.map { total > 0 ? $0 / total : nil })]) {
        own, _ in own
      },
      scalars: [
        "level": level.fraction, "rows": Double(outcomes.count), "expected": expected,
        "band_lower": Double(calibrated.quantile(tail)) / Double(trials),
        "band_upper": Double(calibrated.quantile(1 - tail)) / Double(trials),
      ])
  }

  /// How many rows the bands are for.
  private var trials: Int {
    let effective = outcomes.rows.effectiveCount ?? outcomes.rows.totalWeight
    return max(1, Int(min(effective.isFinite ? effective : 1, 0x1p52).rounded()))
  }
}

extension ForecastExhibits<QuantileOutcomes> {
  /// `quantile_calibration`, and `pit_histogram` where two levels or more are predicted.
  public var exhibits: [Exhibit] {
    guard outcomes.count > 0 else { return [] }
    return [calibration] + (outcomes.levels.count > 1 ? [histogram] : [])
  }

  /// The share of labels that lie at or below each predicted quantile, with its interval.
  private var calibration: Exhibit {
    let evaluation = Evaluation<QuantileOutcomes>(
      metrics: outcomes.levels.map { QuantileCoverage(alpha: $0) }, level: level)
    let estimates = evaluation.findings(on: outcomes, subject: subject).map(\.estimate)
    return Exhibit(
      kind: "quantile_calibration", subject: subject,
      series: [
        "nominal": .numbers(outcomes.levels.map { $0 }),
        "observed": .numbers(estimates.map(\.value)),
        "lower": .numbers(estimates.map { $0.interval?.lower }),
        "upper": .numbers(estimates.map { $0.interval?.upper }),
      ], scalars: ["level": level.fraction, "rows": Double(outcomes.count)])
  }
}

extension ForecastExhibits<EnsembleOutcomes> {
  /// `quantile_calibration` at the levels that the members can tell, `rank_histogram` for up to 50
  /// members, `pit_histogram`.
  public var exhibits: [Exhibit] {
    guard outcomes.count > 0 else { return [] }
    let levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95].filter {
      EnsembleOutcomes.smallestEnsemble(level: abs(1 - 2 * $0)) <= outcomes.members.count
    }
    let calibration = outcomes.quantiles(at: levels).map { quantiles in
      ForecastExhibits<QuantileOutcomes>(of: quantiles, subject: subject, level: level)
        .exhibits.prefix(1)
    }
    return Array(calibration ?? []) + (outcomes.members.count <= 50 ? [ranks] : []) + [histogram]
  }

  /// `rank_histogram`: the share of labels at each rank among their members (Hamill 2001,
  /// doi:10.1175/1520-0493(2001)129<0550:IORHFV>2.0.CO;2).
  private var ranks: Exhibit {
    let (ranks, bins) = (outcomes.ranks, outcomes.members.count + 1)
    return exhibit(
      "rank_histogram", weights(count: bins) { ranks[$0] },
      ["rank": .numbers((0..<bins).map { Double($0) })])
  }
}
