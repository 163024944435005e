extension MetricCatalogue {
  /// Up to how many classes the standard set holds metrics of single classes.
  public static let mostClassesByDefault = 50

  /// What is measured of outcomes with these classes when no metric is named: the metrics over all
  /// classes, and for each of up to ``mostClassesByDefault`` classes its precision, recall and F1;
  /// only what decisions tell where a model gives no scores.
  public static func multiclassStandard(
    classes: [String], haveScores: Bool = true
  ) -> [any Metric<MulticlassOutcomes>] {
    let overall = multiclass.filter { $0.isStandard && (haveScores || !$0.needsScores) }.flatMap {
      metric in
      metric is ClassRatioMetric<F1Ratio>
        ? [metric, ClassRatioMetric(F1Ratio(), .weighted)] : [metric]
    }
    guard classes.count <= mostClassesByDefault else { return overall }
    return overall
      + classes.map { ClassRatioMetric(PrecisionRatio(), .ofClass($0)) }
      + classes.map { ClassRatioMetric(RecallRatio(), .ofClass($0)) }
      + classes.map { ClassRatioMetric(F1Ratio(), .ofClass($0)) }
  }
}
