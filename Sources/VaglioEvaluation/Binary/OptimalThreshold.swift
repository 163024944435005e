public import VaglioFindings

/// The threshold at which decisions cost least: the score from which on rows are best selected.
///
/// A score that occurs; of several equally good ones the highest, which selects the fewest rows.
/// Undefined when there are no rows, and where selecting none costs least. It converges with the cube
/// root of the number of rows (Kim and Pollard 1990, doi:10.1214/aos/1176347498), so it is resampled
/// only, and even a bootstrap's percentiles cover but roughly. Costs: ``CostMatrix``.
public struct OptimalThreshold: CurveMetric {
  /// What each kind of decision costs.
  public let costs: CostMatrix

  public init(_ costs: CostMatrix = CostMatrix()) { self.costs = costs }

  public var measure: Measure {
    Measure(
      name: costs.name("optimal_threshold"), title: "Optimal threshold" + costs.title,
      definition: "Highest of the scores that as thresholds have the least mean cost per row.",
      range: -Double.infinity...Double.infinity, direction: .neutral, unit: "the score's unit",
      source: "doi:10.1007/s10994-006-8199-5")
  }

  public var intervalMethod: String { "Poisson bootstrap, approximate" }

  public func value(on curve: RankedCurve) throws(Undefined) -> Double {
    guard curve.total > 0 else { throw Undefined("there are no rows") }
    let place = curve.cheapestPlace(costs)
    guard place > 0 else { throw Undefined("selecting no row costs least") }
    return curve.threshold(place)
  }

  public var options: [MetricOption] { CostMatrix.options }

  public func configured(_ options: [String: String]) -> OptimalThreshold? {
    CostMatrix(options).map { OptimalThreshold($0) }
  }
}

extension Metric where Self == OptimalThreshold {
  /// The threshold at which decisions cost least.
  public static func optimalThreshold(_ costs: CostMatrix = CostMatrix()) -> OptimalThreshold {
    OptimalThreshold(costs)
  }
}
