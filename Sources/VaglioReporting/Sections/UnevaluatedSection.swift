internal import VaglioFindings
internal import VaglioGates

/// What was not evaluated, and why?
struct UnevaluatedSection: Section {
  let identifier = "unevaluated"

  private static let limit = 200

  func title(for dossier: Dossier) -> String { "What was not evaluated?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let gaps = Self.gaps(in: dossier)
    guard !gaps.isEmpty else {
      guard !dossier.isPlan, !dossier.isWatch else { return [] }
      return [.prose(.paragraph("Every metric has a value on every slice."))]
    }
    let rows = gaps.prefix(Self.limit).map { gap -> [DataTable.Cell] in
      [
        .init(gap.measures.joined(separator: ", ")), .init(gap.subjects.joined(separator: ", ")),
        .init(SafeText.shortened(gap.slice.description)), .init(gap.reason),
      ]
    }
    var blocks: [Block] = [
      .prose(
        .paragraph(
          "These have no value, so no gate can pass on them. No number stands in for them.")),
      .table(
        DataTable(
          caption: "Metrics without a value",
          columns: [.words("Metric"), .words("Of"), .words("Slice"), .words("Because")],
          rows: Array(rows))),
    ]
    if gaps.count > Self.limit {
      blocks.append(
        .prose(.paragraph("\(gaps.count - Self.limit) further cases stand in the record.")))
    }
    return blocks
  }

  /// Metrics without a value on a slice, for one reason.
  struct Gap {
    var measures: [String]
    var subjects: [String]
    let slice: Slice
    let reason: String
  }

  /// All that has no value: undefined findings, and measures that no finding is about; what shares
  /// slice, reason and models is told together.
  static func gaps(in dossier: Dossier) -> [Gap] {
    var bySubject: [Gap] = []
    var positions: [String: Int] = [:]
    func note(_ measure: String, _ subject: Subject, _ slice: Slice, _ reason: String) {
      let title = dossier.contract(of: measure).shortTitle
      let key = "\(subject.rawValue)\u{0}\(slice)\u{0}\(reason)"
      if let position = positions[key] {
        bySubject[position].measures.append(title)
      } else {
        positions[key] = bySubject.count
        bySubject.append(
          Gap(measures: [title], subjects: [subject.rawValue], slice: slice, reason: reason))
      }
    }
    for finding in dossier.findings.all where !isExplained(finding, in: dossier) {
      guard let reason = finding.estimate.undefined?.reason else { continue }
      let rows = finding.slice == .all ? "" : " (n = \(NumberFormat.count(finding.count)))"
      note(
        finding.measure, finding.subject, finding.slice, SafeText.shortened(reason, to: 200) + rows)
    }
    let found = Set(dossier.findings.all.map(\.measure))
    // A plan without data measures nothing, and an explanation names metrics that it shuffles for.
    for measure in dossier.measures
    where !dossier.isPlan && !dossier.isDrift && dossier.attributions.isEmpty
      && !found.contains(measure.name)
    {
      note(measure.name, dossier.decisive, .all, "no finding is about it")
    }
    return merged(bySubject)
  }

  /// Whether a comparison of groups has no value because the group's own metric has none, which is
  /// told of that metric.
  private static func isExplained(_ finding: Finding, in dossier: Dossier) -> Bool {
    guard let end = finding.measure.lastIndex(of: "."),
      dossier.contract(of: finding.measure).comparesGroups
    else { return false }
    let own = dossier.findings.finding(
      String(finding.measure[..<end]), finding.subject, on: finding.slice)
    return own?.estimate.undefined != nil
  }

  private static func merged(_ gaps: [Gap]) -> [Gap] {
    var merged: [Gap] = []
    var positions: [String: Int] = [:]
    for gap in gaps {
      let key = "\(gap.slice)\u{0}\(gap.reason)\u{0}\(gap.measures.joined(separator: "\u{0}"))"
      if let position = positions[key] {
        merged[position].subjects += gap.subjects
      } else {
        positions[key] = merged.count
        merged.append(gap)
      }
    }
    return merged
  }
}
