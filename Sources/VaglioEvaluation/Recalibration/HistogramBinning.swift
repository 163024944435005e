public import VaglioFindings

/// The event rate in bins of equally many rows, (positives + ½)/(rows + 1).
///
/// A bin ends with the first score at which its share of the rows is reached; equal scores are never
/// parted, and bins meet half-way between their scores. The half rows keep probabilities off 0 and 1.
/// The only map here that need not rise. Zadrozny and Elkan 2001, Obtaining Calibrated Probability
/// Estimates from Decision Trees and Naive Bayesian Classifiers.
public struct HistogramBinning: Recalibrator {
  /// How many bins are asked for; with many equal scores there are fewer.
  public let bins: Int
  /// The number of bins where none is named.
  public static let customaryBins = 15

  /// So many bins.
  public init(bins: Int = customaryBins) { self.bins = bins }

  public var name: String { bins == Self.customaryBins ? "histogram" : "histogram[bins=\(bins)]" }
  public var title: String { "Histogram binning" }
  public var definition: String {
    "(positives + ½)/(rows + 1) in \(Self.customaryBins) bins of equally many rows; [bins=10] "
      + "changes their number."
  }
  public var advice: String {
    "A map that people read as a table; it forgets the ranking within a bin, and need not rise."
  }
  public var source: String {
    "Zadrozny and Elkan 2001, ICML, pages 609-616"
  }

  public func configured(_ options: [String: String]) -> HistogramBinning? {
    guard let text = options["bins"], options.count == 1 else {
      return options.isEmpty ? self : nil
    }
    guard let bins = Int(text), (2...1000).contains(bins) else { return nil }
    return HistogramBinning(bins: bins)
  }

  public func fit(to sample: CalibrationSample) throws(Unfittable) -> Histogram {
    let totals = sample.totals
    let all = totals.reduce(0, +)
    guard all >= Double(bins) else {
      throw Unfittable(
        "there are fewer rows than the \(bins) bins: choose a smaller number of bins")
    }
    var (edges, rates) = ([Double](), [Double]())
    var (seen, positives, rows) = (0.0, 0.0, 0.0)
    for group in totals.indices {
      (seen, positives, rows) = (
        seen + totals[group], positives + sample.positives[group], rows + totals[group]
      )
      let isLast = group == totals.count - 1
      guard isLast || seen >= all * Double(rates.count + 1) / Double(bins) else { continue }
      rates.append((positives + 0.5) / (rows + 1))
      if !isLast { edges.append(Self.between(sample.scores[group], sample.scores[group + 1])) }
      (positives, rows) = (0, 0)
    }
    return Histogram(edges: edges, probabilities: rates)
  }

  /// A number above the first and at most the second, half-way where doubles allow.
  private static func between(_ first: Double, _ second: Double) -> Double {
    let middle = first / 2 + second / 2
    return middle > first && middle <= second ? middle : second
  }
}

/// One probability per bin [edge, next edge).
public struct Histogram: ProbabilityMap {
  /// Where the second bin and each later one begins, ascending.
  public let edges: [Double]
  /// One per bin: one more than edges.
  public let probabilities: [Double]

  init(edges: [Double], probabilities: [Double]) {
    (self.edges, self.probabilities) = (edges.map { $0 + 0.0 }, probabilities)
  }

  public func probability(of score: Double) -> Double {
    probabilities[edges.firstIndex(above: score)]
  }

  public var parameters: JSONValue {
    ["edges": .numbers(edges), "probabilities": .numbers(probabilities)]
  }

  public init(parameters: JSONPlace) throws(RecordError) {
    try parameters.refuse(membersBeside: ["edges", "probabilities"])
    let edges = try parameters["edges"].ascendingNumbers(mayBeEmpty: true)
    self.init(
      edges: edges,
      probabilities: try parameters["probabilities"].probabilities(
        count: edges.count + 1, areRising: false))
  }
}
