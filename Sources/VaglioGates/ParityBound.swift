internal import VaglioFindings

/// What parity demands of every group, held against the group with the highest value.
enum ParityBound: Hashable, Sendable {
  case ratioAtLeast(Double)
  case ratioAtMost(Double)
  case differenceAtMost(Double)

  /// The measure of the findings that are judged.
  func measure(of metric: String) -> String {
    switch self {
    case .ratioAtLeast, .ratioAtMost: metric + ".ratio"
    case .differenceAtMost: metric + ".difference"
    }
  }

  /// Where the comparison must lie.
  ///
  /// That no group has more than r times the value of another is that every group has at least 1/r
  /// of the highest.
  var region: Region {
    switch self {
    case .ratioAtLeast(let least): .atLeast(least)
    case .ratioAtMost(let most): .atLeast(1 / most)
    case .differenceAtMost(let most): .within(-most...most)
    }
  }

  /// The words about a group; `reference` is empty where the highest group isn't known.
  func wording(_ topic: String, reference: String) -> Wording {
    switch self {
    case .ratioAtLeast(let least):
      return ratio(topic, reference, "the required \(NumberText.shortest(least))")
    case .ratioAtMost(let most):
      let text = NumberText.shortest(most)
      return ratio(topic, reference, "the 1/\(text) that a ratio of at most \(text) requires")
    case .differenceAtMost(let most):
      let bound = "the tolerated \(NumberText.shortest(most))"
      return Wording(
        .level, of: "the distance of \(topic) from the highest group\(reference)",
        pass: "within \(bound)", fail: "more than \(bound)",
        open: "so whether it is within \(bound) stays open")
    }
  }

  private func ratio(_ topic: String, _ reference: String, _ bound: String) -> Wording {
    Wording(
      .level, of: "the ratio of \(topic) to the highest group\(reference)",
      pass: "at least \(bound)", fail: "below \(bound)",
      open: "so whether it is at least \(bound) stays open")
  }
}

/// The groups of a column as a record compares them.
struct ParityGroups {
  let metric: String
  let comparison: String
  let columns: SliceColumns
  let subject: Subject
  /// Every group but the highest, in the order of the record.
  let compared: [Slice]
  /// The group with the lowest value.
  let lowest: Slice?
  private let all: [Slice]
  private let highest: Slice?
  private let findings: Findings

  init(
    metric: String, comparison: String, columns: SliceColumns, subject: Subject,
    in context: JudgingContext
  ) {
    let findings = context.findings
    func value(_ slice: Slice) -> Double? {
      findings.finding(metric, subject, on: slice)?.estimate.value
    }
    (self.metric, self.comparison) = (metric, comparison)
    (self.columns, self.subject, self.findings) = (columns, subject, findings)
    let all = context.slices(of: columns)
    let greatest = all.compactMap(value).max()
    let highest = all.first { slice in
      greatest != nil && value(slice) == greatest
        && findings.finding(comparison, subject, on: slice) == nil
    }
    (self.all, self.highest) = (all, highest)
    compared = all.filter { $0 != highest }
    lowest = all.filter { value($0) != nil }.min { (value($0) ?? 0) < (value($1) ?? 0) }
  }

  /// Why no group can be judged, if none can.
  var trouble: String? {
    guard !all.isEmpty else {
      return
        "the record has no slices by \(columns); run the analysis again with --slice \(columns)"
    }
    guard all.count > 1 else { return "there is only one group by \(columns): \(all[0])" }
    guard all.contains(where: { findings.finding(comparison, subject, on: $0) != nil }) else {
      return "the record has no \(comparison) by \(columns) of \(subject.title); run the "
        + "analysis again with --metric \(MeasureName.option(metric)) --slice \(columns) "
        + "and this policy"
    }
    return nil
  }

  /// The highest group in brackets; empty where it isn't known.
  var reference: String { highest.map { " (\($0))" } ?? "" }

  /// What is said of the lowest group; nothing where there are only two.
  var remarkOnLowest: String {
    all.count > 2 ? "; it is the lowest of \(all.count) groups" : ""
  }

  /// Why the metric itself has no value on a group, if it has none.
  func undefined(_ group: Slice) -> String? {
    findings.finding(metric, subject, on: group)?.estimate.undefined?.reason
  }
}
