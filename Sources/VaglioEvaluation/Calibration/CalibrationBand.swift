internal import VaglioFindings
internal import VaglioStatistics

/// Where the isotonic regression of a calibrated model's labels would lie: the consistency band of
/// CORP by resampling.
///
/// In each replicate the rows are resampled with replacement and their labels drawn from their
/// scores: of n rows at score x there are Poisson(n·x) positive and Poisson(n·(1 − x)) negative ones,
/// independently. The regression is interpolated between the scores that occur, and the band holds
/// its central quantiles at each score. Neighbouring scores are pooled where there are more than
/// 512. Dimitriadis, Gneiting and Jordan 2021, doi:10.1073/pnas.2016191118.
struct CalibrationBand: Sendable {
  private static let mostGroups = 512
  private static let mostPlaces = 101
  private static let mostReplicates = 1000

  private let groups: CalibrationGroups
  private let level: ConfidenceLevel
  private let seed: UInt64

  init(_ ranked: RankedRows, level: ConfidenceLevel, seed: UInt64) {
    groups = CalibrationGroups(ranked, most: Self.mostGroups)
    (self.level, self.seed) = (level, seed)
  }

  /// The band; `nil` where `resamples` leave fewer than five in a tail.
  func exhibit(resamples: Int, subject: Subject) -> Exhibit? {
    let replicates = min(resamples, Self.mostReplicates)
    guard Double(replicates) * level.alpha >= 10 else { return nil }
    let places = places
    var curves = [[Double]](repeating: [], count: places.count)
    draw(replicates) { curve in
      for (place, value) in zip(places.indices, curve.values(at: places)) {
        curves[place].append(value)
      }
    }
    let bounds = curves.map { curve in
      let replicates = Replicates(estimate: 0, curve.map { $0 })
      return replicates.percentile(level: level)
    }
    return Exhibit(
      kind: "calibration_band", subject: subject,
      series: [
        "score": .numbers(places), "lower": .numbers(bounds.map { $0?.lower }),
        "upper": .numbers(bounds.map { $0?.upper }),
      ],
      scalars: [
        "level": level.fraction, "replicates": Double(replicates),
        "groups": Double(groups.scores.count),
      ])
  }

  /// The scores at which the band is shown.
  private var places: [Double] {
    let scores = groups.scores
    guard scores.count > Self.mostPlaces else { return scores }
    return (0..<Self.mostPlaces).map { scores[$0 * (scores.count - 1) / (Self.mostPlaces - 1)] }
  }

  private func draw(_ replicates: Int, _ body: (IsotonicCurve) -> Void) {
    let tables = zip(groups.scores, groups.trials).map { score, trials in
      (
        CountTable(poissonMean: Double(trials) * score),
        CountTable(poissonMean: Double(trials) * (1 - score))
      )
    }
    let draws = groups.keys.map { HashedDraws(seed: seed, key: $0) }
    for replicate in 0..<replicates {
      var (scores, sums, weights) = ([Double](), [Double](), [Double]())
      for group in tables.indices {
        let positives = tables[group].0.draw(draws[group][2 * replicate])
        let negatives = tables[group].1.draw(draws[group][2 * replicate + 1])
        guard positives + negatives > 0 else { continue }
        scores.append(groups.scores[group])
        sums.append(Double(positives))
        weights.append(Double(positives + negatives))
      }
      guard !scores.isEmpty else { continue }
      body(
        IsotonicCurve(
          scores: scores, values: IsotonicRegression(sums: sums, weights: weights).fitted)
      )
    }
  }
}

/// A curve through ascending scores, straight between them and level beyond.
private struct IsotonicCurve {
  let scores: [Double]
  let values: [Double]

  /// The values at ascending places.
  func values(at places: [Double]) -> [Double] {
    var next = 0
    return places.map { place in
      while next < scores.count, scores[next] < place { next += 1 }
      guard next < scores.count else { return values[values.count - 1] }
      guard next > 0, scores[next] > place else { return values[next] }
      let share = (place - scores[next - 1]) / (scores[next] - scores[next - 1])
      return values[next - 1] + share * (values[next] - values[next - 1])
    }
  }
}
