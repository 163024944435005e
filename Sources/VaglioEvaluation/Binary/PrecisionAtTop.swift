public import VaglioFindings

/// The share of positives among the highest-scoring fraction of the rows.
///
/// The fraction q of N rows is q·N rows, of the last one perhaps a part; ties at the cut count as
/// expected over their orders. Undefined when there are no rows. Its interval takes account of the
/// cut being estimated: a row above it pushes another one below.
public struct PrecisionAtTop: CutMetric {
  /// The share of rows that is taken, above 0 and at most 1.
  public let fraction: Double

  /// - Precondition: `fraction` is above 0 and at most 1.
  public init(fraction: Double = 0.1) {
    precondition(fraction > 0 && fraction <= 1, "a fraction is above 0 and at most 1")
    self.fraction = fraction
  }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("precision_at_top", [("fraction", fraction, 0.1)]),
      title: "Precision in the top \(OptionNumber.text(fraction))",
      definition: "Share of positives among the highest-scoring fraction of the rows.",
      range: 0...1, direction: .higherIsBetter)
  }

  public var intervalMethod: String { PrecisionAtCut.intervalMethod }

  public func intervals(of reading: RankedRows) -> Intervals? {
    (try? cut(of: RankedCurve(reading))).map { PrecisionAtCut($0).intervals }
  }

  public func cut(of curve: RankedCurve) throws(Undefined) -> Cut {
    try Capacity.fraction(fraction).cut(of: curve)
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
        "fraction", "above 0 and at most 1", "the share of the rows that is selected",
        standard: "0.1",
        example: "0.2")
    ]
  }

  public func configured(_ options: [String: String]) -> PrecisionAtTop? {
    options.onlyNumber("fraction", default: 0.1) { $0 > 0 && $0 <= 1 }
      .map { PrecisionAtTop(fraction: $0) }
  }
}

extension Metric where Self == PrecisionAtTop {
  /// The share of positives among the highest-scoring fraction of the rows.
  public static func precisionAtTop(fraction: Double = 0.1) -> PrecisionAtTop {
    PrecisionAtTop(fraction: fraction)
  }
}

extension Cut {
  /// The share of positives above the cut.
  var precision: Double {
    min(1, truePositives / (truePositives + falsePositives))
  }
}
