import Testing
import VaglioEvaluation
import VaglioFindings

/// Agreement with scikit-learn on the multiclass cases of `fixtures/golden`.
struct GoldenMulticlassTests {
  /// Where we mean something else than the other implementation, on purpose, with our value; `nil`
  /// where there is none. Means go over the classes with rows: of three terms of which one is 0, the
  /// mean of the other two.
  private static let ours: [String: [String: Double?]] = [
    "mc_missing_class_in_y": [
      "precision_macro": (0.6111111111111112 + 0.8333333333333334) / 2,
      "recall_macro": (0.7333333333333333 + 0.47619047619047616) / 2,
      "f1_macro": (0.6666666666666666 + 0.6060606060606061) / 2,
      "jaccard_macro": 0.3115942028985507 * 3 / 2,
      "average_precision_macro": 0.5720870601535412 * 3 / 2,
      "auc_ovr_macro": (0.8666666666666667 + 0.8158730158730159) / 2,
      "auc_ovr_weighted": 0.837037037037037,
    ],
    "mc_one_row": [
      "precision_macro": 1, "recall_macro": 1, "f1_macro": 1, "jaccard_macro": 1,
      "average_precision_macro": 1, "mcc": nil as Double?,
    ],
    // scikit-learn knows no weights here and gives the unweighted areas; see MulticlassAreaTests.
    "mc_60_w": ["auc_ovo_macro": .nan, "auc_ovo_weighted": .nan],
  ]

  private static let names: [String: String] = [
    "accuracy": "accuracy", "balanced_accuracy": "balanced_accuracy", "mcc": "matthews_corrcoef",
    "kappa_None": "cohen_kappa", "kappa_linear": "cohen_kappa[weights=linear]",
    "kappa_quadratic": "cohen_kappa[weights=quadratic]", "log_loss": "log_loss",
    "brier_multiclass_sum": "brier_score",
    "brier_multiclass_half": "brier_score[scale_by_half=true]",
    "top_1_accuracy": "top_k_accuracy[k=1]", "top_2_accuracy": "top_k_accuracy",
    "auc_ovr_macro": "roc_auc", "auc_ovr_weighted": "roc_auc[average=weighted]",
    "auc_ovo_macro": "roc_auc[multiclass=ovo]",
    "auc_ovo_weighted": "roc_auc[average=weighted,multiclass=ovo]",
    "average_precision_macro": "average_precision",
  ].merging(
    ["precision", "recall", "f1", "jaccard"].flatMap { name in
      ["macro", "micro", "weighted"].map { ("\(name)_\($0)", "\(name)[average=\($0)]") }
    }
  ) { first, _ in first }

  @Test func `several classes are scored as scikit-learn scores them`() throws {
    var count = 0
    for golden in try GoldenFile("multiclass").cases {
      let outcomes = try #require(MulticlassOutcomes(golden))
      for (name, ourName) in Self.names {
        guard let expectation = golden.expectation(name) else { continue }
        let estimate = try Self.estimate(ourName, outcomes)
        let comment = Comment("\(golden.id) \(name): \(estimate)")
        count += 1
        if let ours = Self.ours[golden.id]?[name] {
          if let ours, ours.isNaN { continue }
          #expect(estimate.value == nil ? ours == nil : ours != nil, comment)
          if let ours, let value = estimate.value { #expect(abs(value - ours) < 1e-12, comment) }
        } else if expectation.status == "ok" {
          #expect(
            expectation.isMet(by: estimate.value ?? .nan, want: expectation.value ?? .nan), comment)
        } else if expectation.status == "known_bug" {
          #expect(
            !expectation.isMet(by: estimate.value ?? .nan, want: expectation.value ?? .nan), comment
          )
        } else if expectation.status != "informative" {
          #expect(estimate.undefined != nil, comment)
        }
      }
    }
    #expect(count > 120)
  }

  @Test func `single classes are scored as scikit-learn scores them`() throws {
    for golden in try GoldenFile("multiclass").cases {
      let outcomes = try #require(MulticlassOutcomes(golden))
      let table = golden.document["expected"]?["per_class"]?["value"]
      for name in ["precision", "recall", "f1"] {
        guard let values = table?[name]?.array else { continue }
        try Self.check(values, "\(name)[class=%]", outcomes, golden.id)
      }
      if let values = golden.document["expected"]?["auc_ovr_per_class"]?["value"]?.array {
        try Self.check(values, "roc_auc[class=%]", outcomes, golden.id)
      }
      if let support = table?["support"]?.array?.compactMap(\.number) {
        #expect(support == outcomes.table.labelled || outcomes.rows.weights != nil)
      }
    }
  }

  private static func check(
    _ values: [JSONValue], _ pattern: String, _ outcomes: MulticlassOutcomes, _ id: String
  ) throws {
    for (name, value) in zip(outcomes.classes, values) {
      let ourName = pattern.replacing("%", with: name)
      let got = try estimate(ourName, outcomes).value
      let want = GoldenCase.number(value) ?? .nan
      #expect(want.isNaN ? got == nil : abs((got ?? .nan) - want) < 1e-12, "\(id) \(ourName)")
    }
  }

  private static func estimate(_ name: String, _ outcomes: MulticlassOutcomes) throws -> Estimate {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    return Evaluation(metrics: [metric], level: .ninetyFivePercent)
      .findings(on: outcomes, subject: .model)[0].estimate
  }

  /// Where no score lies on an edge, bins closed on the left and on the right hold the same rows.
  @Test(arguments: ["mc_60", "mc_missing_class_in_y"])
  func `calibration errors in ten bins are the reference's`(id: String) throws {
    let golden = try #require(try GoldenFile("multiclass").cases.first { $0.id == id })
    let outcomes = try #require(MulticlassOutcomes(golden))
    for (name, form) in [
      ("ece_top_label_10_right_closed", MulticlassForm.confidence),
      ("ece_classwise_10_right_closed", .classwise),
    ] {
      let expectation = try #require(golden.expectation(name))
      let value = Evaluation(
        metrics: [.multiclassCalibrationError(bins: 10, form: form)], level: .ninetyFivePercent
      ).findings(on: outcomes, subject: .model)[0].estimate.value
      #expect(
        expectation.isMet(by: value ?? .nan, want: expectation.value ?? .nan),
        "\(name): \(String(describing: value))")
    }
  }

  @Test func `the table of labels and predictions is scikit-learn's`() throws {
    for golden in try GoldenFile("multiclass").cases {
      let outcomes = try #require(MulticlassOutcomes(golden))
      guard let rows = golden.document["expected"]?["confusion_matrix"]?["value"]?.array else {
        continue
      }
      let cells = rows.flatMap { $0.array ?? [] }.compactMap(\.number)
      for (ours, theirs) in zip(outcomes.table.weights, cells) {
        #expect(abs(ours - theirs) < 1e-12 * max(1, theirs), "\(golden.id)")
      }
    }
  }
}

extension MulticlassOutcomes {
  /// The labels and predictions of a golden case.
  init?(_ golden: GoldenCase) {
    func text(_ value: JSONValue) -> String {
      value.string ?? value.number.map { "\(Int($0))" } ?? "?"
    }
    guard let inputs = golden.document["inputs"],
      let classes = inputs["labels"]?.array?.map(text),
      let labels = inputs["y_true"]?.array?.map(text)
    else { return nil }
    func number(_ name: String) -> Int32 { Int32(classes.firstIndex(of: name) ?? 0) }
    let rows = Rows(
      count: labels.count,
      weights: golden.numbers("sample_weight").map { Weights($0, kind: .importance) })
    if let scores = inputs["y_prob"]?.array?.map({ $0.array?.compactMap(\.number) ?? [] }) {
      self.init(
        classes: classes, labels: labels.map(number),
        scores: classes.indices.map { column in scores.map { $0[column] } }, rows: rows)
    } else {
      guard let predicted = inputs["y_pred"]?.array?.map(text) else { return nil }
      self.init(
        classes: classes, labels: labels.map(number), predicted: predicted.map(number), rows: rows)
    }
  }

  /// The table of labels and predictions.
  var table: ClassTable {
    var matrix = ClassMatrix()
    matrix.add(self, rows: 0..<count)
    return matrix.read()
  }
}
