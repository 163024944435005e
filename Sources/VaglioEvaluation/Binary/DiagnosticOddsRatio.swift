public import VaglioFindings
internal import VaglioStatistics

/// The odds of a positive prediction among positive rows over those among negative rows,
/// TP·TN/(FP·FN).
///
/// 1 is chance. Glas et al. 2003, doi:10.1016/S0895-4356(03)00177-X. Undefined unless both classes
/// occur, and without a false positive or a false negative, where the ratio is infinite: half a row
/// is never added to the value. Interval: Woolf's (1955, doi:10.1111/j.1469-1809.1955.tb01348.x) on
/// the logarithmic scale, ln DOR ± z·√(1/TP + 1/TN + 1/FP + 1/FN); where the value is 0 half a row
/// more in each cell, and the lower bound 0.
public struct DiagnosticOddsRatio: ConfusionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "diagnostic_odds_ratio", title: "Diagnostic odds ratio",
      definition: "Odds of a positive prediction, positives' over negatives', TP·TN/(FP·FN).",
      range: 0...Double.infinity, direction: .higherIsBetter,
      source: "doi:10.1016/S0895-4356(03)00177-X")
  }

  public var intervalMethod: String {
    "Woolf's logarithmic interval, with half a row more in each cell where the value is 0; "
      + "square-and-add of a difference, with the correlation of the rows' influences"
  }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    guard reading.positives > 0 else { throw Undefined("no row is positive") }
    guard reading.negatives > 0 else { throw Undefined("no row is negative") }
    guard reading.falsePositives > 0 else {
      throw Undefined("there is no false positive, the ratio is infinite")
    }
    guard reading.falseNegatives > 0 else {
      throw Undefined("there is no false negative, the ratio is infinite")
    }
    return (reading.truePositives / reading.falseNegatives)
      * (reading.trueNegatives / reading.falsePositives)
  }

  public func intervals(of reading: CellWeights) -> Intervals? {
    guard let value = try? value(of: reading) else { return nil }
    guard value == 0 else { return { level in woolf(reading, level, "woolf-log") } }
    return { level in woolf(reading.smoothed, level, "woolf-log-half-row")?.stretched(to: 0) }
  }

  private func woolf(
    _ table: CellWeights, _ level: ConfidenceLevel, _ method: String
  ) -> Interval? {
    guard let value = try? value(of: table) else { return nil }
    let variance = table.weights.reduce(0) { $0 + 1 / $1 }
    return WaldInterval.logarithmic(
      value, standardError: value * variance.squareRoot(), level: level, method: method)
  }

  /// ∂ ln DOR/∂p = ±1/p, the sign that of the cell in the ratio; written so that a value of 0 has a
  /// finite gradient.
  public func gradient(at table: CellWeights) -> [Double] {
    let (tp, tn, fp, fn) = (
      table.truePositives, table.trueNegatives, table.falsePositives, table.falseNegatives
    )
    let value = (tp / fn) * (tn / fp)
    return [
      tp / fn / fp, -value / fp, -value / fn, tn / fn / fp,
    ].map { $0 * table.total }
  }

  /// Square-and-add of Woolf's intervals, since odds ratios are skewed.
  public func pairedIntervals(
    of pair: Paired<BinaryOutcomes>, candidate: CellWeights, production: CellWeights
  ) -> Intervals? {
    squareAndAdd(of: pair, candidate: candidate, production: production)
  }

  public var scale: IntervalScale { .logarithm }

  public var isStandard: Bool { false }
}

extension Metric where Self == DiagnosticOddsRatio {
  /// The diagnostic odds ratio.
  public static var diagnosticOddsRatio: DiagnosticOddsRatio { DiagnosticOddsRatio() }
}
