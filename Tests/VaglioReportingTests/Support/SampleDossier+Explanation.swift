import Foundation
import VaglioFindings

@testable import VaglioReporting

extension SampleDossier {
  private static let features = [
    "pay_0", "limit_bal", "bill_amt1", "pay_2", "pay_amt1", "age", "pay_3", "bill_amt2",
    "a feature whose name is rather long for the column of names",
  ]

  /// One model with everything that explains it.
  static func explanation() -> Dossier {
    let findings = features.enumerated().map { index, feature in
      finding(
        "shap_importance[feature=\(feature)]", .model, 0.4 / Double(index + 1), 0.02, "t",
        count: 2000)
    }
    return Dossier(
      task: "binary", models: [.init(role: .model, name: "candidate.txt", sha256: digest)],
      findings: Findings(findings), measures: [],
      exhibits: [importance, permutation, sample, dependence]
        + [effect("partial_dependence", "mean"), effect("accumulated_local_effects", "effect")]
        + [categories, decision, reasons, changes] + trust(.model), verdict: nil,
      provenance: provenance("holdout.csv", rows: 2000, policy: false))
  }

  /// Two models whose explanations are compared.
  static func explanations() -> Dossier {
    Dossier(
      task: "binary",
      models: [
        .init(role: .candidate, name: "candidate.txt"),
        .init(role: .production, name: "production.json"),
      ],
      findings: Findings([
        finding("top_reason_agreement", .difference, 0.83, 0.02, "wilson", count: 2000)
      ]), measures: [], exhibits: [shift, ranks, flips], verdict: nil,
      provenance: provenance("holdout.csv", rows: 2000, policy: false))
  }

  private static func series(_ value: (Int) -> Double?) -> Exhibit.Series {
    .numbers(features.indices.map(value))
  }

  private static var importance: Exhibit {
    Exhibit(
      kind: "shap_importance", subject: .model,
      series: [
        "feature": .words(features), "importance": series { 0.4 / Double($0 + 1) },
        "lower": series { 0.36 / Double($0 + 1) }, "upper": series { 0.44 / Double($0 + 1) },
      ], scalars: ["level": 0.95, "rows": 2000])
  }

  private static var permutation: Exhibit {
    Exhibit(
      kind: "permutation_importance", subject: .model,
      series: [
        "feature": .words(features), "metric": .words(features.map { _ in "roc_auc" }),
        "importance": series { 0.05 - 0.006 * Double($0) },
        "lower": series { 0.04 - 0.006 * Double($0) },
        "upper": series { 0.06 - 0.006 * Double($0) },
      ], scalars: ["level": 0.95, "rows": 2000])
  }

  private static var sample: Exhibit {
    let lines = features.indices.flatMap { feature in (0..<120).map { (feature, $0) } }
    func place(_ line: (Int, Int)) -> Double? {
      line.1 % 10 == 9 ? nil : (sin(Double(line.1) * 1.7 + Double(line.0)) + 1) / 2
    }
    return Exhibit(
      kind: "attribution_sample", subject: .model,
      series: [
        "feature": .words(lines.map { features[$0.0] }),
        "attribution": .numbers(
          lines.map { ((place($0) ?? 0.5) - 0.4) * cos(Double($0.0)) / Double($0.0 + 1) }),
        "place": .numbers(lines.map(place)),
      ], scalars: ["rows": 120])
  }

  private static var dependence: Exhibit {
    let x = (0..<150).map { 20 + 50 * abs(sin(Double($0))) }
    return Exhibit(
      kind: "attribution_dependence", subject: .model,
      series: [
        "feature": .words(x.map { _ in "age" }), "x": .numbers(x),
        "attribution": .numbers(x.map { 0.3 * tanh(($0 - 40) / 12) + 0.02 * cos($0 * 7) }),
      ])
  }

  private static func effect(_ kind: String, _ column: String) -> Exhibit {
    let x = (0..<15).map { 20 + 3.5 * Double($0) }
    return Exhibit(
      kind: kind, subject: .model,
      series: [
        "feature": .words(x.map { _ in "age" }), "output": .words(x.map { _ in "prediction" }),
        "point": .words(x.map { "\($0)" }), "x": .numbers(x),
        column: .numbers(x.map { 0.2 + 0.1 * tanh(($0 - 40) / 10) }),
        "lower": .numbers(x.map { 0.18 + 0.1 * tanh(($0 - 40) / 10) }),
        "upper": .numbers(x.map { 0.22 + 0.1 * tanh(($0 - 40) / 10) }),
      ], scalars: ["level": 0.95, "rows": 2000])
  }

  private static var categories: Exhibit {
    let levels = ["single", "married", "other"]
    return Exhibit(
      kind: "partial_dependence", subject: .model,
      series: [
        "feature": .words(levels.map { _ in "marriage" }),
        "output": .words(levels.map { _ in "prediction" }), "point": .words(levels),
        "x": .numbers(levels.map { _ in nil }), "mean": .numbers([0.21, 0.24, 0.22]),
        "lower": .numbers([0.2, 0.23, 0.18]), "upper": .numbers([0.22, 0.25, 0.26]),
      ], scalars: ["level": 0.95, "rows": 2000])
  }

  private static var decision: Exhibit {
    Exhibit(
      kind: "decision", subject: .model,
      series: [
        "row": .words(features.map { _ in "1042" }), "feature": .words(features),
        "value": .words(features.indices.map { "\($0 * 7)" }),
        "attribution": series { $0 == 2 ? -0.31 : 0.4 / Double($0 + 1) },
        "error": series { $0 < 3 ? 0.01 : 0.005 },
      ], scalars: ["base_value": -1.31, "output": -0.8, "threshold": -1])
  }

  private static var reasons: Exhibit {
    Exhibit(
      kind: "reason_codes", subject: .model,
      series: [
        "row": .words(["1042", "1042"]), "code": .words(["A12", "B03"]),
        "text": .words(["Payments were late last month", "The credit limit is low"]),
        "features": .words(["pay_0", "limit_bal"]), "attribution": .numbers([0.4, 0.2]),
        "flags": .words(["", "tied"]),
      ])
  }

  private static var changes: Exhibit {
    Exhibit(
      kind: "counterfactuals", subject: .model,
      series: [
        "row": .words(["1042", "1042"]), "feature": .words(["pay_0", "limit_bal"]),
        "from": .words(["2", "20000"]), "to": .words(["0", "50000"]), "number": .numbers([1, 2]),
        "output": .numbers([-1.2, -1.05]),
      ])
  }

  private static func trust(_ subject: Subject) -> [Exhibit] {
    let orders = ["attribution", "permutation importance", "random"]
    let lines = orders.indices.flatMap { order in (0...10).map { (order, Double($0) / 10) } }
    return [
      Exhibit(
        kind: "additivity", subject: subject, series: [:],
        scalars: ["rows": 2000, "maximum": 3.1e-15, "holds": 1]),
      Exhibit(
        kind: "stability", subject: subject,
        series: [
          "against": .words(["seeds", "backgrounds"]), "kendall_tau": .numbers([0.97, 0.91]),
          "kendall_tau_lower": .numbers([0.96, 0.89]), "kendall_tau_upper": .numbers([0.98, 0.93]),
          "jaccard": .numbers([0.95, 0.9]), "sign_flips": .numbers([0.01, 0.03]),
        ]),
      Exhibit(
        kind: "faithfulness", subject: subject,
        series: [
          "order": .words(lines.map { orders[$0.0] }), "share": .numbers(lines.map(\.1)),
          "insertion": .numbers(lines.map { pow($0.1, Double($0.0 + 1) / 2) }),
          "deletion": .numbers(lines.map { 1 - pow($0.1, Double($0.0 + 1) / 2) }),
        ]),
    ]
  }

  private static var shift: Exhibit {
    Exhibit(
      kind: "attribution_shift", subject: .difference,
      series: [
        "feature": .words(features), "difference": series { 0.08 * cos(Double($0) * 2) },
        "lower": series { 0.08 * cos(Double($0) * 2) - 0.03 },
        "upper": series { 0.08 * cos(Double($0) * 2) + 0.03 },
      ], scalars: ["level": 0.95, "rows": 2000, "margin": 0.05])
  }

  private static var ranks: Exhibit {
    let order = [2, 1, 4, 3, 5, 6, 9, 8, 7]
    return Exhibit(
      kind: "rank_change", subject: .difference,
      series: [
        "feature": .words(features), "production": series { Double($0 + 1) },
        "candidate": series { Double(order[$0]) },
        "verdict": .words(
          order.enumerated().map {
            $0 + 1 == $1 ? "not separable" : $0 + 1 > $1 ? "rises" : "falls"
          }),
      ], scalars: ["level": 0.95])
  }

  private static var flips: Exhibit {
    Exhibit(
      kind: "flip_attribution", subject: .difference,
      series: [
        "feature": .words(features), "push": series { 0.2 * cos(Double($0)) / Double($0 + 1) },
        "lower": series { 0.2 * cos(Double($0)) / Double($0 + 1) - 0.02 },
        "upper": series { 0.2 * cos(Double($0)) / Double($0 + 1) + 0.02 },
      ], scalars: ["level": 0.95, "rows": 61])
  }
}
