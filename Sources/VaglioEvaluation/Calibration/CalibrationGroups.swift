internal import VaglioStatistics

/// Groups of neighbouring scores, few enough to draw their labels a thousand times.
///
/// Where there are more distinct scores than ``most``, those that ⌊most·(share of weight with a
/// lower score)⌋ puts together are one group with their mean score: the isotonic regression of ten
/// million rows has some hundred blocks, which a thousand groups still tell apart.
struct CalibrationGroups: Hashable, Sendable {
  /// At most so many groups.
  static let most = 1024

  /// The weighted mean score of each group, ascending.
  let scores: [Double]
  /// How many rows each group counts as: Σw, or the effective number under importance weights.
  let trials: [Int]
  /// How many of these are positive.
  let positives: [Double]
  /// What the draws of each group are hashed from: its lowest score.
  let keys: [UInt64]

  init(_ ranked: RankedRows, most: Int = Self.most) {
    let bins =
      ranked.order.groupCount <= most
      ? CalibrationBins(each: ranked) : CalibrationBins(equalMass: ranked, bins: most)
    scores = bins.bins.map { min(max($0.meanScore, 0), 1) }
    trials = bins.bins.map(\.trials)
    positives = bins.bins.map { $0.rate * Double($0.trials) }
    keys = bins.bins.map { $0.lower.bitPattern }
  }

  init(scores: [Double], trials: [Int], positives: [Double], keys: [UInt64]) {
    (self.scores, self.trials, self.positives, self.keys) = (scores, trials, positives, keys)
  }

  /// Σ of the trials.
  var total: Double { trials.reduce(0) { $0 + Double($1) } }

  /// The same groups with other scores.
  func rescored(_ scores: [Double]) -> CalibrationGroups {
    CalibrationGroups(scores: scores, trials: trials, positives: positives, keys: keys)
  }

  /// What recalibration would gain on the groups, were `positives` positive in each, per trial.
  func miscalibration(_ positives: [Double], _ score: ProperScore) -> Double {
    let fit = IsotonicRegression(sums: positives, weights: trials.map { Double($0) })
    var (sum, start) = (0.0, 0)
    for (end, value) in zip(fit.ends, fit.values) {
      for group in start..<Int(end) {
        let negatives = Double(trials[group]) - positives[group]
        if positives[group] > 0 {
          sum += positives[group] * score.gainOfPositive(scores[group], value)
        }
        if negatives > 0 { sum += negatives * score.gainOfNegative(scores[group], value) }
      }
      start = Int(end)
    }
    return sum / total
  }
}

extension CalibrationBins {
  /// One bin for each distinct score.
  init(each ranked: RankedRows) {
    var bins: [CalibrationBin] = []
    let scale = TickScale(ranked.rows)
    ranked.forEachGroup { group in
      guard group.positives + group.negatives > 0 else { return }
      var sums = BinSums()
      ranked.add(group, score: min(max(ranked.score(of: group), 0), 1), to: &sums)
      bins.append(sums.bin(lower: ranked.score(of: group), weights: scale))
    }
    self.init(bins, strays: 0)
  }
}

extension RankedRows {
  /// The groups of these rows, made once.
  var calibrationGroups: CalibrationGroups { coarse.value { CalibrationGroups(self) } }
}
