import VaglioFindings
import VaglioGates

@testable import VaglioReporting

extension SampleDossier {
  private static let regressionMetrics:
    [(String, String, Direction, Double, Double, Double, Double, String)] = [
      ("mean_absolute_error", "mean absolute error", .lowerIsBetter, 268.4, 281.9, 7.4, 4.1, "USD"),
      (
        "root_mean_squared_error", "root mean squared error", .lowerIsBetter, 531.2, 548.7, 22.8,
        14.9, "USD"
      ),
      (
        "mean_squared_error", "mean squared error", .lowerIsBetter, 282_173, 301_072, 24_210,
        16_108, "USD²"
      ),
      (
        "median_absolute_error", "median absolute error", .lowerIsBetter, 112.3, 118.2, 3.3, 2.8,
        "USD"
      ),
      ("r2", "R²", .higherIsBetter, 0.9822, 0.9810, 0.0016, 0.0010, ""),
      (
        "explained_variance", "explained variance", .higherIsBetter, 0.9822, 0.9811, 0.0016, 0.0010,
        ""
      ),
      (
        "mean_absolute_percentage_error", "mean absolute percentage error", .lowerIsBetter, 0.0641,
        0.0668, 0.0014, 0.0011, ""
      ),
      ("bias", "bias", .nearerIsBetter(to: 0), 3.12, -8.43, 11.6, 5.2, "USD"),
      ("pearson", "Pearson correlation", .higherIsBetter, 0.9911, 0.9905, 0.0008, 0.0005, ""),
      ("spearman", "Spearman correlation", .higherIsBetter, 0.9921, 0.9913, 0.0006, 0.0004, ""),
      ("mean_poisson_deviance", "mean Poisson deviance", .lowerIsBetter, 51.9, 55.4, 3.3, 2.2, ""),
    ]

  /// Two regression models compared, and passed.
  static func regression() -> Dossier {
    var findings = regressionMetrics.flatMap { name, _, _, candidate, production, half, paired, _ in
      [
        finding(name, .candidate, candidate, half, "linearization", count: 8089),
        finding(name, .production, production, half * 1.03, "linearization", count: 8089),
        finding(name, .difference, candidate - production, paired, "paired-t", count: 8089),
      ]
    }
    for (subject, value) in [(Subject.candidate, 8211.0), (.production, 7904), (.difference, 307)] {
      findings.append(
        Finding(
          measure: "max_error", subject: subject, estimate: Estimate(value), count: 8089))
    }
    for (index, cut) in ["Fair", "Good", "Very Good", "Premium", "Ideal"].enumerated() {
      let count = [240, 735, 1812, 2069, 3233][index]
      let root = (8089 / Double(count)).squareRoot()
      for (name, half) in [("mean_absolute_error", 4.1), ("root_mean_squared_error", 14.9)] {
        findings.append(
          finding(
            name, .difference, [22.0, -6, -11, -15, -17][index], half * root, "paired-t",
            slice: slice("cut", cut), count: count))
      }
    }
    let all = Findings(findings)
    let position = all.position(of: .init(measure: "mean_absolute_error", subject: .difference))
    return Dossier(
      task: "regression",
      models: [
        .init(role: .candidate, name: "lightgbm.txt", sha256: digest),
        .init(role: .production, name: "ridge.json", sha256: digest),
      ], findings: all,
      measures: regressionMetrics.map { name, title, direction, _, _, _, _, unit in
        Measure(
          name: name, title: title, definition: "The \(title) over rows.",
          range: ["r2", "pearson", "spearman", "explained_variance"].contains(name)
            ? -1...1 : 0...(.infinity), direction: direction, unit: unit)
      } + [
        Measure(
          name: "max_error", title: "maximum error", definition: "The largest absolute error.",
          range: 0...(.infinity), direction: .lowerIsBetter, unit: "USD")
      ],
      exhibits: residuals(.candidate, 0.95) + residuals(.production, 1.05) + [closer],
      verdict: Verdict(
        ruling: .pass,
        judgements: [
          Judgement(
            rule: "better", metric: "mean_absolute_error", slice: .all, ruling: .pass,
            because:
              "The mean absolute error fell by 13.5 ± 4.1 USD: the whole interval lies below 0.",
            findings: position.map { [$0] } ?? [], thresholds: [0], level: 0.95)
        ]), provenance: provenance("diamonds.csv", rows: 8101, policy: true))
  }
}
