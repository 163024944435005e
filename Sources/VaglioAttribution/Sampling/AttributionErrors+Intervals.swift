public import VaglioFindings
internal import VaglioStatistics

extension AttributionErrors {
  /// The degrees of freedom of ``total`` at an index, by Satterthwaite (1946, doi:10.2307/3002019)
  /// from those of its sources; infinite where none is known.
  public func degreesOfFreedom(at index: Int) -> Double {
    let sources = [
      (coalitions?[index], coalitionDegreesOfFreedom?[index]),
      (background?[index], backgroundDegreesOfFreedom),
    ]
    var (sum, spread) = (refits.map { $0[index] * $0[index] } ?? 0, 0.0)
    for (error, freedom) in sources {
      let variance = (error ?? 0) * (error ?? 0)
      sum += variance
      spread += variance * variance / (freedom ?? .infinity)
    }
    return spread > 0 ? sum * sum / spread : .infinity
  }
}

extension Attributions {
  /// The interval of the attribution at an index of ``values`` over all sources of error, by
  /// Student's t; `nil` where there are none.
  public func interval(
    at index: Int, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Interval? {
    guard let errors else { return nil }
    return MeanInterval.t(
      mean: values[index], standardError: errors.total[index],
      degreesOfFreedom: errors.degreesOfFreedom(at: index), level: level)
  }

  /// The interval over the coalitions drawn alone: where the attribution against this very background
  /// lies; `nil` where all were asked about.
  public func coalitionInterval(
    at index: Int, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Interval? {
    guard let errors, let own = errors.coalitions else { return nil }
    return MeanInterval.t(
      mean: values[index], standardError: own[index],
      degreesOfFreedom: errors.coalitionDegreesOfFreedom?[index] ?? .infinity, level: level)
  }
}
