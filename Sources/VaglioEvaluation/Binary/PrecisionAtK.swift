public import VaglioFindings

/// The share of positives among the k highest-scoring rows.
///
/// k is 10 by default. Ties at the cut count as expected over their orders. Undefined when there are
/// fewer than k rows. With weights k is a weight. Uncertainty is that of the share k/N of rows of the
/// population from which the N rows come.
public struct PrecisionAtK: CutMetric {
  /// How many rows are taken.
  public let k: Int

  /// - Precondition: `k` is at least 1.
  public init(k: Int = 10) {
    precondition(k >= 1, "at least one row is taken")
    self.k = k
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("precision_at_k", [("k", Double(k), 10)]),
      title: "Precision at \(k)",
      definition: "Share of positives among the k highest-scoring rows.", range: 0...1,
      direction: .higherIsBetter)
  }

  public var intervalMethod: String { PrecisionAtCut.intervalMethod }

  public func intervals(of reading: RankedRows) -> Intervals? {
    (try? cut(of: RankedCurve(reading))).map { PrecisionAtCut($0).intervals }
  }

  public func cut(of curve: RankedCurve) throws(Undefined) -> Cut {
    try Capacity.rows(Double(k)).cut(of: curve)
  }

  public func value(at cut: Cut) -> Double { cut.precision }

  public func influence(at cut: Cut) -> CutInfluence { cut.hits.scaled(by: 1 / cut.selectionRate) }

  public func trials(at cut: Cut) -> Double { cut.truePositives + cut.falsePositives }

  public func notes(of reading: RankedRows) -> [String] {
    (try? cut(of: RankedCurve(reading)))?.notes ?? []
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "k", "a whole number above 0", "how many rows are selected", standard: "10",
        example: "20")
    ]
  }

  public func configured(_ options: [String: String]) -> PrecisionAtK? {
    guard options.keys.allSatisfy({ $0 == "k" }) else { return nil }
    guard let text = options["k"] else { return PrecisionAtK() }
    return Int(text).flatMap { $0 >= 1 && $0 < 1 << 53 ? PrecisionAtK(k: $0) : nil }
  }
}

extension Metric where Self == PrecisionAtK {
  /// The share of positives among the k highest-scoring rows.
  public static func precisionAtK(_ k: Int = 10) -> PrecisionAtK { PrecisionAtK(k: k) }
}
