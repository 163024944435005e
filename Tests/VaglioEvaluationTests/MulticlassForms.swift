import VaglioEvaluation

/// Every metric of the multiclass catalogue under every kind of option: of a mean, of a class.
enum MulticlassForms {
  /// The names; `a` is a class that every drawn set has.
  static let names: [String] =
    MetricCatalogue.multiclass.map { $0.name.replacing("class=NAME", with: "class=a") }
    + [
      "average_precision[average=weighted]", "average_precision[class=a]",
      "brier_score[scale_by_half=true]", "cohen_kappa[weights=linear]",
      "cohen_kappa[weights=quadratic]", "roc_auc[average=macro,multiclass=ovo]",
      "roc_auc[average=weighted,multiclass=ovo]", "roc_auc[average=weighted,multiclass=ovr]",
      "roc_auc[class=a]", "specificity[average=weighted]", "specificity[class=a]",
      "top_k_accuracy[k=1]", "top_k_accuracy[k=3]",
    ]
    + ["f1", "jaccard", "precision", "recall"].flatMap {
      ["\($0)[average=micro]", "\($0)[average=weighted]", "\($0)[class=a]"]
    }
    + ["micro", "weighted"].map { "f_beta[average=\($0),beta=0.5]" } + ["f_beta[beta=2,class=a]"]
}
