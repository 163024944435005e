import VaglioFindings

@testable import VaglioReporting

extension SampleDossier {
  private static let classMetrics: [(String, String, Double, Double)] = [
    ("accuracy", "Accuracy", 0.812, 0.779),
    ("f1[average=macro]", "F1, mean over classes", 0.744, 0.7),
    ("log_loss", "Log loss", 0.561, 0.622),
    ("roc_auc[average=macro,multiclass=ovr]", "ROC AUC, mean over classes", 0.921, 0.902),
  ]

  /// Two models of several classes compared, some of whose names mean harm.
  static func classes() -> Dossier {
    let names = [
      "setosa", "versicolor", "<script>alert(1)</script>", "a,b=c]", "日本語のとても長い名前".repeated(6),
    ]
    return dossier(
      names: names, models: [.candidate, .production],
      exhibits: confusion(names, .candidate, 0.85) + confusion(names, .production, 0.7)
        + disagreement(names))
  }

  /// A model of fifty classes, the largest of three hundred.
  static func manyClasses() -> Dossier {
    let names = (1...50).map { "class number \($0)" }
    return dossier(
      names: names, models: [.model], exhibits: confusion(names, .model, 0.6, of: 300))
  }

  private static func dossier(
    names: [String], models: [Subject], exhibits: [Exhibit]
  ) -> Dossier {
    var findings: [Finding] = []
    for (name, _, first, second) in classMetrics {
      findings.append(finding(name, models[0], first, 0.011, "linearization-logit"))
      guard models.count == 2 else { continue }
      findings.append(finding(name, .production, second, 0.012, "linearization-logit"))
      findings.append(
        finding(name, .difference, first - second, 0.009, "paired-linearization"))
    }
    return Dossier(
      task: "multiclass", models: models.map { .init(role: $0, name: $0.rawValue) },
      findings: Findings(findings),
      measures: classMetrics.map { name, title, _, _ in
        Measure(
          name: name, title: title, definition: "As its name says.", range: 0...1,
          direction: name == "log_loss" ? .lowerIsBetter : .higherIsBetter)
      },
      exhibits: exhibits, verdict: nil,
      provenance: provenance("classes.csv", rows: 9000, policy: false))
  }

  private static func confusion(
    _ names: [String], _ subject: Subject, _ right: Double, of classes: Int? = nil
  ) -> [Exhibit] {
    let width = names.count
    let cells = (0..<width).flatMap { label in (0..<width).map { (label, $0) } }
    func share(_ label: Int, _ predicted: Int) -> Double {
      label == predicted
        ? right
        : (1 - right) * Double(1 + (label * 3 + predicted * 5) % 7) / Double(4 * width)
    }
    let scalars = [
      "classes": Double(classes ?? width), "shown": Double(width), "rows": 9000,
      "right": 9000 * right, "level": 0.95,
    ]
    let rates = names.indices.map { right - Double($0 % 7) / 100 }
    return [
      Exhibit(
        kind: "confusion_matrix", subject: subject,
        series: [
          "label": .words(cells.map { names[$0.0] }),
          "predicted": .words(cells.map { names[$0.1] }),
          "count": .numbers(cells.map { (share($0.0, $0.1) * 1800).rounded() }),
          "share_of_label": .numbers(cells.map { share($0.0, $0.1) }),
        ], scalars: scalars),
      Exhibit(
        kind: "class_table", subject: subject,
        series: [
          "class": .words(names), "labelled": .numbers(names.map { _ in 1800 }),
          "predicted": .numbers(names.map { _ in 1741 }),
          "precision": .numbers(rates.map { $0 }), "recall": .numbers(rates.map { $0 - 0.02 }),
          "f1": .numbers(rates.enumerated().map { $0.offset == 2 ? nil : $0.element - 0.01 }),
          "precision_lower": .numbers(rates.map { $0 - 0.02 }),
          "precision_upper": .numbers(rates.map { $0 + 0.018 }),
          "recall_lower": .numbers(rates.map { $0 - 0.04 }),
          "recall_upper": .numbers(rates.map { $0 - 0.001 }),
        ], scalars: scalars),
    ]
  }

  private static func disagreement(_ names: [String]) -> [Exhibit] {
    [
      Exhibit(
        kind: "disagreement", subject: .difference, series: [:],
        scalars: [
          "both_right": 6800, "only_candidate_right": 508, "only_production_right": 211,
          "both_wrong": 1481,
        ]),
      Exhibit(
        kind: "class_disagreement", subject: .difference,
        series: [
          "label": .words([names[0], names[2]]), "production": .words([names[2], names[2]]),
          "candidate": .words([names[0], names[4]]), "count": .numbers([211, 43]),
        ], scalars: ["rows": 719]),
      Exhibit(
        kind: "class_disagreement_rows", subject: .difference,
        series: [
          "row": .words(["row 17", "<b>8</b>"]), "label": .words([names[1], names[3]]),
          "candidate": .words([names[1], names[2]]), "production": .words([names[0], names[3]]),
          "candidate_score": .numbers([0.92, 0.11]), "production_score": .numbers([0.2, 0.6]),
        ]),
    ]
  }
}

extension String {
  fileprivate func repeated(_ times: Int) -> String { String(repeating: self, count: times) }
}
