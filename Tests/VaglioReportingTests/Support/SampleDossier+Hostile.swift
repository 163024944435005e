import VaglioFindings
import VaglioGates

@testable import VaglioReporting

extension SampleDossier {
  static let script = "\"><script>alert(1)</script>"

  /// Names that try to leave their place: markup, control characters, directions, scripts, length.
  static let hostileNames = [
    script, "</title></style></svg><img src=x onerror=alert(1)>", "]]>&amp;<!--", "a|b\nc\r\n| d",
    "\u{202E}txet desrever\u{0}\u{7}\u{1B}[31m", "عمر العميل بالسنوات", "年齢区分と地域コードの組み合わせ表示名",
    "@everyone #1 https://example.org [x](javascript:alert(1)) `code` **b** $x$",
    String(repeating: "ab", count: 5000), "Z" + String(repeating: "\u{0301}", count: 900), "",
    "javascript:alert(1)", "' onload='alert(1)",
  ]

  /// A dossier whose every text is hostile, and whose exhibits are out of range or torn.
  static func hostile() -> Dossier {
    let names = hostileNames
    var findings: [Finding] = []
    for (index, name) in names.enumerated() {
      let part = slice(name, names[(index + 3) % names.count])
      findings += [
        finding(name, .candidate, 1e9, 1e12, name),
        finding(name, .production, -1e-9, 1e-12, name),
        Finding(
          measure: name, subject: .difference,
          estimate: Estimate(-3e15, interval(-3e15, 1e300, name)), count: 7,
          test: SignificanceTest(
            name: name, pValue: 0, adjustedPValue: 0, adjustment: name, family: 3), notes: [name]),
        Finding(
          measure: name, subject: .difference, slice: part,
          estimate: .undefined(Undefined(name)), count: 1),
        finding(name, .difference, 0.25, 0, name, slice: slice("s\(index)", name)),
      ]
    }
    let numbers: Exhibit.Series = .numbers([-1e308, nil, 1e308, 0.5, 2, 0.1])
    let kinds = [
      "reliability", "roc", "precision_recall", "threshold_curve", "score_histogram",
      "predicted_actual", "residual_quantiles", "residual_histogram",
      "quantile_calibration", "pit_histogram", "rank_histogram",
    ]
    let columns = [
      "lower", "upper", "mean_score", "event_rate", "count", "band_lower", "band_upper",
      "false_positive_rate", "true_positive_rate", "threshold", "recall", "precision", "f1",
      "selection_rate", "positives", "negatives", "predicted_lower", "predicted_upper",
      "actual_lower", "actual_upper", "q05", "q25", "q50", "q75", "q95", "nominal",
      "observed", "share", "rank",
    ]
    let exhibits = kinds.map { kind in
      Exhibit(
        kind: kind, subject: .candidate,
        series: Dictionary(uniqueKeysWithValues: columns.map { ($0, numbers) }),
        scalars: ["threshold": 1e308, "level": -5, "prevalence": -1e300])
    }
    let torn = Exhibit(
      kind: "disagreement_rows", subject: .difference,
      series: [
        "row": .words(names), "label": .numbers([nil, 1e308]), "candidate": .numbers([1, -1e308]),
        "production": .numbers([0, 1e308, 3]),
      ])
    let extremes = Exhibit(
      kind: "disagreement", subject: .difference, series: [:],
      scalars: [
        "both_right": 1e308, "only_candidate_right": -4, "only_production_right": 0,
        "both_wrong": 1e308,
      ])
    return Dossier(
      task: script,
      models: [
        .init(role: .candidate, name: script, sha256: script),
        .init(role: .production, name: names[8]),
      ], findings: Findings(findings),
      measures: names.map {
        Measure(
          name: $0, title: $0, definition: $0, range: -1e300...(.infinity),
          direction: .higherIsBetter, unit: $0, source: $0)
      }, exhibits: exhibits + [torn, extremes],
      verdict: Verdict(
        ruling: .inconclusive,
        judgements: names.enumerated().map { index, name in
          Judgement(
            rule: name, metric: name, slice: slice(name, name),
            ruling: Ruling.allCases[index % 4], because: name, findings: [index * 5],
            thresholds: [1e308, -1e308], level: 0.999_999, furtherRows: 9_007_199_254_740_992)
        }),
      provenance: Provenance(
        vaglio: script, seed: 0,
        data: [.init(name: script, sha256: script, rows: 9_007_199_254_740_992, dropped: 0)],
        options: Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })), notes: names)
  }

  /// Fifty metrics on ten slices: the size that a page must bear.
  static func large(metrics: Int = 50, slices: Int = 10) -> Dossier {
    let names = (0..<metrics).map { "metric_number_\($0)" }
    let parts = [Slice.all] + (0..<slices).map { slice("region", "area \($0)") }
    let findings = parts.flatMap { part in
      names.enumerated().flatMap { index, name -> [Finding] in
        let value = 0.5 + Double(index) / 120
        return [
          finding(name, .candidate, value, 0.013, "wilson", slice: part),
          finding(name, .production, value - 0.01, 0.014, "wilson", slice: part),
          finding(name, .difference, 0.01, 0.007, "tango", slice: part),
        ]
      }
    }
    let all = Findings(findings)
    return Dossier(
      task: "binary",
      models: [
        .init(role: .candidate, name: "candidate"), .init(role: .production, name: "production"),
      ], findings: all,
      measures: names.map {
        Measure(
          name: $0, title: $0, definition: "A metric.", range: 0...1, direction: .higherIsBetter)
      },
      exhibits: curves(.candidate, 0.27) + curves(.production, 0.3) + disagreement,
      verdict: Verdict(
        ruling: .pass,
        judgements: parts.flatMap { part in
          names.prefix(20).map { name in
            Judgement(
              rule: "no-worse", metric: name, slice: part, ruling: .pass,
              because: "The difference +0.010 ± 0.007 lies wholly above −0.03.",
              findings: all.position(of: .init(measure: name, subject: .difference, slice: part))
                .map { [$0] } ?? [],
              thresholds: [-0.03], level: 0.95)
          }
        }), provenance: provenance("large.csv", rows: 9012, policy: true))
  }
}
