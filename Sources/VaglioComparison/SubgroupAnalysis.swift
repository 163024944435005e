public import VaglioEvaluation
public import VaglioFindings

/// The search for the subgroups on which a metric is worst, or on which the candidate is worst beside
/// production, with what the held-out rows say of them.
public struct SubgroupAnalysis<Observed: Outcomes>: Sendable {
  private let metric: any Metric<Observed>
  private let search: SubgroupSearch
  private let level: ConfidenceLevel
  private let resamples: Int
  private let seed: UInt64

  /// A search by a metric.
  public init(
    metric: any Metric<Observed>, search: SubgroupSearch, level: ConfidenceLevel, resamples: Int,
    seed: UInt64
  ) {
    (self.metric, self.search, self.level) = (metric, search, level)
    (self.resamples, self.seed) = (resamples, seed)
  }

  /// Findings with corrected tests, and the exhibit that says what was searched.
  public typealias Result = (findings: [Finding], exhibit: Exhibit)

  /// The contracts of the findings.
  public var contracts: [Measure] { SubgroupFindings.contracts(of: metric.measure) }

  /// The subgroups on which one model is worst.
  public func result(on model: Observed) throws(Undefined) -> Result {
    try result(metric, on: model)
  }

  /// The subgroups on which the candidate is worst beside production.
  public func result(on pair: Paired<Observed>) throws(Undefined) -> Result {
    try result(metric, on: pair)
  }

  private func result(
    _ metric: some Metric<Observed>, on model: Observed
  ) throws(Undefined) -> Result {
    let found = try search.worst(by: metric, on: model)
    let findings = SubgroupFindings.findings(
      of: search, found, metric: metric, on: model, subject: .model, level: level)
    return (
      Self.corrected(findings),
      SubgroupFindings.exhibit(of: search, found, metric: metric.measure, subject: .model)
    )
  }

  private func result(
    _ metric: some Metric<Observed>, on pair: Paired<Observed>
  ) throws(Undefined) -> Result {
    let found = try search.worst(by: metric, on: pair)
    let comparison = Comparison(metrics: [metric], level: level, resamples: resamples, seed: seed)
    let findings = found.subgroups.map { subgroup in
      let rows = subgroup.rows(among: search.halves.heldOut, of: search.factors)
      let own = comparison.findings(on: pair.taking(rows), slice: subgroup.slice)[0]
      return Finding(
        measure: "\(metric.name).subgroup", subject: .difference, slice: subgroup.slice,
        estimate: own.estimate, count: own.count, effectiveCount: own.effectiveCount,
        test: own.test, notes: ["on held-out rows"])
    }
    return (
      Self.corrected(findings),
      SubgroupFindings.exhibit(of: search, found, metric: metric.measure, subject: .difference)
    )
  }

  /// The tests corrected as one family, whatever the subgroups' columns.
  private static func corrected(_ findings: [Finding]) -> [Finding] {
    SliceMultiplicity.corrected(
      findings, family: findings.indices.filter { findings[$0].test != nil })
  }
}
