public import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The reliability diagram of a binary model: the event rate beside the mean score in each of
/// fifteen equally wide bins [k/15, (k+1)/15), the last closed.
///
/// The consistency band of a bin is where the event rate of a calibrated model lies with the given
/// probability, given the bin's scores: the central interval of a binomial with the bin's mean score
/// (Bröcker and Smith 2007, doi:10.1175/WAF993.1, with the distribution known instead of resampled).
/// With importance weights the bin counts as Kish's effective number of rows.
public struct ReliabilityExhibit: Sendable {
  /// How many bins there are.
  public static let bins = 15

  private let outcomes: BinaryOutcomes
  private let subject: Subject
  private let level: ConfidenceLevel

  /// The reliability of one model's probabilities.
  public init(of outcomes: BinaryOutcomes, subject: Subject, level: ConfidenceLevel) {
    (self.outcomes, self.subject, self.level) = (outcomes, subject, level)
  }

  private struct Bin {
    var rows = 0
    var weight = ExactSum()
    var square = ExactSum()
    var score = ExactSum()
    var events = ExactSum()

    mutating func add(_ score: Double, label: UInt8, weight: Double) {
      rows += 1
      self.weight.add(weight)
      square.add(weight * weight)
      self.score.add(product: weight, score)
      if label == 1 { events.add(weight) }
    }
  }

  /// `reliability` and `score_histogram`; the latter alone where a score is no probability.
  public var exhibits: [Exhibit] {
    guard outcomes.scores.allSatisfy({ (0...1).contains($0) }) else { return [] }
    let bins = fill()
    return [reliability(bins), histogram(bins)]
  }

  private static let binning = ScoreBinning(bins)

  private func bin(of score: Double) -> Int { Self.binning.uniformBin(of: score) }

  private static func edge(_ bin: Int) -> Double { binning.edge(bin) }

  private func fill() -> [Bin] {
    var bins = [Bin](repeating: Bin(), count: Self.bins)
    if let weights = outcomes.rows.weights {
      for row in 0..<outcomes.count {
        bins[bin(of: outcomes.scores[row])]
          .add(outcomes.scores[row], label: outcomes.labels[row], weight: weights[row])
      }
    } else {
      fillWholeRows(&bins)
    }
    return bins
  }

  /// Without weights, events are counted, and scores are summed in blocks.
  private func fillWholeRows(_ bins: inout [Bin]) {
    var events = [Int](repeating: 0, count: Self.bins)
    var counts = events
    var sums = [BufferedSum](repeating: BufferedSum(), count: Self.bins)
    for row in 0..<outcomes.count {
      let bin = bin(of: outcomes.scores[row])
      counts[bin] &+= 1
      events[bin] &+= Int(outcomes.labels[row])
      sums[bin].add(outcomes.scores[row])
    }
    for bin in bins.indices {
      bins[bin].rows = counts[bin]
      bins[bin].weight.add(Double(counts[bin]))
      bins[bin].square.add(Double(counts[bin]))
      bins[bin].score.add(sums[bin].value)
      bins[bin].events.add(Double(events[bin]))
    }
  }

  private func reliability(_ bins: [Bin]) -> Exhibit {
    let bands = bins.map(band)
    let means = bins.map { $0.rows == 0 ? nil : $0.score.value / $0.weight.value }
    let rates = bins.map { $0.rows == 0 ? nil : $0.events.value / $0.weight.value }
    return Exhibit(
      kind: "reliability", subject: subject,
      series: [
        "lower": .numbers((0..<Self.bins).map(Self.edge)),
        "upper": .numbers((1...Self.bins).map(Self.edge)),
        "mean_score": .numbers(means), "event_rate": .numbers(rates),
        "count": .numbers(bins.map { Double($0.rows) }),
        "band_lower": .numbers(bands.map { $0?.lower }),
        "band_upper": .numbers(bands.map { $0?.upper }),
      ], scalars: ["level": level.fraction, "rows": Double(outcomes.count)])
  }

  private func band(_ bin: Bin) -> (lower: Double, upper: Double)? {
    guard bin.rows > 0, bin.weight.value > 0 else { return nil }
    let weight = bin.weight.value
    let isFrequency = outcomes.rows.weights?.kind != .importance
    let effective = isFrequency ? weight : weight / bin.square.value * weight
    // Weights too small to be squared say nothing of the effective number: one row then.
    let trials = effective.isFinite ? max(1, Int(min(effective, 0x1p52).rounded())) : 1
    let calibrated = Binomial(
      trials: trials, probability: min(1, max(0, bin.score.value / weight)))
    let tail = level.alpha / 2
    return (
      Double(calibrated.quantile(tail)) / Double(trials),
      Double(calibrated.quantile(1 - tail)) / Double(trials)
    )
  }

  private func histogram(_ bins: [Bin]) -> Exhibit {
    let events = bins.map(\.events.value)
    return Exhibit(
      kind: "score_histogram", subject: subject,
      series: [
        "lower": .numbers((0..<Self.bins).map(Self.edge)),
        "upper": .numbers((1...Self.bins).map(Self.edge)),
        "positives": .numbers(events),
        "negatives": .numbers(zip(bins, events).map { $0.0.weight.value - $0.1 }),
      ])
  }
}
