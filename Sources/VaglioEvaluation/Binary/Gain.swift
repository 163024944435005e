public import VaglioFindings

/// The share of all positives that the highest-scoring fraction of the rows holds: recall of the
/// top.
///
/// The fraction q of N rows is q·N rows, of the last one perhaps a part; ties at the cut count as
/// expected over their orders. Chance gives q, and no ranking more than q divided by the prevalence.
/// Undefined when no row is positive. A point of the cumulative gain chart.
public struct Gain: CutMetric {
  /// The share of rows that is taken, above 0 and at most 1.
  public let fraction: Double

  /// - Precondition: `fraction` is above 0 and at most 1.
  public init(fraction: Double = 0.1) {
    precondition(fraction > 0 && fraction <= 1, "a fraction is above 0 and at most 1")
    self.fraction = fraction
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("gain", [("fraction", fraction, 0.1)]),
      title: "Gain of the top \(OptionNumber.text(fraction))",
      definition: "Share of all positives that the highest-scoring fraction of the rows holds.",
      range: 0...1, direction: .higherIsBetter)
  }

  public func cut(of curve: RankedCurve) throws(Undefined) -> Cut {
    let cut = try Capacity.fraction(fraction).cut(of: curve)
    try curve.requirePositives()
    return cut
  }

  public func value(at cut: Cut) -> Double { min(1, cut.truePositives / cut.positives) }

  /// With A = E[Y·1(above)] and the prevalence π: φ = (φ_A − A/π·(y − π))/π.
  public func influence(at cut: Cut) -> CutInfluence {
    let (π, gain, hits) = (cut.positives / cut.total, value(at: cut), cut.hits)
    return CutInfluence(
      positive: (hits.positive.base - gain * (1 - π), hits.positive.above),
      negative: (hits.negative.base + gain * π, hits.negative.above)
    ).scaled(by: 1 / π)
  }

  public func trials(at cut: Cut) -> Double { cut.positives }

  public func notes(of reading: RankedRows) -> [String] {
    (try? cut(of: RankedCurve(reading)))?.notes ?? []
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "fraction", "above 0 and at most 1", "the share of the rows that is selected",
        standard: "0.1",
        example: "0.2")
    ]
  }

  public func configured(_ options: [String: String]) -> Gain? {
    options.onlyNumber("fraction", default: 0.1) { $0 > 0 && $0 <= 1 }.map { Gain(fraction: $0) }
  }
}

extension Metric where Self == Gain {
  /// The share of all positives that the highest-scoring fraction of the rows holds.
  public static func gain(fraction: Double = 0.1) -> Gain { Gain(fraction: fraction) }
}
