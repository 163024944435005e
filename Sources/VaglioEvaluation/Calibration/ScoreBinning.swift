/// How scores between 0 and 1 are put into bins.
///
/// Uniform: edges k·(1/B) as doubles, those of numpy's `linspace` and `histogram`, and a score belongs
/// to the bin of the highest edge that is not above it, so that bins are [a, b) and the last is
/// closed. Scores are compared with these edges, never multiplied by B: for ten bins the fourth edge
/// is 3·0.1, the double after 0.3, so that 0.3 lies in the third bin. Equal mass: a row's bin is ⌊B·(share of weight with a lower
/// score)⌋, so that equal scores are never parted, and bins may be fewer than B. Scikit-learn's and
/// MAPIE's bins are (a, b], those of torchmetrics and netcal [a, b).
public struct ScoreBinning: Hashable, Codable, Sendable {
  /// Where bins end.
  public enum Strategy: String, Hashable, Codable, Sendable, CaseIterable {
    /// At equal distances.
    case uniform
    /// After equal shares of the rows.
    case equalMass = "equal_mass"
  }

  /// How many bins there are at most, 1 to 10,000.
  public let count: Int
  public let strategy: Strategy

  /// Fifteen uniform bins, as Guo et al. 2017 (arXiv:1706.04599) use them, or others.
  ///
  /// - Precondition: between 1 and 10,000 bins.
  public init(_ count: Int = Self.standardCount, _ strategy: Strategy = .uniform) {
    precondition((1...Self.most).contains(count), "\(count) bins")
    (self.count, self.strategy) = (count, strategy)
  }

  /// How many bins there are when nobody asks for another number.
  public static let standardCount = 15
  static let most = 10_000

  /// The lower edge of a uniform bin.
  func edge(_ bin: Int) -> Double {
    bin == count ? 1 : Double(bin) * (1 / Double(count))
  }

  /// The uniform bin of a score; scores beyond 0 and 1 belong to the first and the last.
  func uniformBin(of score: Double) -> Int {
    var bin = min(count - 1, max(0, Int(min(max(score, 0), 1) * Double(count))))
    if bin + 1 < count, edge(bin + 1) <= score { bin += 1 }
    if bin > 0, edge(bin) > score { bin -= 1 }
    return bin
  }

  /// The rule in words, for those who read the values.
  var rule: String {
    switch strategy {
    case .uniform:
      "\(count) bins [a, b) of equal width, the last closed; a score on an edge belongs to the "
        + "upper bin"
    case .equalMass:
      "\(count) bins of about equal weight; equal scores stay in one bin"
    }
  }
}

extension ScoreBinning {
  /// The binning that options mean; `nil` if one of them is unknown or out of range.
  ///
  /// What remains of `options` is for the caller.
  init?(taking options: inout [String: String]) {
    var (count, strategy) = (Self.standardCount, Strategy.uniform)
    if let text = options.removeValue(forKey: "bins") {
      guard let number = Int(text), (1...Self.most).contains(number) else { return nil }
      count = number
    }
    if let text = options.removeValue(forKey: "strategy") {
      guard let named = Strategy(rawValue: text) else { return nil }
      strategy = named
    }
    self.init(count, strategy)
  }

  /// The options that differ from their defaults, as a name shows them.
  var options: [String: String] {
    var options: [String: String] = [:]
    if count != Self.standardCount { options["bins"] = String(count) }
    if strategy != .uniform { options["strategy"] = strategy.rawValue }
    return options
  }
}

extension ScoreBinning {
  /// The options that ``init(taking:)`` knows.
  static var metricOptions: [MetricOption] {
    [
      countOption,
      MetricOption(
        "strategy", "uniform or equal_mass", "bins of equal width, or of equally many rows",
        standard: "uniform", example: "equal_mass"),
    ]
  }

  /// The option of those metrics that know uniform bins alone.
  static var countOption: MetricOption {
    MetricOption(
      "bins", "a whole number from 1 to 10,000", "how many bins at most", standard: "15",
      example: "10")
  }
}

extension MetricName {
  /// A name with its options in brackets, alphabetically; without brackets where there are none.
  static func text(_ base: String, _ options: [String: String]) -> String {
    guard !options.isEmpty else { return base }
    let words = options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(base)[\(words.joined(separator: ","))]"
  }
}
