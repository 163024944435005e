public import VaglioFindings
internal import VaglioStatistics

/// A metric that is the share of rows of which something holds: the mean of ones and zeros.
public protocol ShareMetric: MeanMetric {}

extension ShareMetric {
  public var intervalMethod: String {
    "Wilson; of a difference Tango's score interval for whole rows, else linearisation"
  }

  public func intervals(of reading: Moments) -> Intervals? {
    let successes = (reading.mean * reading.weight).rounded()
    return { level in
      ProportionInterval.wilson(successes: successes, trials: reading.weight, level: level)
    }
  }

  public var linearization: String { "linearization" }

  public var scale: IntervalScale { .logit }

  /// Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
  public func pairedIntervals(
    of pair: Paired<Observed>, candidate: Moments, production: Moments
  ) -> Intervals? {
    let only = discordance(in: pair)
    return { level in
      TangoInterval.difference(
        onlyFirst: Double(only.candidate), onlySecond: Double(only.production),
        rows: candidate.weight, level: level)
    }
  }

  public func pairedTest(of pair: Paired<Observed>) -> SignificanceTest? {
    let only = discordance(in: pair)
    return SignificanceTest(
      name: "mcnemar-mid-p",
      pValue: McNemar(onlyFirst: only.candidate, onlySecond: only.production).midP)
  }

  /// How many whole rows hold under one model only.
  private func discordance(in pair: Paired<Observed>) -> (candidate: Int, production: Int) {
    var only = (candidate: 0, production: 0)
    forEachBlock(of: 0..<pair.rows.count) { block, first in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: block.count) { second in
        loss.write(pair.candidate, rows: block, into: first)
        loss.write(pair.production, rows: block, into: second)
        for (position, row) in block.enumerated() {
          let times = pair.rows.weights.map { Int($0.ticks[row]) } ?? 1
          if first[position] > second[position] { only.candidate += times }
          if first[position] < second[position] { only.production += times }
        }
      }
    }
    return only
  }
}

/// A metric of how well forecasts keep their word, whose ideal is what they announce: a forecast that
/// is always exactly right need not reach it.
public protocol CalibrationMetric: Metric {}

/// A share that the forecasts themselves announce: coverage of an interval, of a quantile.
public protocol NominalShare: ShareMetric, CalibrationMetric {
  /// The share that is announced.
  var nominal: Double { get }
}

extension NominalShare {
  /// The exact binomial test that the share is the announced one, for whole rows.
  public func test(of reading: Moments, on outcomes: Observed) -> SignificanceTest? {
    guard outcomes.rows.arePlain, reading.weight <= 0x1p52 else { return nil }
    return SignificanceTest(
      name: "binomial-exact",
      pValue: BinomialTest.pValue(
        successes: Int((reading.mean * reading.weight).rounded()), trials: Int(reading.weight),
        probability: nominal))
  }
}
