internal import VaglioFindings

/// Does the candidate reason otherwise?
struct AttributionShiftSection: Section {
  let identifier = "attribution-shift"

  func title(for dossier: Dossier) -> String { "Does the candidate reason otherwise?" }

  func blocks(for dossier: Dossier) -> [Block] {
    var blocks: [Block] = []
    if let lead = lead(of: dossier) { blocks.append(.prose(.paragraph(.text(lead)))) }
    let shifts = dossier.exhibits.filter { $0.kind == "attribution_shift" }
    for exhibit in shifts {
      if let chart = shift(exhibit, in: dossier) { blocks.append(.charts([chart])) }
    }
    for exhibit in dossier.exhibits where exhibit.kind == "rank_change" {
      if let chart = RankChangeChart(exhibit: exhibit).chart { blocks.append(.charts([chart])) }
    }
    if let chart = flips(of: dossier) { blocks.append(.charts([chart])) }
    return blocks
  }

  private func lead(of dossier: Dossier) -> String? {
    let findings = dossier.findings.all.filter {
      $0.subject == .difference && $0.measure.hasPrefix("top_reason_agreement")
    }
    guard let finding = findings.first, finding.estimate.value != nil else { return nil }
    return "The most important feature of a row is the same in both models in a share of "
      + "\(NumberFormat.estimate(finding.estimate)) of the rows."
  }

  private func shift(_ exhibit: Exhibit, in dossier: Dossier) -> Chart? {
    let bars = BarChart.bars(of: exhibit, "difference")
    let decided = bars.filter { !$0.isUndecided && $0.value != 0 }.count
    return BarChart(
      bars: bars, noun: "feature",
      quantity: "change of mean |attribution|, \(dossier.attributionUnit)",
      title: (exhibit.words("class")?.first.map { "\(SafeText.shortened($0)): " } ?? "")
        + (decided == 0
          ? "No feature's weight changes for certain"
          : "\(decided) of \(bars.count) features change their weight"),
      caption:
        "Candidate minus production on the same rows, with the paired interval: to the right "
        + "the candidate relies more on the feature. Pale: the interval holds zero."
        + (exhibit.scalars["margin"] == nil ? "" : " Dashed: the margin of equivalence."),
      margin: exhibit.scalars["margin"]
    ).chart
  }

  private func flips(of dossier: Dossier) -> Chart? {
    guard let exhibit = dossier.exhibit("flip_attribution", .difference) else { return nil }
    let bars = BarChart.bars(of: exhibit, "push")
    let rows = exhibit.scalars["rows"].map { NumberFormat.count(Int($0)) } ?? ""
    return BarChart(
      bars: bars, noun: "feature", quantity: "push towards the new decision",
      title: "What changed the decision of \(rows) rows",
      caption: "The attribution of the difference between the models over the rows whose decision "
        + "changes, towards the new decision; with its interval. Pale: the interval holds zero.",
      inks: (.raises, .lowers)
    ).chart
  }
}
