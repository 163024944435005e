import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioTesting

struct MulticlassMetricTests {
  /// Labels a a a b b c; predicted a a b b a c.
  private let outcomes = MulticlassOutcomes(
    classes: ["a", "b", "c"], labels: [0, 0, 0, 1, 1, 2], predicted: [0, 0, 1, 1, 0, 2])

  private func finding(_ name: String, _ outcomes: MulticlassOutcomes) throws -> Finding {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    return Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0]
  }

  /// The values as fractions.
  private static let byHand: [(name: String, above: Int, below: Int)] = [
    // a: TP 2, FP 1, FN 1; b: TP 1, FP 1, FN 1; c: TP 1; 4 of 6 are right.
    ("accuracy", 4, 6), ("zero_one_loss", 2, 6), ("precision[class=a]", 2, 3),
    ("recall[class=b]", 1, 2), ("f1[class=a]", 4, 6), ("jaccard[class=a]", 2, 4),
    // Specificity of a: of b b c, two are not called a.
    ("specificity[class=a]", 2, 3),
    // (2/3 + 1/2 + 1)/3; weighted by rows (3·2/3 + 2·1/2 + 1)/6.
    ("precision", 13, 18), ("balanced_accuracy", 13, 18), ("precision[average=weighted]", 4, 6),
    // Pooled: TP 4, FP 2, FN 2.
    ("jaccard[average=micro]", 4, 8), ("f1[average=micro]", 4, 6),
    // β = 2, class a: 5·2/(5·2 + 1 + 4·1).
    ("f_beta[class=a]", 10, 15), ("f_beta[beta=1,class=a]", 4, 6),
    // Σ t p = (3·3 + 2·2 + 1)/36 = 14/36; (4/6 − 14/36)/(1 − 14/36) = 10/22, and R_K is the same, as
    // the margins are.
    ("cohen_kappa", 10, 22), ("matthews_corrcoef", 10, 22),
    ("prevalence[class=a]", 1, 2), ("selection_rate[class=c]", 1, 6),
  ]

  @Test(arguments: byHand)
  func `a small table is scored as by hand`(name: String, above: Int, below: Int) throws {
    let found = try finding(name, outcomes)
    let got = try #require(found.estimate.value)
    let value = Double(above) / Double(below)
    #expect(abs(got - value) < 4 * Double.ulpOfOne)
    #expect(try #require(found.estimate.interval).contains(got))
  }

  @Test func `of equal scores the class listed first is named first`() throws {
    // Rows: .3 .3 .4 with label b, the third of three after c and a; .4 .4 .2 with label b, second.
    let tied = MulticlassOutcomes(
      classes: ["a", "b", "c"], labels: [1, 1, 0],
      scores: [[0.3, 0.4, 0.8], [0.3, 0.4, 0.1], [0.4, 0.2, 0.1]])
    #expect(try finding("top_k_accuracy", tied).estimate.value == 2.0 / 3)
    #expect(
      try finding("top_k_accuracy", tied).notes
        == ["equal scores decide in 1 rows; the class listed first wins"])
    #expect(
      try finding("top_k_accuracy[k=1]", tied).estimate == finding("accuracy", tied).estimate)
    #expect(
      try finding("top_k_accuracy[k=3]", tied).estimate.undefined?.reason
        == "there are only 3 classes")
  }

  @Test func `what has no value says why`() throws {
    let lone = MulticlassOutcomes(
      classes: ["a", "b", "c"], labels: [0, 0, 1], predicted: [0, 0, 0])
    for (name, reason) in [
      ("precision[class=b]", "no row is predicted to be of class b"),
      ("recall[class=c]", "no row is of class c"), ("recall[class=d]", "there is no class d"),
      ("roc_auc", "only decisions are known, no scores"),
      ("log_loss", "there are no rows with scores"),
      ("matthews_corrcoef", "all rows are predicted to be of one class"),
    ] {
      #expect(try finding(name, lone).estimate.undefined?.reason == reason)
    }
    #expect(
      try finding("precision", lone).notes == [
        "classes without rows left out: c", "classes never predicted counted as 0: b",
      ])
    let same = MulticlassOutcomes(
      classes: ["a", "b"], labels: [0, 0], scores: [[0.9, 0.4], [0.1, 0.6]])
    #expect(try finding("roc_auc", same).estimate.undefined?.reason == "every row is of class a")
    #expect(
      try finding("specificity", same).estimate.undefined?.reason == "every row is of class a")
    #expect(
      try finding("d2_log_loss", same).estimate.undefined?.reason == "all rows are of one class")
  }

  @Test(arguments: MulticlassForms.names)
  func `a perfect prediction is not certain`(name: String) throws {
    let perfect = MulticlassOutcomes.drawn(rows: 60, seed: 5).perfected
    let judged = ["selection", "prevalence", "log_loss", "brier", "d2_log", "expected"]
    guard !judged.contains(where: name.hasPrefix) else { return }
    let interval = try #require(try finding(name, perfect).estimate.interval)
    #expect(interval.width > 0)
    // Weighted rows show no variance either: no interval, rather than one of no width.
    let weighted = perfect.weighted(
      Weights((0..<60).map { 1 + Double($0 % 3) / 7 }, kind: .importance))
    #expect((try finding(name, weighted).estimate.interval?.width ?? 1) > 0)
  }

  @Test func `an area of which one class shows no variance is less certain`() throws {
    // Class c is ranked perfectly, a and b are not.
    let rows = (0..<40).map { row -> (Int32, Double, Double, Double) in
      let label = Int32(row % 3)
      let noise = Double(row * 7 % 10) / 20
      return label == 2
        ? (label, 0.05, 0.05, 0.9)
        : (label, 0.3 + noise - 0.1 * Double(label), 0.6 - noise + 0.1 * Double(label), 0.1)
    }
    let outcomes = MulticlassOutcomes(
      classes: ["a", "b", "c"], labels: rows.map(\.0),
      scores: [rows.map(\.1), rows.map(\.2), rows.map(\.3)])
    let interval = try #require(try finding("roc_auc", outcomes).estimate.interval)
    #expect(interval.method == "linearization-newcombe-5-logit")
    let pairs = try #require(try finding("roc_auc[multiclass=ovo]", outcomes).estimate.interval)
    #expect(pairs.method == "linearization-logit")
  }

  @Test func `rows whose probabilities do not sum to 1 are counted`() throws {
    let short = MulticlassOutcomes(
      classes: ["a", "b"], labels: [0, 1], scores: [[0.7, 0.5], [0.3, 0.499]])
    #expect(
      try finding("brier_score", short).notes
        == ["the probabilities of 1 rows miss the sum 1 by more than 1e-6"])
  }

  @Test func `the standard set names every class, unless there are very many`() {
    let names = MetricCatalogue.multiclassStandard(classes: ["x", "y,z"]).map(\.name)
    #expect(
      names == [
        "accuracy", "average_precision[average=macro]", "balanced_accuracy", "brier_score",
        "cohen_kappa", "d2_log_loss", "f1[average=macro]", "f1[average=weighted]", "log_loss",
        "matthews_corrcoef", "precision[average=macro]", "recall[average=macro]",
        "roc_auc[average=macro,multiclass=ovr]", "precision[class=x]", "precision[class=y%2Cz]",
        "recall[class=x]", "recall[class=y%2Cz]", "f1[class=x]", "f1[class=y%2Cz]",
      ])
    let many = MetricCatalogue.multiclassStandard(classes: (0...50).map { "\($0)" })
    #expect(many.count == 13)
  }

  @Test(arguments: ["a,b", "x=1", "[0,1]", "100%", "%2C", "line\nbreak", "", "日本", "NAME"])
  func `a class of any name is found again under its option`(name: String) throws {
    let metric = ClassRatioMetric(RecallRatio(), .ofClass(name))
    let found = MetricCatalogue.metric(metric.name, in: MetricCatalogue.multiclass)
    if name.isEmpty {
      #expect(metric.name == "recall[class=]")
    } else {
      #expect(found?.name == metric.name)
      #expect((found as? ClassRatioMetric<RecallRatio>)?.average == .ofClass(name))
    }
  }

  @Test(arguments: [
    "precision[average=samples]", "precision[average=macro,class=a]", "specificity[average=micro]",
    "roc_auc[class=a,multiclass=ovo]", "roc_auc[average=micro]", "cohen_kappa[weights=cubic]",
    "top_k_accuracy[k=0]", "top_k_accuracy[k=1.5]", "f_beta[beta=-1]", "prevalence",
    "brier_score[scale_by_half=maybe]", "f1[beta=2]",
  ])
  func `an option that a metric does not have is refused`(name: String) {
    #expect(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass) == nil)
  }
}
