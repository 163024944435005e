import VaglioEvaluation

/// The metrics of the multiclass catalogue, those of one class of class a.
enum MulticlassSelection {
  static let all: [any Metric<MulticlassOutcomes>] =
    (MetricCatalogue.multiclass.map { $0.name.replacing("class=NAME", with: "class=a") }
    + [
      "average_precision[class=a]", "f1[average=micro]", "f1[average=weighted]", "f1[class=a]",
      "precision[class=a]", "recall[class=a]", "roc_auc[average=macro,multiclass=ovo]",
      "roc_auc[class=a]", "specificity[class=a]", "cohen_kappa[weights=quadratic]",
    ]).compactMap { MetricCatalogue.metric($0, in: MetricCatalogue.multiclass) }
}
