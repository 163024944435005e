public import VaglioFindings

/// What the held-out half says of the subgroups that a search has found.
///
/// For each, `METRIC.subgroup` is the metric on its held-out rows, and `METRIC.subgroup_gap` that
/// less the metric on all other held-out rows, with the interval of two independent groups and a test
/// that is corrected by Holm's method for the subgroups reported. In a comparison `METRIC.subgroup`
/// is candidate minus production on the subgroup's held-out rows.
public enum SubgroupFindings {
  /// The contracts of what is found about a metric.
  public static func contracts(of measure: Measure) -> [Measure] {
    [
      Measure(
        name: "\(measure.name).subgroup", title: "\(measure.title) on a found subgroup",
        definition: "\(measure.title) on the held-out rows of a subgroup that a search has found.",
        range: measure.lowest...measure.highest, direction: measure.direction, unit: measure.unit),
      Measure(
        name: "\(measure.name).subgroup_gap", title: "\(measure.title), subgroup less the rest",
        definition: "\(measure.title) on the held-out rows of a subgroup that a search has found, "
          + "less that on all other held-out rows.",
        range: (measure.lowest - measure.highest)...(measure.highest - measure.lowest),
        direction: measure.direction, unit: measure.unit),
    ]
  }

  /// The findings about one model, without the correction of their tests for their number.
  public static func findings<M: Metric>(
    of search: SubgroupSearch, _ found: SubgroupSearch.Found, metric: M, on model: M.Observed,
    subject: Subject, level: ConfidenceLevel
  ) -> [Finding] {
    let evaluation = Evaluation(metrics: [metric], level: level)
    func measured(_ rows: [Int32], _ slice: Slice) -> Finding {
      evaluation.findings(on: model.taking(rows), subject: subject, slice: slice)[0]
    }
    return found.subgroups.flatMap { subgroup -> [Finding] in
      let rows = subgroup.rows(among: search.halves.heldOut, of: search.factors)
      let members = Set(rows)
      let own = measured(rows, subgroup.slice)
      let rest = measured(search.halves.heldOut.filter { !members.contains($0) }, subgroup.slice)
      let gap = GroupContrast(level: level).difference(of: own, from: rest)
      return [
        Finding(
          measure: "\(metric.name).subgroup", subject: subject, slice: subgroup.slice,
          estimate: own.estimate, count: own.count, effectiveCount: own.effectiveCount,
          notes: own.notes),
        Finding(
          measure: "\(metric.name).subgroup_gap", subject: subject, slice: subgroup.slice,
          estimate: gap.estimate, count: own.count + rest.count, test: gap.test,
          notes: ["on held-out rows, against all others"]),
      ]
    }
  }

  /// `subgroup_search`: what was searched, and what it put first, beside what the held-out half says
  /// (in findings of the same slices).
  public static func exhibit(
    of search: SubgroupSearch, _ found: SubgroupSearch.Found, metric: Measure, subject: Subject
  ) -> Exhibit {
    Exhibit(
      kind: "subgroup_search", subject: subject,
      series: [
        "column": .words(search.factors.map(\.column)),
        "levels": .numbers(search.factors.map { Double($0.names.count) }),
        "metric": .words([metric.name]),
        "subgroup": .words(found.subgroups.map(\.slice.description)),
        "discovery_rows": .numbers(found.subgroups.map { Double($0.discoveryRows) }),
        "discovery_deterioration": .numbers(found.subgroups.map(\.discoveryDeterioration)),
      ],
      scalars: [
        "candidates": Double(found.candidates), "least_rows": Double(found.leastRows),
        "discovery_half": Double(search.halves.discovery.count),
        "held_out_half": Double(search.halves.heldOut.count),
      ])
  }
}
