public import VaglioFindings
internal import VaglioStatistics

/// Kuiper's distance of the distribution of the labels' places in their forecasts from the uniform
/// one, max (F(u) − u) + max (u − F(u)).
///
/// As sensitive in the tails as in the middle: it sees forecasts that are too narrow or too wide,
/// where the two gaps lie on both sides. Kuiper 1960, doi:10.1016/S1385-7258(60)50006-0. Above 0 by
/// chance even for a forecast that keeps its word, hence the test. Interval: Wilson's of the share of
/// labels between the two largest gaps, its lower bound less the optimism of largest gaps.
public struct PITKuiper<Observed: ForecastOutcomes>: CalibrationMetric {
  public typealias Statistic = PITRows<Observed>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "pit_kuiper", title: "PIT distance from uniform, Kuiper",
      definition: "max (F(u) − u) + max (u − F(u)) for the distribution function F of the labels' "
        + "places in their forecast distributions.", range: 0...1, direction: .lowerIsBetter,
      source: "doi:10.1016/S1385-7258(60)50006-0")
  }

  public var intervalMethod: String {
    "Wilson's interval of the share between the largest gaps, its lower bound less the optimism that "
      + "halves of the rows show; Poisson bootstrap of a difference up to 100,000 rows, beyond that linearisation"
  }

  public func makeStatistic() -> PITRows<Observed> { PITRows() }

  public func value(of reading: PITDistance) throws(Undefined) -> Double {
    guard !reading.isEmpty else { throw Undefined("there are no rows") }
    return min(1, reading.kuiper)
  }

  public func intervals(of reading: PITDistance) -> Intervals? {
    let (above, below, trials) = (reading.above, reading.below, reading.weight)
    let value = min(1, reading.kuiper)
    let optimism = reading.optimism.above + reading.optimism.below
    let (share, length) = (above.share - below.share, above.place - below.place)
    return { level in
      let between = ProportionInterval.wilson(
        successes: abs(share) * trials, trials: trials, level: level)
      let (a, b) = (between.lower - abs(length), between.upper - abs(length))
      return Interval(
        lower: max(0, (length >= 0 ? a : -b) - optimism),
        upper: max(0, length >= 0 ? b : -a), level: level,
        method: "wilson-at-maximum"
      ).stretched(to: value)
    }
  }

  public func test(of reading: PITDistance, on outcomes: Observed) -> SignificanceTest? {
    guard outcomes.rows.arePlain, reading.weight < 0x1p52 else { return nil }
    return SignificanceTest(
      name: "kuiper",
      pValue: KuiperDistribution(count: Int(reading.weight)).survival(reading.kuiper))
  }

  /// φᵢ = (1[uᵢ ≤ u⁺] − F(u⁺)) − (1[uᵢ < u⁻] − F(u⁻)) at the largest gaps above and below.
  public func influence(of reading: PITDistance, on outcomes: Observed) -> Influence? {
    let pit = outcomes.pit
    let (above, below) = (reading.above, reading.below)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        let reached = (pit[row] <= above.place ? 1 : 0) - above.share
        φ[position] = reached - ((pit[row] < below.place ? 1 : 0) - below.share)
      }
    }
  }

  public func resampling(of reading: PITDistance) -> Resampling? {
    { weights in reading.distances(weights).map { min(1, $0.above + $0.below) } }
  }

  public var isStandard: Bool { false }
}
