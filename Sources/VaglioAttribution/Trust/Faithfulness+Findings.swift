public import VaglioFindings

extension Faithfulness {
  /// Both areas, and the gains against every other order.
  public func findings(
    _ subject: Subject, level: ConfidenceLevel = .ninetyFivePercent
  ) -> [Finding] {
    let own = [
      finding(TrustMeasures.insertion, nil, insertion, subject, level),
      finding(TrustMeasures.deletion, nil, deletion, subject, level),
    ]
    return own
      + gains.flatMap { gain in
        [
          finding(TrustMeasures.insertion, gain.against, gain.insertion, subject, level),
          finding(TrustMeasures.deletion, gain.against, gain.deletion, subject, level),
        ]
      }
  }

  private func finding(
    _ measure: Measure, _ against: String?, _ mean: RowMean, _ subject: Subject,
    _ level: ConfidenceLevel
  ) -> Finding {
    var options: [String: String] = [:]
    if let against { options["against"] = against }
    if let output { options["class"] = output }
    let test = against == nil ? nil : mean.pValue
    return Finding(
      measure: AttributionMeasure.name(measure.name, options), subject: subject,
      estimate: mean.estimate(level: level, prefix: against == nil ? "" : "paired-"),
      count: mean.count, effectiveCount: mean.effectiveCount,
      test: test.map { SignificanceTest(name: "paired-" + mean.method, pValue: $0) })
  }

  /// The mean curves of all orders: `faithfulness`.
  public func exhibit(_ subject: Subject) -> Exhibit {
    let points = curves.flatMap { curve in
      curve.shares.indices.map { (curve, $0) }
    }
    var series: [String: Exhibit.Series] = [
      "order": .words(points.map(\.0.order)), "share": .numbers(points.map { $0.0.shares[$0.1] }),
      "insertion": .numbers(points.map { $0.0.insertion[$0.1] }),
      "deletion": .numbers(points.map { $0.0.deletion[$0.1] }),
    ]
    if let output { series["class"] = .words(points.map { _ in output }) }
    return Exhibit(
      kind: "faithfulness", subject: subject, series: series,
      scalars: ["evaluations": Double(evaluations), "rows": Double(insertion.count)])
  }
}
