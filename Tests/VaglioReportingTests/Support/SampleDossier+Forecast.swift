import VaglioFindings

@testable import VaglioReporting

extension SampleDossier {
  /// Two models that forecast quantiles, of which the one in production is too sure.
  static func forecast() -> Dossier {
    let names = [
      ("interval_coverage", "Coverage of the 90 % interval", 0.9, 0.893, 0.801),
      ("interval_coverage[level=0.5]", "Coverage of the 50 % interval", 0.5, 0.512, 0.402),
    ]
    var findings = names.flatMap { name, _, _, candidate, production in
      [
        tested(finding(name, .candidate, candidate, 0.011, "wilson", count: 3000), 0.31),
        tested(finding(name, .production, production, 0.014, "wilson", count: 3000), 1e-9),
        finding(name, .difference, candidate - production, 0.012, "tango", count: 3000),
      ]
    }
    for (side, value, p) in [(Subject.candidate, 0.021, 0.14), (.production, 0.093, 1e-12)] {
      findings.append(
        finding("pit_ks", side, value, 0.012, "wilson-at-maximum", count: 3000)
          .with(test: SignificanceTest(name: "kolmogorov-smirnov", pValue: p)))
    }
    return Dossier(
      task: "quantile",
      models: [
        .init(role: .candidate, name: "boosted.json"),
        .init(role: .production, name: "linear.json"),
      ], findings: Findings(findings),
      measures: names.map { name, title, level, _, _ in
        Measure(
          name: name, title: title, definition: "Share of rows within the interval.",
          range: 0...1, direction: .nearerIsBetter(to: level))
      } + [
        Measure(
          name: "pit_ks", title: "PIT distance from uniform", definition: "sup |F(u) − u|.",
          range: 0...1, direction: .lowerIsBetter)
      ], exhibits: places(.candidate, 0.02) + places(.production, 0.35), verdict: nil,
      provenance: provenance("load.csv", rows: 3000, policy: false))
  }

  private static func tested(_ finding: Finding, _ pValue: Double) -> Finding {
    finding.with(test: SignificanceTest(name: "binomial-exact", pValue: pValue))
  }

  /// Exhibits of forecasts that are too narrow by so much.
  static func places(_ subject: Subject, _ excess: Double) -> [Exhibit] {
    let levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    let observed = levels.map { level -> Double in level + 0.4 * excess * (0.5 - level) }
    let shares = (0..<10).map { bin -> Double in
      let outwards = abs(Double(bin) - 4.5) - 2.5
      return 0.1 + 0.05 * excess * outwards
    }
    let band = ["level": 0.95, "rows": 3000, "band_lower": 0.0893, "band_upper": 0.111]
    return [
      Exhibit(
        kind: "quantile_calibration", subject: subject,
        series: [
          "nominal": .numbers(levels), "observed": .numbers(observed),
          "lower": .numbers(observed.map { $0 - 0.015 }),
          "upper": .numbers(observed.map { $0 + 0.015 }),
        ], scalars: ["level": 0.95, "rows": 3000]),
      Exhibit(
        kind: "pit_histogram", subject: subject,
        series: [
          "lower": .numbers((0..<10).map { Double($0) / 10 }),
          "upper": .numbers((1...10).map { Double($0) / 10 }), "share": .numbers(shares),
        ], scalars: band.merging(["expected": 0.1]) { $1 }),
      Exhibit(
        kind: "rank_histogram", subject: subject,
        series: [
          "rank": .numbers((0..<10).map { Double($0) }), "share": .numbers(shares),
        ], scalars: band.merging(["expected": 0.1]) { $1 }),
    ]
  }
}
