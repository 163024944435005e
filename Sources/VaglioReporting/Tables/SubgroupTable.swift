internal import VaglioFindings

/// What a search for subgroups has found, as a table and in words.
struct SubgroupTable: Sendable {
  private let exhibit: Exhibit
  private let dossier: Dossier
  private let metric: String

  /// The search of a record; `nil` where there was none.
  init?(_ dossier: Dossier) {
    guard let exhibit = dossier.exhibits.first(where: { $0.kind == "subgroup_search" }),
      let metric = exhibit.words("metric")?.first
    else { return nil }
    (self.exhibit, self.dossier, self.metric) = (exhibit, dossier, metric)
  }

  private var slices: [Slice] { (exhibit.words("subgroup") ?? []).compactMap(Slice.init) }

  private func count(_ name: String) -> String {
    NumberFormat.count(Int(exhibit.scalars[name] ?? 0))
  }

  /// How many subgroups the held-out half confirms to be worse.
  private var confirmed: Int {
    let name = exhibit.subject == .difference ? "subgroup" : "subgroup_gap"
    let measure = dossier.contract(of: "\(metric).\(name)")
    return slices.compactMap {
      dossier.findings.finding("\(metric).\(name)", exhibit.subject, on: $0)
    }.filter { finding in
      (finding.test?.adjustedPValue ?? 1) < 1 - dossier.level
        && (finding.estimate.value ?? 0) * measure.orientation < 0
    }.count
  }

  /// What was searched and how, in sentences.
  var lead: String {
    let columns = (exhibit.words("column") ?? []).prefix(12).joined(separator: ", ")
    let worse =
      exhibit.subject == .difference
      ? "the candidate looked worst beside production" : "the model looked worst"
    return "\(count("candidates")) subgroups by one or two of the columns "
      + "\(SafeText.shortened(columns, to: 200)) were searched on \(count("discovery_half")) rows, "
      + "each with at least \(count("least_rows")) of them. The \(slices.count) on which \(worse) by "
      + "\(dossier.contract(of: metric).shortTitle) were then measured on \(count("held_out_half")) "
      + "other rows, which had no say in choosing them. P-values are corrected for the "
      + "\(slices.count) by Holm's method: \(confirmed) of them \(confirmed == 1 ? "is" : "are") "
      + "confirmed to be worse."
  }

  /// The subgroups in the order of the search; `nil` where it found none.
  var table: DataTable? {
    guard !slices.isEmpty else { return nil }
    let isDifference = exhibit.subject == .difference
    let looked = exhibit.numbers("discovery_deterioration") ?? []
    return DataTable(
      caption: "The subgroups that looked worst, measured on held-out rows",
      columns: [
        .words("Subgroup"), .numbers("Rows"), .numbers("Looked worse by"),
        .numbers(dossier.contract(of: metric).arrowedTitle),
      ] + (isDifference ? [] : [.numbers("Less the rest")]) + [.words("Corrected")],
      rows: slices.enumerated().map { position, slice in
        let own = dossier.findings.finding("\(metric).subgroup", exhibit.subject, on: slice)
        let gap = dossier.findings.finding("\(metric).subgroup_gap", exhibit.subject, on: slice)
        let test = (isDifference ? own : gap)?.test
        let number = position < looked.count ? looked[position] : nil
        return [
          .init(slice.shortDescription), .init(NumberFormat.count(own?.count ?? 0)),
          .init(number.map(NumberFormat.bare) ?? NumberFormat.missing),
          cell(own, isDifference: isDifference),
        ] + (isDifference ? [] : [cell(gap, isDifference: true)]) + [
          .init((test?.adjustedPValue).map(NumberFormat.pValue) ?? NumberFormat.missing)
        ]
      })
  }

  private func cell(_ finding: Finding?, isDifference: Bool) -> DataTable.Cell {
    guard let finding, finding.estimate.value != nil else { return .init("none") }
    return .init(
      isDifference
        ? NumberFormat.difference(finding.estimate) : NumberFormat.estimate(finding.estimate))
  }
}
