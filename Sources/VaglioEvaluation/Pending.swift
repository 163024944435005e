extension MetricCatalogue {
  public static let multiclass: [any Metric<MulticlassOutcomes>] = []
  public static func multiclassStandard(classes: [String]) -> [any Metric<MulticlassOutcomes>] {
    []
  }
  public static let quantile: [any Metric<QuantileOutcomes>] = []
  public static func quantileStandard(levels: [Double]) -> [any Metric<QuantileOutcomes>] { [] }
  public static let ensemble: [any Metric<EnsembleOutcomes>] = []
}
