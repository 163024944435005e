public import VaglioFindings
internal import VaglioStatistics

/// What a report shows of a binary model's calibration.
///
/// `reliability` and `reliability_equal_mass` (bins), `score_histogram`, `calibration_curve` (the
/// isotonic regression of the labels on the scores, with the parts of the Brier score),
/// `calibration_band` (where the curve of a calibrated model would lie), and `calibration_measures`
/// (values beside what a calibrated model would show). Nothing where a score is no probability.
public struct CalibrationExhibits: Sendable {
  private let outcomes: BinaryOutcomes
  private let subject: Subject
  private let level: ConfidenceLevel
  private let seed: UInt64
  private let resamples: Int

  /// The exhibits of one model; the band is drawn from `resamples` replicates, a thousand at most,
  /// hashed from `seed`.
  public init(
    of outcomes: BinaryOutcomes, subject: Subject, level: ConfidenceLevel, seed: UInt64,
    resamples: Int
  ) {
    (self.outcomes, self.subject, self.level) = (outcomes, subject, level)
    (self.seed, self.resamples) = (seed, resamples)
  }

  /// The exhibits in the order of the list above.
  public var exhibits: [Exhibit] {
    let ranked = outcomes.ranked
    let uniform = ReliabilityExhibit(of: outcomes, subject: subject, level: level).exhibits
    guard (try? ranked.checkProbabilities()) != nil else { return uniform }
    let equalMass = CalibrationBins(equalMass: ranked, bins: ScoreBinning.standardCount)
    return uniform
      + [
        reliability(equalMass), curve(ranked),
        CalibrationBand(ranked, level: level, seed: seed)
          .exhibit(resamples: resamples, subject: subject),
        CalibrationMeasures(outcomes, ranked, equalMass).exhibit(of: subject),
      ].compactMap(\.self)
  }

  private func reliability(_ binned: CalibrationBins) -> Exhibit {
    let bins = binned.bins
    let bands = bins.map { bin in
      let law = Binomial(trials: bin.trials, probability: min(max(bin.meanScore, 0), 1))
      let ends = [level.alpha / 2, 1 - level.alpha / 2].map(law.quantile)
      return ends.map { Double($0) / Double(bin.trials) }
    }
    return Exhibit(
      kind: "reliability_equal_mass", subject: subject,
      series: [
        "lower": .numbers(bins.map(\.lower)),
        "upper": .numbers(bins.dropFirst().map(\.lower) + [1]),
        "mean_score": .numbers(bins.map(\.meanScore)), "event_rate": .numbers(bins.map(\.rate)),
        "count": .numbers(bins.map { Double($0.rows) }),
        "band_lower": .numbers(bands.map { $0[0] }), "band_upper": .numbers(bands.map { $0[1] }),
      ], scalars: ["level": level.fraction, "rows": Double(outcomes.count)])
  }

  /// At most so many blocks of the curve are shown.
  static let mostBlocks = 400

  private func curve(_ ranked: RankedRows) -> Exhibit {
    var blocks: [(lower: Double, upper: Double, rate: Double, weight: Double)] = []
    let fit = ranked.isotonicFit
    // Scores are looked up where a block begins or ends: each is far away in memory.
    var last: ScoreGroup?
    ranked.forEachFitted(fit) { group, fitted in
      if blocks.last?.rate != fitted {
        if let last { blocks[blocks.count - 1].upper = ranked.score(of: last) }
        let score = ranked.score(of: group)
        blocks.append((score, score, fitted, fit.weights[blocks.count]))
      }
      last = group
    }
    if let last { blocks[blocks.count - 1].upper = ranked.score(of: last) }
    let shown = Self.thinned(blocks)
    let parts = ranked.parts(of: .brier)
    return Exhibit(
      kind: "calibration_curve", subject: subject,
      series: [
        "score_lower": .numbers(shown.map(\.lower)), "score_upper": .numbers(shown.map(\.upper)),
        "event_rate": .numbers(shown.map(\.rate)), "weight": .numbers(shown.map(\.weight)),
      ],
      scalars: [
        "miscalibration": parts.miscalibration, "discrimination": parts.discrimination,
        "uncertainty": parts.uncertainty, "blocks": Double(blocks.count),
      ])
  }

  private static func thinned<Block>(_ blocks: [Block]) -> [Block] {
    guard blocks.count > mostBlocks else { return blocks }
    return (0..<mostBlocks).map { blocks[$0 * (blocks.count - 1) / (mostBlocks - 1)] }
  }
}
