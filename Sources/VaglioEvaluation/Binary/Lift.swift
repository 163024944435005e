public import VaglioFindings

/// How many times as frequent positives are among the highest-scoring fraction of the rows as among
/// all of them: the precision of the top over the prevalence, its gain over the fraction.
///
/// 1 is chance; no ranking has more than 1/q, nor more than 1 over the prevalence. Undefined when no
/// row is positive. Everything about it is the gain's, divided by the fraction q.
public struct Lift: CutMetric {
  private let gain: Gain

  /// The share of rows that is taken, above 0 and at most 1.
  public var fraction: Double { gain.fraction }

  /// - Precondition: `fraction` is above 0 and at most 1.
  public init(fraction: Double = 0.1) { gain = Gain(fraction: fraction) }

  public var measure: Measure {
    Measure(
      name: OptionNumber.name("lift", [("fraction", fraction, 0.1)]),
      title: "Lift of the top \(OptionNumber.text(fraction))",
      definition:
        "Share of positives among the highest-scoring fraction of the rows, over their share of all.",
      range: 0...(1 / fraction), direction: .higherIsBetter)
  }

  public var intervalMethod: String { gain.intervalMethod + "; carried over from the gain" }

  public func cut(of curve: RankedCurve) throws(Undefined) -> Cut { try gain.cut(of: curve) }

  public func value(at cut: Cut) -> Double { gain.value(at: cut) / fraction }

  public func influence(at cut: Cut) -> CutInfluence {
    gain.influence(at: cut).scaled(by: 1 / fraction)
  }

  public func trials(at cut: Cut) -> Double { gain.trials(at: cut) }

  public func intervals(of reading: RankedRows) -> Intervals? {
    gain.intervals(of: reading).map { intervals in
      { level in intervals(level)?.mapped { $0 / fraction } }
    }
  }

  public func intervals(
    of reading: RankedRows, on outcomes: BinaryOutcomes, error: StandardError
  ) -> Intervals? {
    let ofGain = StandardError(
      value: error.value * fraction, degreesOfFreedom: error.degreesOfFreedom)
    return gain.intervals(of: reading, on: outcomes, error: ofGain).map { intervals in
      { level in intervals(level)?.mapped { $0 / fraction } }
    }
  }

  public var scale: IntervalScale { .logarithm }

  public func notes(of reading: RankedRows) -> [String] { gain.notes(of: reading) }

  public var options: [MetricOption] { gain.options }

  public func configured(_ options: [String: String]) -> Lift? {
    gain.configured(options).map { Lift(fraction: $0.fraction) }
  }
}

extension Metric where Self == Lift {
  /// How many times as frequent positives are among the top as among all rows.
  public static func lift(fraction: Double = 0.1) -> Lift { Lift(fraction: fraction) }
}
