public import VaglioFindings

/// The fairness measures of a binary model over the groups of a slicing, with intervals.
///
/// The intervals hold for all pairs of groups, and all components, at once (see ``GroupExtremes``).
public struct FairnessEvaluation: Sendable {
  private let level: ConfidenceLevel
  private let measures: GroupMeasures
  private let extremes: GroupExtremes

  /// An evaluation of the groups by `columns` with intervals at `level`.
  public init(columns: [String], level: ConfidenceLevel) {
    (self.level, measures) = (level, GroupMeasures(columns: columns))
    extremes = GroupExtremes(columns: columns, level: level)
  }

  /// The contracts of all measures, in the order of the findings.
  public var contracts: [Measure] { FairnessMeasure.all.map { $0.measure(by: measures) } }

  /// One finding per measure.
  public func findings(
    on outcomes: BinaryOutcomes, groups: [SliceRows], subject: Subject
  ) -> [Finding] {
    guard groups.count > 1 else { return [] }
    let parts = GroupParts(of: outcomes, groups: groups, level: level).parts
    let total = Readings(of: outcomes).reading(of: ConfusionMatrix())
    return FairnessMeasure.all.map { measure in
      finding(measure, of: parts, total: total, count: outcomes.count, subject: subject)
    }
  }

  private func finding(
    _ measure: FairnessMeasure, of parts: [GroupPart], total: CellWeights, count: Int,
    subject: Subject
  ) -> Finding {
    var reasons: [String] = []
    let estimate: Estimate
    do {
      let spreads = try measure.notion.components.map { component throws(Undefined) in
        let valued = parts.filter { $0.own(component).value != nil }
        reasons += parts.compactMap { part in
          part.own(component).undefined.map { "\(part.slice) is left out: \($0.reason)" }
        }
        guard measure.reference == .overall else {
          return try GroupSpread(
            between: valued.map { $0.own(component) }, as: measure.scale)
        }
        let whole = total.weight(of: component.denominator)
        return try GroupSpread(
          fromOverall: valued.map {
            (
              $0.own(component), $0.rest(component),
              $0.table.weight(of: component.denominator) / whole
            )
          }, as: measure.scale)
      }
      estimate = extremes.estimate(of: spreads, as: measure.scale) { measure.joined($0) }
    } catch {
      estimate = .undefined(error)
    }
    return Finding(
      measure: measure.measure(by: measures).name, subject: subject, estimate: estimate,
      count: count, notes: ["\(parts.count) groups"] + reasons)
  }
}
