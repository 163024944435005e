import VaglioFindings
import VaglioGates

@testable import VaglioReporting

extension SampleDossier {
  /// Name, title, direction, candidate, production, half-width alone, half-width of the difference.
  private static let metrics:
    [(String, String, Direction, Double, Double, Double, Double, String, String)] = [
      (
        "roc_auc", "ROC AUC", .higherIsBetter, 0.7812, 0.7748, 0.0114, 0.0043, "delong-logit",
        "delong"
      ),
      (
        "average_precision", "average precision", .higherIsBetter, 0.5543, 0.5391, 0.0213, 0.0098,
        "linearization", "linearization"
      ),
      ("log_loss", "log loss", .lowerIsBetter, 0.4293, 0.4341, 0.0098, 0.0029, "t", "paired-t"),
      (
        "brier_score", "Brier score", .lowerIsBetter, 0.1346, 0.1361, 0.0038, 0.0011, "t",
        "paired-t"
      ),
      (
        "d2_log_loss", "D² of log loss", .higherIsBetter, 0.1874, 0.1783, 0.0139, 0.0055,
        "linearization", "linearization"
      ),
      ("gini", "Gini", .higherIsBetter, 0.5624, 0.5496, 0.0228, 0.0086, "delong-logit", "delong"),
      (
        "ks", "Kolmogorov–Smirnov distance", .higherIsBetter, 0.4316, 0.4202, 0.0225, 0.0131,
        "bootstrap-percentile", "bootstrap-percentile"
      ),
      ("accuracy", "accuracy", .higherIsBetter, 0.8009, 0.7961, 0.0083, 0.0046, "wilson", "tango"),
      (
        "balanced_accuracy", "balanced accuracy", .higherIsBetter, 0.7096, 0.7109, 0.0109, 0.0073,
        "linearization", "linearization"
      ),
      (
        "precision", "precision", .higherIsBetter, 0.5489, 0.5374, 0.0206, 0.0127, "wilson",
        "linearization"
      ),
      ("recall", "recall", .higherIsBetter, 0.5518, 0.5742, 0.0219, 0.0124, "wilson", "tango"),
      (
        "specificity", "specificity", .higherIsBetter, 0.8714, 0.8601, 0.0079, 0.0049, "wilson",
        "tango"
      ),
      (
        "npv", "negative predictive value", .higherIsBetter, 0.8727, 0.8768, 0.0079, 0.0042,
        "wilson", "linearization"
      ),
      (
        "f1", "F1", .higherIsBetter, 0.5503, 0.5552, 0.0183, 0.0098, "linearization",
        "linearization"
      ),
      (
        "matthews_corrcoef", "Matthews correlation", .higherIsBetter, 0.4225, 0.4234, 0.0223,
        0.0131, "linearization", "linearization"
      ),
      (
        "cohen_kappa", "Cohen's kappa", .higherIsBetter, 0.4225, 0.4229, 0.0223, 0.0131,
        "linearization", "linearization"
      ),
      (
        "expected_calibration_error", "expected calibration error", .lowerIsBetter, 0.0121, 0.0163,
        0.0052, 0.0061, "bootstrap-percentile", "bootstrap-percentile"
      ),
      (
        "selection_rate", "selection rate", .neutral, 0.2223, 0.2364, 0.0086, 0.0052, "wilson",
        "tango"
      ),
      ("prevalence", "prevalence", .neutral, 0.2212, 0.2212, 0.0086, 0, "wilson", "identical"),
    ]

  private static func measures() -> [Measure] {
    metrics.map { name, title, direction, _, _, _, _, _, _ in
      Measure(
        name: name, title: title,
        definition: "The \(title) of the predictions, as the documentation defines it.",
        range: name == "log_loss"
          ? 0...(.infinity)
          : ["matthews_corrcoef", "cohen_kappa", "gini"].contains(name) ? -1...1 : 0...1,
        direction: direction, unit: name == "log_loss" ? "nats" : "",
        source: name == "roc_auc" ? "DeLong et al. 1988, doi:10.2307/2531595." : "")
    } + [
      Measure(
        name: "selection_rate.ratio", title: "selection rate against reference",
        definition: "The group's selection rate over that of the reference group.",
        range: 0...(.infinity), direction: .neutral),
      Measure(
        name: "mean_score", title: "mean score", definition: "The mean of the scores.",
        range: 0...1, direction: .neutral),
    ]
  }

  private static func overall(comparing: Bool) -> [Finding] {
    metrics.flatMap { name, _, _, candidate, production, half, paired, method, difference in
      guard comparing else { return [finding(name, .model, candidate, half, method)] }
      let test =
        name == "accuracy" ? SignificanceTest(name: "mcnemar-mid-p", pValue: 0.0412) : nil
      return [
        finding(name, .candidate, candidate, half, method),
        finding(name, .production, production, half * 1.02, method),
        finding(
          name, .difference, candidate - production, paired, difference, test: test,
          notes: name == "log_loss" ? ["probabilities clipped: 3"] : []),
      ]
    }
  }

  private static let groups: [(String, String, Int, Double)] = [
    ("sex", "1", 3562, 0.009), ("sex", "2", 5438, 0.004), ("age", "[21,25)", 811, -0.031),
    ("age", "[25,35)", 3744, 0.012), ("age", "[35,45)", 2651, 0.006),
    ("age", "[45,60)", 1632, 0.003), ("age", "[60,∞)", 162, -0.008),
    ("education", "graduate", 3171, 0.007), ("education", "university", 4206, 0.011),
    ("education", "high school", 1478, -0.014), ("education", "other", 138, 0.021),
  ]

  private static func sliced(comparing: Bool) -> [Finding] {
    groups.enumerated().flatMap { index, group -> [Finding] in
      let (column, value, count, shift) = group
      let part = slice(column, value)
      let root = (9000.0 / Double(count)).squareRoot()
      let names = ["roc_auc", "recall", "log_loss", "brier_score", "selection_rate"]
      return names.enumerated().flatMap { position, name -> [Finding] in
        guard let metric = metrics.first(where: { $0.0 == name }) else { return [] }
        let scale =
          name == "log_loss" ? -0.6 : name == "brier_score" ? -0.25 : 1.0 + 0.2 * Double(position)
        let difference = shift * scale + 0.002 * Double((index * 7 + position * 3) % 5 - 2)
        let p = min(1, max(0.0001, 0.9 - abs(difference) * 60))
        let test = SignificanceTest(
          name: "paired-t", pValue: p, adjustedPValue: min(1, p * 2), adjustment: "holm",
          family: 44)
        if !comparing {
          return [
            finding(
              name, .model, metric.3 + shift, metric.5 * root, metric.7, slice: part, count: count)
          ]
        }
        return [
          finding(
            name, .candidate, metric.3 + shift, metric.5 * root, metric.7, slice: part, count: count
          ),
          finding(
            name, .production, metric.4, metric.5 * root, metric.7, slice: part, count: count),
          finding(
            name, .difference, difference, metric.6 * root, metric.8, slice: part, count: count,
            test: test),
        ]
      } + ratios(part, index, comparing)
    } + undefined(comparing: comparing)
  }

  private static func ratios(_ part: Slice, _ index: Int, _ comparing: Bool) -> [Finding] {
    let value = 0.78 + 0.05 * Double(index % 6)
    let first: Subject = comparing ? .candidate : .model
    var findings = [
      finding("selection_rate.ratio", first, value, 0.06, "linearization-log", slice: part)
    ]
    if comparing {
      findings.append(
        finding(
          "selection_rate.ratio", .production, value + 0.03, 0.06, "linearization-log", slice: part)
      )
    }
    return findings
  }

  private static func undefined(comparing: Bool) -> [Finding] {
    let subjects: [Subject] = comparing ? [.candidate, .production, .difference] : [.model]
    return ["roc_auc", "recall"].flatMap { name in
      subjects.map {
        Finding(
          measure: name, subject: $0, slice: slice("education", "unknown"),
          estimate: .undefined(Undefined("no row is positive")), count: 7)
      }
    }
  }

  private static func verdict(_ findings: Findings) -> Verdict {
    func gate(
      _ rule: String, _ metric: String, _ subject: Subject, _ ruling: Ruling, _ because: String,
      _ thresholds: [Double], slice: Slice = .all, further: Int? = nil
    ) -> Judgement {
      let position = findings.position(
        of: .init(measure: metric, subject: subject, slice: slice))
      return Judgement(
        rule: rule, metric: metric, slice: slice, ruling: ruling, because: because,
        findings: position.map { [$0] } ?? [], thresholds: thresholds, level: 0.9875,
        furtherRows: further)
    }
    return Verdict(
      ruling: .fail,
      judgements: [
        gate(
          "at-least", "roc_auc", .candidate, .pass, "0.781 ± 0.011 lies wholly above 0.75.", [0.75]),
        gate(
          "no-worse", "roc_auc", .difference, .pass,
          "The difference +0.0064 ± 0.0043 lies wholly above −0.005.", [-0.005]),
        gate(
          "no-worse", "recall", .difference, .fail,
          "Recall fell by 0.022: the whole interval −0.035 to −0.010 lies below the tolerated −0.010.",
          [-0.010]),
        gate(
          "better", "average_precision", .difference, .pass,
          "The difference +0.015 ± 0.010 lies wholly above 0.", [0]),
        gate(
          "no-worse", "log_loss", .difference, .pass,
          "The difference −0.0048 ± 0.0029 lies wholly below +0.005.", [0.005]),
        gate(
          "equivalent", "selection_rate", .difference, .inconclusive,
          "The difference −0.014 ± 0.005 reaches beyond −0.018.", [-0.018, 0.018], further: 4200),
        gate(
          "no-worse", "recall", .difference, .inconclusive,
          "The difference on age=[60,∞) −0.010 ± 0.092 holds −0.03.", [-0.03],
          slice: slice("age", "[60,∞)"), further: 71_000),
        gate(
          "no-worse", "recall", .difference, .notEvaluated,
          "Recall on education=unknown has no value: no row is positive.", [],
          slice: slice("education", "unknown")),
      ])
  }

  /// Two classifiers compared, judged by a policy with gates of every ruling.
  static func binary(judged: Bool = true) -> Dossier {
    let findings = Findings(overall(comparing: true) + sliced(comparing: true))
    return Dossier(
      task: "binary",
      models: [
        .init(role: .candidate, name: "lightgbm_2026_10"),
        .init(role: .production, name: "xgboost_2025_03", sha256: digest),
      ], findings: findings, measures: measures(),
      exhibits: curves(.candidate, 0.281) + curves(.production, 0.291) + disagreement,
      verdict: judged ? verdict(findings) : nil,
      provenance: provenance("credit-default.csv", rows: 9012, policy: judged),
      notes: ["12 rows left out: a score or the label was missing"])
  }

  /// One classifier evaluated, without a policy.
  static func evaluation() -> Dossier {
    Dossier(
      task: "binary", models: [.init(role: .model, name: "lightgbm_2026_10")],
      findings: Findings(overall(comparing: false) + sliced(comparing: false)),
      measures: measures(), exhibits: curves(.model, 0.281), verdict: nil,
      provenance: provenance("credit-default.csv", rows: 9012, policy: false))
  }
}
