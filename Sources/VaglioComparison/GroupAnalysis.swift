public import VaglioEvaluation
public import VaglioFindings

/// What is found about the groups of slicings beyond the slices themselves: every metric's
/// contrasts and extremes, and the fairness measures of binary models.
public struct GroupAnalysis<Observed: Outcomes>: Sendable {
  private let measures: [Measure]
  private let level: ConfidenceLevel
  private let contrasted: Set<String>

  /// An analysis by the metrics with these contracts; those in `contrasted` have their contrasts
  /// already.
  public init(measures: [Measure], level: ConfidenceLevel, contrasted: Set<String>) {
    (self.measures, self.level, self.contrasted) = (measures, level, contrasted)
  }

  /// The contracts of all measures about a slicing by these columns, in the order of the findings.
  public func contracts(columns: [String]) -> [Measure] {
    let own = GroupMeasures(columns: columns)
    let extremes = measures.flatMap { measure in
      (measure.direction == .neutral ? [] : [own.worstGroup(measure)])
        + [own.largestDifference(measure), own.smallestRatio(measure)]
    }
    let fairness =
      Observed.self == BinaryOutcomes.self
      ? FairnessEvaluation(columns: columns, level: level).contracts : []
    return fairness + extremes
  }

  /// The findings about the groups of a slicing, from `findings` on every one of them.
  public func findings(
    about groups: [SliceRows], of model: Observed, subject: Subject, from findings: Findings
  ) -> [Finding] {
    guard let columns = groups.first?.slice.columns else { return [] }
    var found: [Finding] = []
    if let binary = model as? BinaryOutcomes {
      found += FairnessEvaluation(columns: columns, level: level)
        .findings(on: binary, groups: groups, subject: subject)
    }
    let (extremes, contrast) = (
      GroupExtremes(columns: columns, level: level), GroupContrast(level: level)
    )
    for measure in measures {
      let own = groups.compactMap { findings.finding(measure.name, subject, on: $0.slice) }
      found += extremes.findings(of: own, measure: measure)
      if !contrasted.contains(measure.name) { found += contrast.findings(of: own) }
    }
    return found
  }
}
