internal import VaglioAttribution
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// What one model's attributions tell: findings and exhibits.
struct ExplanationParts {
  private(set) var findings: [Finding] = []
  private(set) var exhibits: [Exhibit] = []
  private(set) var measures: [Measure] = []
  private(set) var notes: [String] = []

  /// Looks at an explanation from all sides that the plan asks for.
  ///
  /// `columns` are the data's by name, those that were not read among them.
  init(
    _ explained: ModelExplanation, rows: ExplainedRows, columns: Set<String>, plan: ExplanationPlan
  ) throws {
    let importances = try importances(explained, rows, plan)
    let leading = Self.leading(importances)
    try addShares(explained, rows, columns, plan)
    try addTrust(explained, rows, plan, importances)
    if plan.columns != nil {
      let labelled = try LabelledPart(explained, rows, plan)
      findings += labelled.findings
      exhibits += labelled.exhibits
      measures += labelled.measures
    }
    exhibits += AttributionExhibits(explained, rows: rows, leading: leading).all
    let effects = try EffectPart(explained, rows, plan, leading: leading)
    findings += effects.findings
    exhibits += effects.exhibits
    let decisions = try DecisionPart(explained, rows, plan)
    exhibits += decisions.exhibits
    notes += decisions.notes
  }

  /// The features by their importance for all outputs together.
  private static func leading(_ importances: [ShapImportance]) -> [Int] {
    guard let first = importances.first else { return [] }
    let sums = first.entries.indices.map { feature in
      importances.reduce(0) { $0 + $1.entries[feature].importance.value }
    }
    return sums.indices.sorted { sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1 }
  }

  /// The mean |φ| of each output.
  private mutating func importances(
    _ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan
  ) throws -> [ShapImportance] {
    let attributions = explained.attributions
    let importances = try attributions.outputs.indices.map { output in
      try ShapImportance(
        of: attributions, output: output,
        values: explained.areFeaturesSingle ? explained.features : nil,
        design: rows.design, level: plan.level)
    }
    for importance in importances {
      findings += importance.findings(
        subject: explained.model.role, namesOutput: attributions.outputs.count > 1)
      exhibits.append(importance.exhibit(subject: explained.model.role))
    }
    return importances
  }

  private mutating func addShares(
    _ explained: ModelExplanation, _ rows: ExplainedRows, _ columns: Set<String>,
    _ plan: ExplanationPlan
  ) throws {
    for names in plan.shares {
      for output in explained.attributions.outputs.indices {
        let share = try AttributionShare(
          of: names, in: explained.attributions, columns: columns.sorted(),
          output: explained.optionalName(ofOutput: output), design: rows.rowDesign(),
          level: plan.level)
        findings.append(share.finding(explained.model.role))
      }
    }
  }

  /// Whether it adds up, how stable it is, and whether its order is the model's.
  private mutating func addTrust(
    _ explained: ModelExplanation, _ rows: ExplainedRows, _ plan: ExplanationPlan,
    _ importances: [ShapImportance]
  ) throws {
    let role = explained.model.role
    if explained.model.explainer != .banzhaf {
      let certificate = try AdditivityCertificate(
        of: explained.attributions, model: explained.model.model, rows: explained.features,
        threads: plan.threads)
      findings += certificate.findings(role)
      exhibits.append(certificate.exhibit(role))
    }
    let stability = try StabilityPart(explained, rows, plan)
    findings += stability.findings
    exhibits += stability.exhibits
    if let path = plan.contributions {
      let comparison = try ContributionTable(path, explained, rows, plan).comparison
      findings += comparison.findings(role, level: plan.level)
      exhibits.append(comparison.exhibit(role, rows: rows.names))
    }
    if plan.testsFaithfulness {
      let faithfulness = try FaithfulnessPart(explained, rows, plan, importances)
      findings += faithfulness.findings
      exhibits += faithfulness.exhibits
    }
  }
}

extension ExplainedRows {
  /// Weights and clusters of the chosen rows, as evaluations take them; `nil` where there are none.
  var design: Rows? { outcomes.map { $0.rows.taking(chosen) } }

  /// The same as attributions take them, of some of the chosen rows.
  func rowDesign(of places: [Int32]? = nil) throws(AttributionError) -> RowDesign? {
    guard let all = design, all.weights != nil || all.clusters != nil else { return nil }
    return try RowDesign(places.map(all.taking) ?? all)
  }
}
