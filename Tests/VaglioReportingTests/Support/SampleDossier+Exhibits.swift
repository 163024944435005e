import VaglioFindings

@testable import VaglioReporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SampleDossier {
  private static let prevalence = 0.2212

  /// The curves of a classifier whose ROC curve is y = xᵏ, so that its AUC is 1 / (1 + k).
  static func curves(_ subject: Subject, _ k: Double) -> [Exhibit] {
    let f = (0...160).map { pow(Double($0) / 160, 2) }
    let t = f.map { pow($0, k) }
    let thresholds = f.map { 1 - pow($0, 0.3) }
    let selected = zip(f, t).map { prevalence * $1 + (1 - prevalence) * $0 }
    let precision = zip(selected, t).map { $0 > 0 ? prevalence * $1 / $0 : 1 }
    let f1 = zip(precision, t).map { $0 + $1 > 0 ? 2 * $0 * $1 / ($0 + $1) : 0 }
    let operating = 0.13 + k / 30
    return [
      Exhibit(
        kind: "roc", subject: subject,
        series: [
          "false_positive_rate": .numbers(f), "true_positive_rate": .numbers(t),
          "threshold": .numbers(thresholds),
        ],
        scalars: [
          "operating_false_positive_rate": operating,
          "operating_true_positive_rate": pow(operating, k), "threshold": 0.3,
        ]),
      Exhibit(
        kind: "precision_recall", subject: subject,
        series: [
          "recall": .numbers(t), "precision": .numbers(precision),
          "threshold": .numbers(thresholds),
        ],
        scalars: [
          "prevalence": prevalence, "operating_recall": pow(operating, k),
          "operating_precision": prevalence * pow(operating, k)
            / (prevalence * pow(operating, k) + (1 - prevalence) * operating),
        ]),
      Exhibit(
        kind: "threshold_curve", subject: subject,
        series: [
          "threshold": .numbers(thresholds.reversed()), "precision": .numbers(precision.reversed()),
          "recall": .numbers(t.reversed()), "selection_rate": .numbers(selected.reversed()),
          "f1": .numbers(f1.reversed()),
        ]), reliability(subject, k), histogram(subject, k),
    ]
  }

  private static func reliability(_ subject: Subject, _ k: Double) -> Exhibit {
    let centres = (0..<10).map { 0.05 + 0.1 * Double($0) }
    let counts = [2890.0, 2410, 1420, 820, 540, 380, 250, 150, 90, 50]
    let bias = (k - 0.279) * 4
    let rates = centres.map { $0 + bias * sin($0 * 7) + 0.01 * sin($0 * 40) }
    let spread = zip(centres, counts).map { 1.96 * ($0 * (1 - $0) / $1).squareRoot() }
    return Exhibit(
      kind: "reliability", subject: subject,
      series: [
        "lower": .numbers(centres.map { $0 - 0.05 }), "upper": .numbers(centres.map { $0 + 0.05 }),
        "mean_score": .numbers(centres), "event_rate": .numbers(rates), "count": .numbers(counts),
        "band_lower": .numbers(zip(centres, spread).map { max(0, $0 - $1) }),
        "band_upper": .numbers(zip(centres, spread).map { min(1, $0 + $1) }),
      ], scalars: ["level": 0.95, "rows": 9000])
  }

  private static func histogram(_ subject: Subject, _ k: Double) -> Exhibit {
    let edges = (0..<25).map { Double($0) / 25 }
    func share(_ x: Double, _ a: Double, _ b: Double) -> Double { pow(x, a) * pow(1 - x, b) }
    return Exhibit(
      kind: "score_histogram", subject: subject,
      series: [
        "lower": .numbers(edges), "upper": .numbers(edges.map { $0 + 0.04 }),
        "positives": .numbers(edges.map { (share($0 + 0.02, 0.9 - k, 1.1) * 210).rounded() }),
        "negatives": .numbers(edges.map { (share($0 + 0.02, 0.4 + k, 6) * 3400).rounded() }),
      ])
  }

  static let disagreement: [Exhibit] = [
    Exhibit(
      kind: "disagreement", subject: .difference, series: [:],
      scalars: [
        "both_right": 6987, "only_candidate_right": 221, "only_production_right": 178,
        "both_wrong": 1614,
      ]),
    Exhibit(
      kind: "disagreement_rows", subject: .difference,
      series: [
        "row": .words(["18204", "771", "25530", "9013", "11872", "204"]),
        "label": .numbers([1, 0, 0, 1, 1, 0]),
        "candidate": .numbers([0.8121, 0.1203, 0.0911, 0.2210, 0.6604, 0.5512]),
        "production": .numbers([0.2514, 0.5533, 0.4802, 0.5712, 0.3309, 0.2504]),
      ]),
  ]

  /// The exhibits of a regression model whose errors grow with its predictions.
  static func residuals(_ subject: Subject, _ spread: Double) -> [Exhibit] {
    let edges = (0..<12).map { Double($0) * 1500 }
    let width = edges.map { (80 + $0 * 0.045) * spread }
    func quantile(_ z: Double) -> Exhibit.Series { .numbers(width.map { $0 * z + 12 }) }
    var cells: [[Double]] = []
    for x in 0..<24 {
      for y in 0..<24 {
        let count =
          (2200 * exp(-Double(x) / 4)
          * exp(-pow(Double(x - y) / (0.7 + 0.06 * Double(x)) / spread, 2))).rounded()
        if count > 0 { cells.append([Double(x) * 750, Double(y) * 750, count]) }
      }
    }
    let bins = (-20..<20).map { Double($0) * 100 }
    return [
      Exhibit(
        kind: "predicted_actual", subject: subject,
        series: [
          "predicted_lower": .numbers(cells.map { $0[0] }),
          "predicted_upper": .numbers(cells.map { $0[0] + 750 }),
          "actual_lower": .numbers(cells.map { $0[1] }),
          "actual_upper": .numbers(cells.map { $0[1] + 750 }),
          "count": .numbers(cells.map { $0[2] }),
        ]),
      Exhibit(
        kind: "residual_quantiles", subject: subject,
        series: [
          "predicted_lower": .numbers(edges), "predicted_upper": .numbers(edges.map { $0 + 1500 }),
          "q05": quantile(-1.6), "q25": quantile(-0.6), "q50": quantile(0.04),
          "q75": quantile(0.62), "q95": quantile(1.8),
          "count": .numbers(edges.map { (3000 * exp(-$0 / 3000)).rounded() + 20 }),
        ]),
      Exhibit(
        kind: "residual_histogram", subject: subject,
        series: [
          "lower": .numbers(bins), "upper": .numbers(bins.map { $0 + 100 }),
          "count": .numbers(bins.map { (2400 * exp(-abs($0 + 40) / 210 / spread)).rounded() }),
        ]),
    ]
  }

  static let closer = Exhibit(
    kind: "closer", subject: .difference, series: [:],
    scalars: ["candidate_closer": 4412, "production_closer": 3571, "equal": 106])
}
