extension MetricCatalogue {
  public static let quantile: [any Metric<QuantileOutcomes>] = []
  public static func quantileStandard(levels: [Double]) -> [any Metric<QuantileOutcomes>] { [] }
  public static let ensemble: [any Metric<EnsembleOutcomes>] = []
}
