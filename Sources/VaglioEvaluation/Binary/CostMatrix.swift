/// What each kind of decision costs; a negative cost is a gain.
public struct CostMatrix: Hashable, Codable, Sendable {
  /// The cost of a negative row predicted positive.
  public let falsePositive: Double
  /// The cost of a positive row predicted negative.
  public let falseNegative: Double
  /// The cost of a negative row predicted negative.
  public let trueNegative: Double
  /// The cost of a positive row predicted positive.
  public let truePositive: Double

  /// The costs per row.
  ///
  /// - Precondition: all are finite.
  public init(
    falsePositive: Double = 1, falseNegative: Double = 1, trueNegative: Double = 0,
    truePositive: Double = 0
  ) {
    precondition(
      [falsePositive, falseNegative, trueNegative, truePositive].allSatisfy(\.isFinite),
      "a cost is finite")
    (self.falsePositive, self.falseNegative) = (falsePositive, falseNegative)
    (self.trueNegative, self.truePositive) = (trueNegative, truePositive)
  }
}

extension CostMatrix {
  /// The costs of the cells, in the order of ``Cell``.
  var costs: [Double] { [trueNegative, falsePositive, falseNegative, truePositive] }

  /// From the least to the greatest cost.
  var range: ClosedRange<Double> { costs.reduce(.infinity, min)...costs.reduce(-.infinity, max) }

  /// The cost per row of a table with weight.
  func mean(in table: CellWeights) -> Double {
    within(zip(costs, table.weights).reduce(0) { $0 + $1.0 * $1.1 } / table.total)
  }

  /// The cost per row where a threshold selects these.
  ///
  /// - Precondition: there is a row.
  func mean(of counts: SelectedCounts) -> Double {
    let negatives =
      trueNegative * (counts.negatives - counts.falsePositives)
      + falsePositive * counts.falsePositives
    let positives =
      falseNegative * (counts.positives - counts.truePositives)
      + truePositive * counts.truePositives
    return within((negatives + positives) / (counts.negatives + counts.positives))
  }

  /// Rounding may carry the mean of equal costs past them.
  private func within(_ mean: Double) -> Double {
    let least = min(min(trueNegative, falsePositive), min(falseNegative, truePositive))
    let greatest = max(max(trueNegative, falsePositive), max(falseNegative, truePositive))
    return min(max(mean, least), greatest)
  }

  /// A metric's name with those costs that differ from the default.
  func name(_ base: String) -> String {
    OptionNumber.name(
      base,
      [
        ("fn", falseNegative, 1), ("fp", falsePositive, 1), ("tn", trueNegative, 0),
        ("tp", truePositive, 0),
      ])
  }

  /// The costs that differ from the default in words, for a title: `, FN 5, TP -1`.
  var title: String {
    zip(["TN", "FP", "FN", "TP"], zip(costs, CostMatrix().costs))
      .filter { $0.1.0 != $0.1.1 }.map { ", \($0.0) \(OptionNumber.text($0.1.0))" }.joined()
  }

  /// The options that ``init(_:)`` knows.
  static var options: [MetricOption] {
    [
      ("fn", "a positive row predicted negative", "1"),
      ("fp", "a negative row predicted positive", "1"),
      ("tn", "a negative row predicted negative", "0"),
      ("tp", "a positive row predicted positive", "0"),
    ].map { name, row, standard in
      MetricOption(
        name, "a number, below 0 for a gain", "what \(row) costs", standard: standard,
        example: "5")
    }
  }

  /// The costs that options `fn`, `fp`, `tn` and `tp` say; `nil` for any other option, or a cost
  /// that is not a finite number.
  init?(_ options: [String: String]) {
    guard options.keys.allSatisfy({ ["fn", "fp", "tn", "tp"].contains($0) }) else { return nil }
    func cost(_ key: String, _ standard: Double) -> Double? {
      options[key].map { OptionNumber.number($0) } ?? standard
    }
    guard let fn = cost("fn", 1), let fp = cost("fp", 1), let tn = cost("tn", 0),
      let tp = cost("tp", 0)
    else { return nil }
    self.init(falsePositive: fp, falseNegative: fn, trueNegative: tn, truePositive: tp)
  }
}
