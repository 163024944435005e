internal import VaglioFindings

/// Can the explanation be trusted?
struct ExplanationSection: Section {
  let identifier = "explanation"

  func title(for dossier: Dossier) -> String { "Can the explanation be trusted?" }

  func blocks(for dossier: Dossier) -> [Block] {
    additivity(of: dossier) + contributions(of: dossier) + stability(of: dossier)
      + faithfulness(of: dossier)
  }

  private func additivity(of dossier: Dossier) -> [Block] {
    dossier.exhibits.filter { $0.kind == "additivity" }.flatMap { exhibit -> [Block] in
      guard let maximum = exhibit.scalars["maximum"], let rows = exhibit.scalars["rows"] else {
        return []
      }
      let holds = exhibit.scalars["holds"] == 1
      let subject = exhibit.subject == .model ? "" : " of \(exhibit.subject.rawValue)"
      let sentence =
        "Base value and attributions\(subject) add up to what the model itself says: over "
        + "\(NumberFormat.count(Int(rows))) rows the greatest residual is "
        + "\(NumberFormat.bare(maximum)), "
        + (holds ? "no more than rounding explains." : "more than rounding explains.")
      return [.prose(.paragraph(.text(sentence)))] + (holds ? [] : rowsTable(exhibit))
    }
  }

  private func contributions(of dossier: Dossier) -> [Block] {
    dossier.exhibits.filter { $0.kind == "contributions" }.compactMap { exhibit -> Block? in
      guard let greatest = exhibit.scalars["greatest"], let mean = exhibit.scalars["mean"],
        let rows = exhibit.scalars["rows"], let row = exhibit.words("row")?.first,
        let feature = exhibit.words("feature")?.first
      else { return nil }
      let base = exhibit.scalars["base"].map {
        " Base values differ by up to \(NumberFormat.bare($0))."
      }
      let sentence =
        "Against the contributions that were given for the same \(NumberFormat.count(Int(rows))) rows: "
        + "attributions differ by \(NumberFormat.bare(mean)) on average and at most by "
        + "\(NumberFormat.bare(greatest.magnitude)), in row \(SafeText.shortened(row)) of "
        + "\(SafeText.shortened(feature))." + (base ?? "")
      return .prose(.paragraph(.text(sentence)))
    }
  }

  private func rowsTable(_ exhibit: Exhibit) -> [Block] {
    let rows = exhibit.rows("row", "said", "residual", "tolerance")
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        DataTable(
          caption: "Rows of the greatest residuals",
          columns: [
            .words("Row"), .numbers("Model"), .numbers("Residual"), .numbers("Tolerance"),
          ],
          rows: rows.map { row in
            [.init(NumberFormat.count(Int(row[0]) + 1))]
              + row.dropFirst().map { .init(NumberFormat.bare($0)) }
          }))
    ]
  }

  private func stability(of dossier: Dossier) -> [Block] {
    dossier.exhibits.filter { $0.kind == "stability" }.compactMap { exhibit -> Block? in
      guard let against = exhibit.words("against"), !against.isEmpty else { return nil }
      let names = ["kendall_tau", "jaccard", "sign_flips"]
      let classes = exhibit.words("class")
      return .table(
        DataTable(
          caption: "How much the explanation moves",
          columns: [
            .words("Against other")
          ] + (classes == nil ? [] : [.words("Output")]) + [
            .numbers("Kendall's τ of ranks"),
            .numbers("Jaccard of the top"),
            .numbers("Signs that flip"),
          ],
          rows: against.indices.map { row in
            [.init(against[row])] + (classes.map { [.init(SafeText.shortened($0[row]))] } ?? [])
              + names.map {
                .init(
                  exhibit.estimate($0, row: row).map(NumberFormat.estimate)
                    ?? NumberFormat.missing)
              }
          }))
    }
  }

  private func faithfulness(of dossier: Dossier) -> [Block] {
    let charts = dossier.exhibits.filter { $0.kind == "faithfulness" }.flatMap { exhibit in
      [("insertion", "Features put in"), ("deletion", "Features taken out")].compactMap {
        FaithfulnessChart(exhibit: exhibit, column: $0.0, title: $0.1).chart
      }
    }
    return charts.isEmpty ? [] : [.charts(charts)]
  }
}
