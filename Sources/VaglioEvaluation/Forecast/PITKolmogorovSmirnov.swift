public import VaglioFindings
internal import VaglioStatistics

/// The largest distance of the distribution of the labels' places in their forecasts from the uniform
/// one, sup |F(u) − u|.
///
/// A forecast that keeps its word has uniform places (Dawid 1984, doi:10.2307/2981683); the largest of
/// many gaps is above 0 even then, which is why the finding carries the exact test of Kolmogorov and
/// Smirnov. Interval: Wilson's of the share at the largest gap (Raghavachari 1973,
/// doi:10.1214/aos/1193342383), its lower bound less the optimism of a largest gap.
public struct PITKolmogorovSmirnov<Observed: ForecastOutcomes>: CalibrationMetric {
  public typealias Statistic = PITRows<Observed>

  public init() {}

  public var measure: Measure {
    Measure(
      name: "pit_ks", title: "PIT distance from uniform",
      definition: "sup |F(u) − u| for the distribution function F of the labels' places in their "
        + "forecast distributions.", range: 0...1, direction: .lowerIsBetter,
      source: "doi:10.2307/2981683")
  }

  public var intervalMethod: String {
    "Wilson's interval of the share at the largest gap, its lower bound less the optimism that halves "
      + "of the rows show; Poisson bootstrap of a difference up to "
      + "100,000 rows, beyond that linearisation"
  }

  public func makeStatistic() -> PITRows<Observed> { PITRows() }

  public func value(of reading: PITDistance) throws(Undefined) -> Double {
    guard !reading.isEmpty else { throw Undefined("there are no rows") }
    return reading.kolmogorov.distance
  }

  public func intervals(of reading: PITDistance) -> Intervals? {
    let (gap, trials) = (reading.kolmogorov, reading.weight)
    let isAbove = reading.above.distance >= reading.below.distance
    let optimism = isAbove ? reading.optimism.above : reading.optimism.below
    return { level in
      let share = ProportionInterval.wilson(
        successes: gap.share * trials, trials: trials, level: level)
      let (a, b) = (share.lower - gap.place, share.upper - gap.place)
      return Interval(
        lower: max(0, (isAbove ? a : -b) - optimism), upper: max(0, isAbove ? b : -a), level: level,
        method: "wilson-at-maximum"
      ).stretched(to: gap.distance)
    }
  }

  public func test(of reading: PITDistance, on outcomes: Observed) -> SignificanceTest? {
    guard outcomes.rows.arePlain, reading.weight < 0x1p52 else { return nil }
    return SignificanceTest(
      name: "kolmogorov-smirnov",
      pValue: KolmogorovDistribution(count: Int(reading.weight))
        .survival(reading.kolmogorov.distance))
  }

  /// φᵢ = ±(1[uᵢ ≤ u] − F(u)) at the largest gap.
  public func influence(of reading: PITDistance, on outcomes: Observed) -> Influence? {
    let pit = outcomes.pit
    let (above, below) = (reading.above, reading.below)
    return Influence { rows, φ in
      for (position, row) in rows.enumerated() {
        φ[position] =
          above.distance >= below.distance
          ? (pit[row] <= above.place ? 1 : 0) - above.share
          : below.share - (pit[row] < below.place ? 1 : 0)
      }
    }
  }

  public func resampling(of reading: PITDistance) -> Resampling? {
    { weights in reading.distances(weights).map { max($0.above, $0.below) } }
  }

  public var isStandard: Bool { false }
}
